import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Task } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useMembers } from './assignee-pick.tsx'
import { NewTaskDialog, TaskDialog } from './task-dialogs.tsx'
import { taskCountsQuery, tasksQuery } from './task-queries.ts'
import type { TasksSearch } from './tasks-search.ts'
import { TasksTable } from './tasks-table.tsx'
import { useGoToAbout } from './use-go-to-about.ts'

const route = getRouteApi('/shell/tasks')
type Set = (change: Partial<TasksSearch>) => void

function Controls({ search, set }: { search: TasksSearch; set: Set }) {
  const { t } = useText()
  const members = useMembers()
  return (
    // biome-ignore lint/a11y/useSemanticElements: one row of controls, not a form to send
    <div className="filters" role="group" aria-label={t('filters.label')}>
      <Switch
        label={t('tasks.which')}
        value={search.view ?? 'mine'}
        options={[
          { value: 'mine', label: t('tasks.mine') },
          { value: 'team', label: t('tasks.team') },
          { value: 'done', label: t('tasks.done') },
        ]}
        onChange={(view) =>
          set({ view: view === 'mine' ? undefined : view, ...(view === 'mine' && { assignee: undefined }) })
        }
      />
      {search.view !== undefined && (
        <ChoicePick
          name={t('notes.assignee')}
          value={search.assignee ?? ''}
          set={search.assignee !== undefined}
          choices={[
            { value: '', label: t('tasks.anyone') },
            { value: 'nobody', label: t('notes.nobody') },
            ...members,
          ]}
          onChange={(assignee) => set({ assignee: assignee || undefined })}
        />
      )}
      <SearchField
        label={t('tasks.searchLabel')}
        value={search.search ?? ''}
        onChange={(text) => set({ search: text || undefined })}
      />
    </div>
  )
}

/** Whether nothing but whose tasks they are narrows the open ones. */
const isWhole = ({ view, search, assignee }: TasksSearch) =>
  view !== 'done' && search === undefined && assignee === undefined

function Nothing({ search, onNew }: { search: TasksSearch; onNew: (() => void) | null }) {
  const { t } = useText()
  const isNarrow = search.search !== undefined || search.assignee !== undefined
  const view = search.view ?? 'mine'
  const button = onNew && isWhole(search) && (
    <Button kind="primary" icon="plus" onClick={onNew}>
      {t('tasks.new')}
    </Button>
  )
  return (
    <EmptyState title={t(isNarrow ? 'tasks.noneFound' : `tasks.none_${view}`)} action={button}>
      {t(isNarrow ? 'tasks.noneFoundText' : `tasks.none_${view}Text`)}
    </EmptyState>
  )
}

/** What is to be done about customers: one's own tasks, those of the team, and what is done. */
export function TasksPage() {
  const { t, rich } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const goTo = useGoToAbout()
  const mayWrite = useMay()('people:write')
  const [opened, setOpened] = useState<Task | null>(null)
  const set: Set = (change) =>
    void navigate({ to: '/tasks', search: { ...search, ...change }, replace: true })
  const { data: counts } = useQuery(taskCountsQuery)
  const asked = tasksQuery(search)
  const query = useInfiniteQuery(asked)
  const tasks = query.data?.pages.flatMap((page) => page.items) ?? []
  // The words of an empty list have the button beside them.
  const offersNew = query.data !== undefined && tasks.length === 0 && isWhole(search)
  const open = (task: Task) => (mayWrite ? setOpened(task) : goTo(task))
  return (
    <>
      <PageHeader
        title={t('tasks.title')}
        deck={
          counts
            ? rich('tasks.deckCounts', {
                open: counts.mine.open,
                overdue: counts.mine.overdue,
                team: counts.team.open,
              })
            : t('tasks.deck')
        }
        actions={
          mayWrite &&
          !offersNew && (
            <Button icon="plus" kind="primary" onClick={() => set({ new: true })}>
              {t('tasks.new')}
            </Button>
          )
        }
      />
      <Controls search={search} set={set} />
      <AnswerArea query={query} queryKey={asked.queryKey} rows={8}>
        {() =>
          tasks.length === 0 ? (
            <Nothing search={search} onNew={mayWrite ? () => set({ new: true }) : null} />
          ) : (
            <TasksTable tasks={tasks} isDone={search.view === 'done'} onOpen={open} onFilter={set} />
          )
        }
      </AnswerArea>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.moreOf')}
        </Button>
      )}
      {search.new && mayWrite && <NewTaskDialog onClose={() => set({ new: undefined })} />}
      {opened && <TaskDialog task={opened} onClose={() => setOpened(null)} />}
    </>
  )
}
