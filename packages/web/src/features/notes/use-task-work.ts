import { useQueryClient } from '@tanstack/react-query'
import { Note, type Task } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { change, send } from '../../lib/api.ts'
import { useToast } from '../../ui/toast.tsx'
import { aboutOf, keepTask, notesQuery } from './task-queries.ts'

/** What is done with a task in its row. A ticked task stays where it is, so that a slip of the hand is taken back there. */
export function useTaskWork() {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const attempt = (work: Promise<unknown>, before?: Task) =>
    work.catch((error: unknown) => {
      if (before) keepTask(client, before)
      say(error instanceof Error ? error.message : t('errors.unexpected'), 'bad')
    })
  return {
    tick: (task: Task) => {
      const isDone = task.doneAt === null
      keepTask(client, { ...task, doneAt: isDone ? new Date().toISOString() : null })
      void attempt(
        change(Note, `/notes/${task.id}`, { isDone }).then((note) => keepTask(client, note)),
        task,
      )
    },
    give: (task: Task, assigneeId: string | null) =>
      void attempt(
        change(Note, `/notes/${task.id}`, { assigneeId }).then((note) => {
          keepTask(client, note)
          say(note.assignee ? t('tasks.given', { name: note.assignee.name }) : t('tasks.givenToNobody'))
        }),
      ),
    remove: (task: Task) =>
      void attempt(
        send('DELETE', `/notes/${task.id}`).then(() => {
          void client.invalidateQueries({ queryKey: ['tasks'] })
          void client.invalidateQueries({ queryKey: notesQuery(aboutOf(task)).queryKey })
        }),
      ),
  }
}
