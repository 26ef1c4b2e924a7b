import type { TaskCounts, TaskPage, TasksQuery } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import type { Actor } from '../access/index.ts'
import { describeNote, type NotesDeps } from './notes.service.ts'
import * as q from './tasks.queries.ts'

/** A key has no tasks of its own: what is `mine` of a key is empty. */
const ownId = ({ identity }: Actor) => (identity?.kind === 'user' ? identity.userId : '-')

/** Tasks beside any person or account: open ones the most urgent first, done ones the latest first. */
export async function listTasks(deps: NotesDeps, actor: Actor, query: TasksQuery): Promise<TaskPage> {
  const named: Record<string, string | null> = { mine: ownId(actor), anyone: null, nobody: '' }
  const { assignee } = query
  const rows = await q.listTasks(deps.postgres, actor.workspaceId, {
    assigneeId: Object.hasOwn(named, assignee) ? (named[assignee] ?? null) : assignee,
    isDone: query.state === 'done',
    search: query.search || null,
    limit: query.limit + 1,
    after: readCursor(query.cursor, z.tuple([z.iso.datetime(), z.guid()])),
  })
  return pageFrom(
    rows,
    query.limit,
    (row) => ({ ...describeNote(row), personName: row.person_name ?? '', accounts: row.accounts }),
    (row) => [row.place, row.id],
  )
}

/** How many tasks are open and overdue: of whoever asks, and of everybody. */
export async function countTasks(deps: NotesDeps, actor: Actor): Promise<TaskCounts> {
  const row = await q.countTasks(deps.postgres, actor.workspaceId, ownId(actor), deps.now())
  return {
    mine: { open: row.mine, overdue: row.mine_overdue },
    team: { open: row.open, overdue: row.overdue },
  }
}
