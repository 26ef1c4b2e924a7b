import { z } from 'zod'
import { Id, Instant, PageQuery, pageOf } from './common.ts'
import { faultOf } from './faults.ts'
import { refuses } from './shape-faults.ts'

/** What staff write beside a person or an account: a note, or a task with a due time and somebody who does it. */
export const Note = z.object({
  id: Id,
  /** The person that it is about; null when it is about an account. */
  personId: Id.nullable(),
  /** The account that it is about; null when it is about a person. */
  accountId: Id.nullable(),
  kind: z.enum(['note', 'task']),
  text: z.string(),
  dueAt: Instant.nullable(),
  /** The member of staff who does the task. `name` is empty when that member has left. */
  assignee: z.object({ userId: Id, name: z.string() }).nullable(),
  doneAt: Instant.nullable(),
  doneBy: z.string().nullable(),
  /** The member of staff who wrote it, or the key; of a note that an import brought in, whoever started that. */
  writtenBy: z.string(),
  /** The note comes from a file, which nobody here vouches for: whom that names as the author. Null: written here. */
  broughtIn: z.object({ writtenBy: z.string().nullable() }).nullable(),
  writtenAt: Instant,
  changedAt: Instant.nullable(),
})
export type Note = z.infer<typeof Note>
export const NoteList = z.object({ items: z.array(Note) })

const NoteText = z.string().trim().min(1).max(4000)
export const NewNote = z
  .object({
    kind: z.enum(['note', 'task']).default('note'),
    text: NoteText,
    dueAt: Instant.nullable().default(null),
    assigneeId: Id.nullable().default(null),
  })
  .refine(
    (note) => note.kind === 'task' || (note.dueAt === null && note.assigneeId === null),
    refuses(faultOf('note_no_task')),
  )
export type NewNote = z.infer<typeof NewNote>
export const NoteChange = z
  .object({ text: NoteText, dueAt: Instant.nullable(), assigneeId: Id.nullable(), isDone: z.boolean() })
  .partial()
export type NoteChange = z.infer<typeof NoteChange>

/**
 * Tasks beside any person or account: open ones the most urgent first, done ones the latest first. `assignee` is `mine` (of whoever
 * is signed in), `anyone`, `nobody` (given to nobody yet), or the id of a member.
 */
export const TasksQuery = PageQuery.extend({
  assignee: Id.default('mine'),
  state: z.enum(['open', 'done']).default('open'),
  /** Words in the task, or in the name of the person or the account. */
  search: z.string().trim().max(200).optional(),
})
export type TasksQuery = z.infer<typeof TasksQuery>

/**
 * A task with the person it is about (an empty name where it is about an account) and the accounts that the person
 * belongs to, or the account it is about.
 */
export const Task = Note.extend({
  personName: z.string(),
  accounts: z.array(z.object({ id: Id, name: z.string() })),
})
export type Task = z.infer<typeof Task>
export const TaskPage = pageOf(Task)
export type TaskPage = z.infer<typeof TaskPage>

const TaskCount = z.object({ open: z.number().int(), overdue: z.number().int() })
/** How many tasks are open, and how many of them should have been done by now. */
export const TaskCounts = z.object({ mine: TaskCount, team: TaskCount })
export type TaskCounts = z.infer<typeof TaskCounts>
