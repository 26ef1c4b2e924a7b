import { faultOf, type PortableNote } from '@teia/contracts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { identityIdOf } from '../../storage/log/accepted-event.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit, findStaff, type Staff, staffOf } from '../access/index.ts'
import * as q from './portable-notes.queries.ts'

const atOnce = 500

/**
 * Notes and tasks as lines of an export: a person is named by the identifier under which the note was written, an account
 * by its group id.
 */
export function portableNotes(deps: { postgres: Postgres; now: () => Date }): PortableKind<'teia.note'> {
  return {
    type: 'teia.note',
    scopes: { write: 'people:read', read: 'people:write' },
    async *write({ workspaceId }) {
      for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
        const rows = await q.listAllNotes(deps.postgres, workspaceId, after, atOnce)
        const last = rows.at(-1)
        if (!last) return
        yield rows.map(lineOf)
        after = last.id
      }
    },
    async read(actor, lines) {
      const { workspaceId } = actor
      const staff = await findStaff(deps, actor)
      const rows = lines.map((line) => ({
        id: line.id,
        ...aboutOf(workspaceId, line),
        kind: line.kind,
        text: line.text,
        due_at: line.dueAt,
        assignee_id: staff.idOf(line.assignee),
        done_at: line.doneAt,
        done_by: line.doneAt === null ? null : staff.nameOf(line.doneBy),
        ...authorOf(actor, line, staff),
        written_at: line.writtenAt,
        changed_at: line.changedAt,
      }))
      const known = await q.findKnown(deps.postgres, workspaceId, rows.map(idOf))
      const own = rows.filter((row) => known.has(idOf(row)))
      const changed = await q.upsertNotes(deps.postgres, workspaceId, own)
      if (changed.size > 0) await audit(deps, actor, 'note.import', String(changed.size))
      return rows.map((row): ReadOutcome => {
        if (!known.has(idOf(row)))
          return { refusal: faultOf(row.account_id === null ? 'identifier_absent' : 'account_absent') }
        return changed.has(row.id) ? 'added' : 'known'
      })
    },
  }
}

/** The ids of identifiers and of accounts are both made of their kind and value. */
function aboutOf(workspaceId: string, { about }: PortableNote) {
  const id = identityIdOf(workspaceId, about.kind, about.value)
  return about.kind === 'groupId'
    ? { identity_id: null, account_id: id }
    : { identity_id: id, account_id: null }
}
const idOf = (row: ReturnType<typeof aboutOf>) => row.identity_id ?? row.account_id ?? ''

/** The author whom the file names, where somebody vouches for that; else whoever brings the note in, and what the file says. */
function authorOf(actor: Actor, line: PortableNote, staff: Staff) {
  const isClaimed = line.broughtInBy !== undefined
  const author = isClaimed ? null : staff.vouchedFor(line.writtenBy)
  if (author) return { written_by: author.email, is_brought_in: false, stated_author: null }
  const bringer = staff.vouchedFor(line.broughtInBy ?? null)?.email ?? actorOf(actor.identity)
  return { written_by: bringer, is_brought_in: true, stated_author: line.writtenBy }
}

const lineOf = (row: q.WholeNote): PortableNote => ({
  type: 'teia.note',
  id: row.id,
  about: { kind: row.about_kind, value: row.about_value },
  kind: row.kind,
  text: row.text,
  dueAt: row.due_at?.toISOString() ?? null,
  assignee: row.assignee,
  doneAt: row.done_at?.toISOString() ?? null,
  doneBy: staffOf(row.done_by),
  ...(row.is_brought_in
    ? {
        writtenBy: row.stated_author,
        ...(row.stated_author !== null && { broughtInBy: staffOf(row.written_by) }),
      }
    : { writtenBy: staffOf(row.written_by) }),
  writtenAt: row.written_at.toISOString(),
  changedAt: row.changed_at?.toISOString() ?? null,
})
