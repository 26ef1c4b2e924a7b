import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import { MemberPage, type Note, NoteList, TaskCounts, TaskPage } from '@teia/contracts'
import { get } from '../../lib/api.ts'
import type { TasksSearch } from './tasks-search.ts'

const PAGE = 50
const COUNT_MS = 60_000

/** How many tasks are open, asked anew each minute. */
export const taskCountsQuery = queryOptions({
  queryKey: ['tasks', 'counts'],
  queryFn: ({ signal }) => get(TaskCounts, '/tasks/counts', { signal }),
  refetchInterval: COUNT_MS,
})

/** The tasks of an address, page by page. What was ticked off stays in the list until it is read again. */
export const tasksQuery = ({ view, assignee, search }: TasksSearch) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', { view, assignee, search }],
    initialPageParam: null as string | null,
    staleTime: 0,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(TaskPage, '/tasks', {
        query: {
          assignee: view === undefined ? 'mine' : (assignee ?? 'anyone'),
          state: view === 'done' ? 'done' : 'open',
          search,
          cursor,
          limit: PAGE,
        },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor,
  })

/** What a note stands beside: a person or an account. */
export type About = { kind: 'people' | 'accounts'; id: string }
export const aboutOf = (note: Note): About =>
  note.accountId === null
    ? { kind: 'people', id: note.personId ?? '' }
    : { kind: 'accounts', id: note.accountId }
export const notesPath = ({ kind, id }: About) => `/${kind}/${encodeURIComponent(id)}/notes`

/** What staff wrote beside a person or an account. */
export const notesQuery = (about: About) =>
  queryOptions({
    queryKey: [about.kind, about.id, 'notes'],
    queryFn: ({ signal }) => get(NoteList, notesPath(about), { signal }),
  })

/** Everybody who may be given a task. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => get(MemberPage, '/members', { signal }),
})

/** Puts a changed task into the lists where it stands, without moving it, and counts anew. */
export function keepTask(client: QueryClient, note: Note): void {
  client.setQueriesData<InfiniteData<TaskPage>>(
    { queryKey: ['tasks', 'list'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((task) => (task.id === note.id ? { ...task, ...note } : task)),
        })),
      },
  )
  void client.invalidateQueries({ queryKey: ['tasks', 'counts'] })
  void client.invalidateQueries({ queryKey: notesQuery(aboutOf(note)).queryKey })
}
