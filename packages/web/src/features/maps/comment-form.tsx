import { useQuery } from '@tanstack/react-query'
import { type Member, MemberPage } from '@teia/contracts'
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { plain } from '../../lib/plain.ts'
import { Button } from '../../ui/button.tsx'
import { mentionBegun, mentionDone, mentionsIn } from './mentions.ts'

const membersQuery = {
  queryKey: ['members'],
  queryFn: ({ signal }: { signal: AbortSignal }) => get(MemberPage, '/members', { signal }),
}

/** What an @ offers while a comment is written, and which of it is chosen by arrow keys. */
function useMention(text: string, setText: (text: string) => void, members: readonly Member[]) {
  const [begun, setBegun] = useState<string | null>(null)
  const [chosen, setChosen] = useState(0)
  const box = useRef<HTMLTextAreaElement>(null)
  const offered =
    begun === null ? [] : members.filter(({ name }) => plain(name).includes(plain(begun))).slice(0, 5)
  const begin = (next: string | null) => {
    setBegun(next)
    setChosen(0)
  }
  const pick = (name: string) => {
    const at = box.current?.selectionStart ?? text.length
    setText(mentionDone(text.slice(0, at), name) + text.slice(at))
    begin(null)
    box.current?.focus()
  }
  /** Whether a key was one of the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    const one = offered[chosen]
    if (!one) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setChosen((chosen + step + offered.length) % offered.length)
    else if (event.key === 'Escape') begin(null)
    else if (event.key === 'Tab' || (event.key === 'Enter' && !event.ctrlKey && !event.metaKey))
      pick(one.name)
    else return false
    event.preventDefault()
    return true
  }
  return { box, offered, chosen, begin, pick, onKey }
}

/** Writes a comment; an @ offers the members of the workspace, walked by arrows, taken by Enter or Tab. Ctrl Enter sends. */
export function CommentForm(props: {
  label: string
  isOpen?: boolean
  onSend: (text: string, mentions: string[]) => Promise<boolean>
}) {
  const { t } = useText()
  const mayRead = useMay()('members:read')
  const { data } = useQuery({ ...membersQuery, enabled: mayRead })
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const members = data?.items ?? []
  const { box, offered, chosen, begin, pick, onKey: onMentionKey } = useMention(text, setText, members)
  const list = useId()
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() === '' || busy) return
    setBusy(true)
    if (await props.onSend(text.trim(), mentionsIn(text, members))) setText('')
    setBusy(false)
  }
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (!onMentionKey(event) && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
  }
  return (
    <form className="comment-form" onSubmit={(event) => void submit(event)}>
      <textarea
        ref={box}
        className="text-box"
        aria-label={props.label}
        {...(offered.length > 0 && {
          'aria-controls': list,
          'aria-activedescendant': `${list}-${chosen}`,
        })}
        placeholder={t('maps.commentHint')}
        // biome-ignore lint/a11y/noAutofocus: an answer was just asked for
        autoFocus={props.isOpen}
        rows={2}
        maxLength={2000}
        value={text}
        onKeyDown={onKey}
        onChange={(event) => {
          setText(event.target.value)
          begin(mentionBegun(event.target.value.slice(0, event.target.selectionStart)))
        }}
      />
      {offered.length > 0 && (
        <div id={list} className="choices" role="listbox" aria-label={t('maps.mention')}>
          {offered.map((member, at) => (
            <button
              key={member.id}
              id={`${list}-${at}`}
              type="button"
              tabIndex={-1}
              role="option"
              aria-selected={at === chosen}
              onClick={() => pick(member.name)}
            >
              <span className="grow">{member.name}</span>
            </button>
          ))}
        </div>
      )}
      <div className="buttons">
        <Button type="submit" busy={busy} disabled={text.trim() === ''}>
          {t('maps.sendComment')}
        </Button>
      </div>
    </form>
  )
}
