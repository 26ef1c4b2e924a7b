import { Link } from '@tanstack/react-router'
import type { Task } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Icon } from '../../ui/icons.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { AssigneePick } from './assignee-pick.tsx'
import type { useTaskWork } from './use-task-work.ts'

function Due({ task }: { task: Task }) {
  const { t, format } = useText()
  if (task.dueAt === null) return <span className="quiet">–</span>
  const day = format.dayYear(task.dueAt)
  if (task.doneAt !== null || Date.parse(task.dueAt) >= Date.now()) return day
  return (
    <span className="bad-text with-icon">
      <Icon name="warn" />
      {t('notes.overdue', { day })}
    </span>
  )
}

function AccountLinks({ task }: { task: Task }) {
  return task.accounts.map((account, at) => (
    <span key={account.id}>
      {at > 0 && ', '}
      <Link to="/accounts/$accountId" params={{ accountId: account.id }}>
        {account.name}
      </Link>
    </span>
  ))
}

/** The columns of the tasks; what may be changed is changed in the cell. */
export function useTaskColumns(
  work: ReturnType<typeof useTaskWork>,
  mayWrite: boolean,
  isDone: boolean,
): Column<Task>[] {
  const { t, format } = useText()
  const personName = usePersonName()
  return [
    {
      id: 'done',
      header: <span className="visually-hidden">{t('tasks.done')}</span>,
      name: t('tasks.done'),
      cell: (task) => (
        <input
          type="checkbox"
          checked={task.doneAt !== null}
          disabled={!mayWrite}
          aria-label={t('notes.done', { task: task.text })}
          onChange={() => work.tick(task)}
        />
      ),
    },
    {
      id: 'task',
      header: t('tasks.task'),
      value: (task) => task.text,
      cell: (task) => <span className="row-name task-text">{task.text}</span>,
    },
    {
      id: 'due',
      header: t('tasks.due'),
      value: (task) => task.dueAt,
      cell: (task) => <Due task={task} />,
    },
    {
      id: 'person',
      header: t('tasks.about'),
      value: (task) => (task.personId === null ? task.accounts[0]?.name : task.personName),
      cell: (task) =>
        task.personId === null ? (
          <AccountLinks task={task} />
        ) : (
          <Link to="/people/$personId" params={{ personId: task.personId }} search={{}}>
            {personName(task.personName)}
          </Link>
        ),
    },
    {
      id: 'assignee',
      header: t('notes.assignee'),
      value: (task) => task.assignee?.name,
      cell: (task) =>
        mayWrite ? (
          <AssigneePick task={task} onGive={(userId) => work.give(task, userId)} />
        ) : (
          (task.assignee?.name ?? <span className="quiet">{t('notes.nobody')}</span>)
        ),
    },
    {
      id: 'account',
      header: t('tasks.account'),
      value: (task) => task.accounts[0]?.name,
      cell: (task) =>
        task.accounts.length === 0 || task.personId === null ? (
          <span className="quiet">–</span>
        ) : (
          <AccountLinks task={task} />
        ),
    },
    ...(isDone
      ? [
          {
            id: 'doneAt',
            header: t('tasks.doneAt'),
            num: true,
            value: (task: Task) => task.doneAt,
            cell: (task: Task) => (task.doneAt ? format.moment(task.doneAt) : '–'),
          },
        ]
      : []),
  ]
}
