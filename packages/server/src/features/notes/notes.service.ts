import { faultOf, type NewNote, type Note, type NoteChange } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { type AccessDeps, type Actor, audit, listMembers } from '../access/index.ts'
import { assertAccount, getIdentifiers, type PeopleDeps } from '../people/index.ts'
import * as q from './notes.queries.ts'

export type NotesDeps = PeopleDeps & AccessDeps

/** A note as the API tells of it. */
export function describeNote(row: q.NoteRow): Note {
  return {
    id: row.id,
    personId: row.person_id,
    accountId: row.account_id,
    kind: row.kind,
    text: row.text,
    dueAt: row.due_at?.toISOString() ?? null,
    assignee: row.assignee_id === null ? null : { userId: row.assignee_id, name: row.assignee_name ?? '' },
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by,
    writtenBy: row.written_by,
    broughtIn: row.is_brought_in ? { writtenBy: row.stated_author } : null,
    writtenAt: row.written_at.toISOString(),
    changedAt: row.changed_at?.toISOString() ?? null,
  }
}

/** What staff wrote beside a person: open tasks first, by due time; then the rest, newest first. At most 500. */
export async function listNotes(deps: NotesDeps, workspaceId: string, personId: string) {
  const identifiers = await getIdentifiers(deps, workspaceId, personId)
  const identityIds = identifiers.map((one) => one.identity_id)
  return { items: (await q.listNotes(deps.postgres, workspaceId, { identityIds })).map(describeNote) }
}

/** What staff wrote beside an account, in the same order. */
export async function listAccountNotes(deps: NotesDeps, workspaceId: string, accountId: string) {
  await assertAccount(deps, workspaceId, accountId)
  return { items: (await q.listNotes(deps.postgres, workspaceId, { accountId })).map(describeNote) }
}

export async function writeNote(
  deps: NotesDeps,
  actor: Actor,
  personId: string,
  note: NewNote,
): Promise<Note> {
  const [first] = await getIdentifiers(deps, actor.workspaceId, personId)
  if (!first) throw new AppError('person_not_found', 404, 'No such person.')
  return insert(deps, actor, { identityId: first.person_id, accountId: null }, note)
}

export async function writeAccountNote(
  deps: NotesDeps,
  actor: Actor,
  accountId: string,
  note: NewNote,
): Promise<Note> {
  await assertAccount(deps, actor.workspaceId, accountId)
  return insert(deps, actor, { identityId: null, accountId }, note)
}

async function insert(
  deps: NotesDeps,
  actor: Actor,
  about: { identityId: string | null; accountId: string | null },
  note: NewNote,
): Promise<Note> {
  const { workspaceId } = actor
  await mustBeMember(deps, workspaceId, note.assigneeId)
  const id = deps.newId()
  await q.insertNote(deps.postgres, {
    id,
    workspaceId,
    ...about,
    kind: note.kind,
    text: note.text,
    dueAt: note.dueAt,
    assigneeId: note.assigneeId,
    writtenBy: actorOf(actor.identity),
    writtenAt: deps.now(),
  })
  await audit(deps, actor, `${note.kind}.write`, about.identityId ?? about.accountId ?? id)
  return getNote(deps, workspaceId, id)
}

export async function changeNote(
  deps: NotesDeps,
  actor: Actor,
  id: string,
  change: NoteChange,
): Promise<Note> {
  const before = await getNote(deps, actor.workspaceId, id)
  if (before.kind === 'note' && (change.dueAt || change.assigneeId || change.isDone !== undefined))
    throw new AppError('invalid_request', 400, faultOf('note_no_task'))
  await mustBeMember(deps, actor.workspaceId, change.assigneeId ?? null)
  await q.updateNote(deps.postgres, {
    workspaceId: actor.workspaceId,
    id,
    change,
    by: actorOf(actor.identity),
    at: deps.now(),
  })
  // The words of a note are about a customer: the audit log names what changed, not what it says.
  await audit(deps, actor, `${before.kind}.change`, subjectOf(before), {
    after: { changed: Object.keys(change) },
  })
  return getNote(deps, actor.workspaceId, id)
}

export async function removeNote(deps: NotesDeps, actor: Actor, id: string): Promise<void> {
  const note = await getNote(deps, actor.workspaceId, id)
  await q.deleteNote(deps.postgres, actor.workspaceId, id)
  await audit(deps, actor, `${note.kind}.remove`, subjectOf(note))
}

const subjectOf = (note: Note) => note.personId ?? note.accountId ?? note.id

async function getNote(deps: NotesDeps, workspaceId: string, id: string): Promise<Note> {
  const row = uuid.test(id) ? await q.findNote(deps.postgres, workspaceId, id) : undefined
  if (!row) throw new AppError('note_not_found', 404, 'No such note.')
  return describeNote(row)
}

async function mustBeMember(deps: NotesDeps, workspaceId: string, userId: string | null): Promise<void> {
  if (userId === null) return
  const { items } = await listMembers(deps, workspaceId)
  if (!items.some((member) => member.userId === userId))
    throw new AppError('member_not_found', 404, 'Nobody of this workspace has this id.')
}

/** Removes what was written beside these identifiers, and says how many notes that were and how many are left. */
export async function forgetNotesOf(
  deps: Pick<NotesDeps, 'postgres'>,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<{ removed: number; left: number }> {
  const removed = await q.deleteNotesOf(deps.postgres, workspaceId, identityIds)
  return { removed, left: await q.countNotesOf(deps.postgres, workspaceId, identityIds) }
}
