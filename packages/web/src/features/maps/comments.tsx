import { useQuery, useQueryClient } from '@tanstack/react-query'
import { MapComment, type MapDrawing } from '@teia/contracts'
import { useState } from 'react'
import { useMay, useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask, change, send } from '../../lib/api.ts'
import { mapPath } from '../../lib/maps.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { CommentForm } from './comment-form.tsx'
import { commentsQuery } from './map-queries.ts'

type Write = (work: () => Promise<unknown>) => Promise<boolean>

/** What a comment is about, in the words of the drawing; empty for the whole map and for what is gone. */
function partName(drawing: MapDrawing, part: string | null): string {
  for (const stage of drawing.stages) {
    if (stage.id === part) return stage.name
    for (const step of stage.steps) {
      const isHere =
        step.id === part ||
        Object.values(step.cards)
          .flat()
          .some((card) => card.id === part)
      if (isHere) return step.name
    }
  }
  return ''
}

function Comment(props: {
  comment: MapComment
  about: string
  mapId: string
  write: Write
  onAnswer: () => void
}) {
  const { t, format } = useText()
  const mayWrite = useMay()('maps:comment')
  const { user } = useSession()
  const { comment, about, mapId, write, onAnswer } = props
  const path = `${mapPath(mapId)}/comments/${encodeURIComponent(comment.id)}`
  const isResolved = comment.resolvedAt !== null
  return (
    <div className={isResolved ? 'comment resolved' : 'comment'}>
      <p className="note">
        <b>{comment.by.name}</b> · {format.moment(comment.at)}
        {about && ` · ${about}`}
        {isResolved && ` · ${t('maps.resolved')}`}
      </p>
      <p className="comment-text">{comment.text}</p>
      {comment.mentions.length > 0 && (
        <p className="note">
          {t('maps.mentioned', { names: comment.mentions.map((one) => one.name).join(', ') })}
        </p>
      )}
      <div className="buttons">
        {mayWrite && (
          <Button kind="link" onClick={onAnswer}>
            {t('maps.answer')}
          </Button>
        )}
        {mayWrite && comment.answers === null && (
          <Button
            kind="link"
            onClick={() => void write(() => change(MapComment, path, { resolved: !isResolved }))}
          >
            {t(isResolved ? 'maps.reopen' : 'maps.resolve')}
          </Button>
        )}
        {mayWrite && comment.by.id === user.id && (
          <Button kind="link" onClick={() => void write(() => send('DELETE', path))}>
            {t('maps.removeComment')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What people say of a map or one of its steps, the open ones first; answers stand under what they answer. */
export function Comments({ mapId, part, drawing }: { mapId: string; part?: string; drawing: MapDrawing }) {
  const { t, words } = useText()
  const mayWrite = useMay()('maps:comment')
  const client = useQueryClient()
  const say = useToast()
  const { data, error } = useQuery(commentsQuery(mapId))
  const [answering, setAnswering] = useState<string | null>(null)
  if (error) return <ErrorNotice error={error} />
  if (!data) return <Skeleton rows={3} />
  const write: Write = async (work) => {
    try {
      await work()
      await client.invalidateQueries({ queryKey: ['maps'], refetchType: 'active' })
      return true
    } catch (fault) {
      say(words(fault), 'bad')
      return false
    }
  }
  const post = (text: string, mentions: string[], answers?: string) =>
    write(() =>
      ask(MapComment, `${mapPath(mapId)}/comments`, {
        text,
        mentions,
        ...(part !== undefined && { part }),
        ...(answers !== undefined && { answers }),
      }),
    )
  const step = drawing.stages.flatMap((stage) => stage.steps).find((one) => one.id === part)
  const cards = new Set(step && Object.values(step.cards).flatMap((list) => list.map((card) => card.id)))
  const isHere = (one: MapComment) => part === undefined || one.part === part || cards.has(one.part ?? '')
  const heads = data.items
    .filter((one) => one.answers === null && isHere(one))
    .toSorted(
      (a, b) => Number(a.resolvedAt !== null) - Number(b.resolvedAt !== null) || b.at.localeCompare(a.at),
    )
  return (
    <div className="comments">
      {mayWrite && (
        <CommentForm label={t('maps.writeComment')} onSend={(text, mentions) => post(text, mentions)} />
      )}
      {heads.length === 0 && <p className="quiet">{t('maps.noComments')}</p>}
      <ul>
        {heads.map((head) => (
          <li key={head.id}>
            {[head, ...data.items.filter((one) => one.answers === head.id)].map((comment) => (
              <Comment
                key={comment.id}
                comment={comment}
                about={part === undefined ? partName(drawing, comment.part) : ''}
                mapId={mapId}
                write={write}
                onAnswer={() => setAnswering(head.id)}
              />
            ))}
            {answering === head.id && (
              <CommentForm
                label={t('maps.writeAnswer')}
                isOpen
                onSend={async (text, mentions) => {
                  const isSent = await post(text, mentions, head.id)
                  if (isSent) setAnswering(null)
                  return isSent
                }}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
