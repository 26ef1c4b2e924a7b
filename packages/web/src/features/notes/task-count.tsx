import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icons.tsx'
import { taskCountsQuery } from './task-queries.ts'

/** How many open tasks one has; red once one of them is overdue. Nothing while there are none. */
export function TaskCount() {
  const { t, format } = useText()
  const { data } = useQuery(taskCountsQuery)
  if (!data || data.mine.open === 0) return null
  const { open, overdue } = data.mine
  const words = t('tasks.count', { open, overdue })
  return (
    <span className={overdue > 0 ? 'count bad-text' : 'count'} title={words}>
      <span aria-hidden="true">{format.whole(open)}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

/** The way to one's tasks in narrow windows, where the rail has no room for it. */
export function TasksLink() {
  const { t } = useText()
  return (
    <Link className="tasks-short" to="/tasks">
      <Icon name="task" />
      <span className="visually-hidden">{t('tasks.title')}</span>
      <TaskCount />
    </Link>
  )
}
