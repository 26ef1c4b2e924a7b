import type { Task } from '@teia/contracts'
import { useMay, useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { urgencyOf } from './task-due.ts'
import type { TasksSearch } from './tasks-search.ts'
import { useGoToAbout } from './use-go-to-about.ts'
import { useTaskColumns } from './use-task-columns.tsx'
import { useTaskWork } from './use-task-work.ts'

type Props = {
  tasks: readonly Task[]
  isDone: boolean
  onOpen: (task: Task) => void
  onFilter: (change: Partial<TasksSearch>) => void
}

/** Tasks under heads of urgency. Space ticks off, Enter opens, the menu has the rest. */
export function TasksTable({ tasks, isDone, onOpen, onFilter }: Props) {
  const { t, format } = useText()
  const { user } = useSession()
  const mayWrite = useMay()('people:write')
  const goTo = useGoToAbout()
  const personName = usePersonName()
  const work = useTaskWork()
  const columns = useTaskColumns(work, mayWrite, isDone)
  const now = new Date()
  const actions = (task: Task): Action[] => [
    {
      label: t('tasks.openPerson', {
        name: task.personId === null ? (task.accounts[0]?.name ?? '') : personName(task.personName),
      }),
      icon: 'people',
      onSelect: () => goTo(task),
    },
    ...(mayWrite
      ? [
          { label: t('tasks.change'), icon: 'edit' as const, onSelect: () => onOpen(task) },
          {
            label: t(task.doneAt === null ? 'tasks.tick' : 'tasks.untick'),
            icon: 'task' as const,
            onSelect: () => work.tick(task),
          },
          ...(task.assignee?.userId === user.id
            ? []
            : [{ label: t('tasks.take'), icon: 'plus' as const, onSelect: () => work.give(task, user.id) }]),
        ]
      : []),
    {
      label: t('tasks.sameAssignee'),
      icon: 'filter',
      onSelect: () =>
        onFilter({ view: isDone ? 'done' : 'team', assignee: task.assignee?.userId ?? 'nobody' }),
    },
    ...(mayWrite
      ? [
          {
            label: t('tasks.remove'),
            icon: 'trash' as const,
            danger: true,
            onSelect: () => work.remove(task),
          },
        ]
      : []),
  ]
  return (
    <DataTable
      label={t('tasks.title')}
      columns={columns}
      rows={tasks}
      keyOf={(task) => task.id}
      nameOf={(task) => task.text}
      {...(isDone
        ? {}
        : { group: (task: Task) => t(`tasks.group_${urgencyOf(task.dueAt, now, format.dayKey)}`) })}
      rowClass={(task) => (task.doneAt !== null && !isDone ? 'done-row' : undefined)}
      onOpen={onOpen}
      onKey={(task, key) => {
        if (key !== ' ' || !mayWrite) return false
        work.tick(task)
        return true
      }}
      actions={actions}
      csvName="teia-tasks"
      foot={mayWrite && <span className="only-wide">{t('tasks.keys')}</span>}
    />
  )
}
