import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Note } from '@teia/contracts'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask, change } from '../../lib/api.ts'
import { endOfDay } from '../../lib/day-edges.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { type About, membersQuery, notesPath } from './task-queries.ts'

const MINUTE_MS = 60_000
/** A task is due in the last minute of a day of the workspace, wherever it is written. */
const endOf = (day: string, timeZone: string) =>
  day === '' ? null : new Date(endOfDay(day, timeZone) - MINUTE_MS).toISOString()

type Props = {
  /** What it stands beside; null as long as nothing is chosen. */
  about: About | null
  note?: Note
  /** Writes a task, and asks no more what it should be. */
  isTask?: boolean
  onEnd: (written: boolean) => void
  /** Fields before those of the note. */
  children?: ReactNode
}

/** Writes a new note or task, or changes one. `onEnd` hears whether anything was written. */
export function NoteForm(props: Props) {
  const { note, about, isTask = false, onEnd } = props
  const { t, format } = useText()
  const maySeeMembers = useMay()('members:read')
  const [kind, setKind] = useState<Note['kind']>(isTask ? 'task' : (note?.kind ?? 'note'))
  const [text, setText] = useState(note?.text ?? '')
  const [due, setDue] = useState(note?.dueAt ? format.dayKey(note.dueAt) : '')
  const [assignee, setAssignee] = useState(note?.assignee?.userId ?? '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { data: members } = useQuery({ ...membersQuery, enabled: kind === 'task' && maySeeMembers })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    const task = kind === 'task' ? { dueAt: endOf(due, format.timeZone), assigneeId: assignee || null } : {}
    try {
      if (note) await change(Note, `/notes/${note.id}`, { text, ...task })
      else if (about) await ask(Note, notesPath(about), { kind, text, ...task })
      onEnd(true)
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <form className="form note-form" onSubmit={(event) => void save(event)}>
      {props.children}
      {!note && !isTask && (
        <Switch
          label={t('notes.kind')}
          value={kind}
          options={[
            { value: 'note', label: t('notes.note') },
            { value: 'task', label: t('notes.task') },
          ]}
          onChange={setKind}
        />
      )}
      <Textarea
        label={t(kind === 'task' ? 'notes.whatToDo' : 'notes.whatToKnow')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={4000}
        autosize
        minRows={2}
        required
        data-autofocus={props.children === undefined || undefined}
      />
      {kind === 'task' && (
        <div className="form-pair">
          <TextInput
            type="date"
            label={t('notes.dueOn')}
            value={due}
            onChange={(event) => setDue(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('notes.assignee')}
            value={assignee}
            onChange={(event) => setAssignee(event.currentTarget.value)}
            data={[
              { value: '', label: t('notes.nobody') },
              ...(members?.items ?? []).map((one) => ({ value: one.userId, label: one.name })),
            ]}
          />
        </div>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <div className="buttons end">
        <Button onClick={() => onEnd(false)}>{t('common.cancel')}</Button>
        <Button kind="primary" type="submit" busy={busy} disabled={text.trim() === '' || about === null}>
          {t(note ? 'common.save' : 'notes.write')}
        </Button>
      </div>
    </form>
  )
}
