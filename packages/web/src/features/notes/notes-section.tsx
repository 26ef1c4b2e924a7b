import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Note } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { change, send } from '../../lib/api.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { NoteForm } from './note-form.tsx'
import { type About, aboutOf, notesQuery } from './task-queries.ts'

/** When a task is due, in words; red with a word once that is over. */
function Due({ note }: { note: Note }) {
  const { t, format } = useText()
  if (note.dueAt === null) return null
  const isLate = note.doneAt === null && Date.parse(note.dueAt) < Date.now()
  return (
    <span className={isLate ? 'bad-text' : undefined}>
      {t(isLate ? 'notes.overdue' : 'notes.due', { day: format.dayYear(note.dueAt) })}
    </span>
  )
}

/** Who wrote a note, and who brought it in where nobody here vouches for that. */
function Author({ note }: { note: Note }) {
  const { t, format } = useText()
  const day = format.dayYear(note.writtenAt)
  if (!note.broughtIn) return <span>{t('notes.by', { who: note.writtenBy, day })}</span>
  const { writtenBy: author } = note.broughtIn
  return (
    <span>
      {author === null
        ? t('notes.broughtIn', { who: note.writtenBy, day })
        : t('notes.broughtInOf', { who: note.writtenBy, author, day })}
    </span>
  )
}

function NoteItem({ note, mayWrite, onChanged }: { note: Note; mayWrite: boolean; onChanged: () => void }) {
  const { t, words } = useText()
  const say = useToast()
  const [edits, setEdits] = useState(false)
  // What was just clicked, until the server has said the same.
  const [clicked, setClicked] = useState<boolean | null>(null)
  const isDone = clicked ?? note.doneAt !== null
  const attempt = (work: Promise<unknown>) =>
    work.then(onChanged, (error: unknown) => {
      setClicked(null)
      say(words(error), 'bad')
    })
  if (edits)
    return (
      <li>
        <NoteForm
          note={note}
          about={aboutOf(note)}
          onEnd={(changed) => {
            setEdits(false)
            if (changed) onChanged()
          }}
        />
      </li>
    )
  return (
    <li className={isDone ? 'done' : undefined}>
      {note.kind === 'task' && (
        <input
          type="checkbox"
          checked={isDone}
          disabled={!mayWrite}
          aria-label={t('notes.done', { task: note.text })}
          onChange={(event) => {
            const isNowDone = event.currentTarget.checked
            setClicked(isNowDone)
            void attempt(change(Note, `/notes/${note.id}`, { isDone: isNowDone }))
          }}
        />
      )}
      <div className="grow">
        <p className="note-text">{note.text}</p>
        <p className="note note-line">
          <Due note={note} />
          {note.assignee && <span>{note.assignee.name || t('notes.gone')}</span>}
          <Author note={note} />
          {note.changedAt && note.doneAt === null && <span>{t('notes.changed')}</span>}
        </p>
      </div>
      {mayWrite && (
        <span className="row-actions">
          <IconButton icon="edit" label={t('notes.edit')} onClick={() => setEdits(true)} />
          <IconButton
            icon="close"
            label={t('notes.remove')}
            onClick={() => void attempt(send('DELETE', `/notes/${note.id}`))}
          />
        </span>
      )}
    </li>
  )
}

/** What staff wrote beside a person or an account, and what is to be done: open tasks first. */
export function NotesSection({ about }: { about: About }) {
  const { t } = useText()
  const mayWrite = useMay()('people:write')
  const client = useQueryClient()
  const [writes, setWrites] = useState(false)
  const { data, error, refetch } = useQuery(notesQuery(about))
  const changed = () => {
    void client.invalidateQueries({ queryKey: notesQuery(about).queryKey })
    void client.invalidateQueries({ queryKey: ['tasks'] })
  }
  const items = data?.items ?? []
  const open = items.filter((note) => note.kind === 'task' && note.doneAt === null).length
  return (
    <Section
      title={t('notes.title')}
      note={items.length > 0 ? t('notes.open', { n: open }) : undefined}
      actions={
        mayWrite &&
        !writes && (
          <Button kind="link" onClick={() => setWrites(true)}>
            {t('notes.add')}
          </Button>
        )
      }
    >
      {writes && (
        <NoteForm
          about={about}
          onEnd={(written) => {
            setWrites(false)
            if (written) changed()
          }}
        />
      )}
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={2} />
      ) : items.length === 0 ? (
        !writes && <p className="note">{t('notes.none')}</p>
      ) : (
        <ul className="rows notes">
          {items.map((note) => (
            <NoteItem key={note.id} note={note} mayWrite={mayWrite} onChanged={changed} />
          ))}
        </ul>
      )}
    </Section>
  )
}
