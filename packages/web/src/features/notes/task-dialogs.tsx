import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { PersonPage, type Task } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { Typeahead } from '../../ui/typeahead.tsx'
import { NoteForm } from './note-form.tsx'
import { aboutOf, notesQuery } from './task-queries.ts'

const MOST = 8

/** Finds a person by name, e-mail or identifier. `onChange` hears an id, or what is typed while it is none yet. */
function PersonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useText()
  const personName = usePersonName()
  const [words, setWords] = useState('')
  const { data } = useQuery({
    queryKey: ['people', 'of-task', words],
    queryFn: ({ signal }) => get(PersonPage, '/people', { query: { search: words, limit: MOST }, signal }),
    placeholderData: keepPreviousData,
  })
  const options = (data?.items ?? []).map((person) => ({
    value: person.id,
    label: person.email ? `${personName(person.name)} · ${person.email}` : personName(person.name),
  }))
  return (
    <Typeahead
      label={t('tasks.about')}
      placeholder={t('people.searchLabel')}
      value={value}
      options={options}
      autoFocus
      onChange={(next) => {
        onChange(next)
        if (!options.some((option) => option.value === next)) setWords(next.trim())
      }}
    />
  )
}

const idForm = /^[0-9a-f-]{36}$/

/** Writes a task beside a person who is found by name. */
export function NewTaskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [person, setPerson] = useState('')
  const end = (written: boolean) => {
    if (written) {
      void client.invalidateQueries({ queryKey: ['tasks'] })
      void client.invalidateQueries({ queryKey: ['people', person, 'notes'] })
    }
    onClose()
  }
  return (
    <Dialog title={t('tasks.new')} onClose={onClose}>
      <NoteForm isTask about={idForm.test(person) ? { kind: 'people', id: person } : null} onEnd={end}>
        <PersonField value={person} onChange={setPerson} />
      </NoteForm>
    </Dialog>
  )
}

/** Changes the words, the day and the doer of a task. */
export function TaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const end = (written: boolean) => {
    if (written) {
      void client.invalidateQueries({ queryKey: ['tasks'] })
      void client.invalidateQueries({ queryKey: notesQuery(aboutOf(task)).queryKey })
    }
    onClose()
  }
  return (
    <Dialog title={t('tasks.change')} onClose={onClose}>
      <NoteForm note={task} about={aboutOf(task)} onEnd={end} />
    </Dialog>
  )
}
