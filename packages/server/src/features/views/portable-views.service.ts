import { type Fault, faultOf, type PortableView } from '@teia/contracts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { type Actor, audit, findStaff, isKeeper, type Staff, staffOf } from '../access/index.ts'
import * as q from './views.queries.ts'
import { ownerOf, type ViewsDeps } from './views.service.ts'

const atOnce = 500

/** As by hand: one's own, and for owners and admins what others have shared. */
const mayChange = (actor: Actor, known: { owner_id: string; is_shared: boolean }) =>
  known.owner_id === ownerOf(actor) || (known.is_shared && isKeeper(actor))

/** Saved views as lines of an export: those that are shared, and the own ones of whoever asks. */
export function portableViews(deps: Pick<ViewsDeps, 'postgres' | 'now'>): PortableKind<'teia.view'> {
  return {
    type: 'teia.view',
    scopes: { write: 'workspace:read', read: 'workspace:read' },
    async *write(actor) {
      const key = { workspaceId: actor.workspaceId, ownerId: ownerOf(actor) }
      for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
        const rows = await q.listViewsAfter(deps.postgres, key, after, atOnce)
        const last = rows.at(-1)
        if (!last) return
        yield rows.map(lineOf)
        after = last.id
      }
    },
    async read(actor, lines) {
      const { workspaceId } = actor
      const staff = await findStaff(deps, actor)
      const ids = lines.map((line) => line.id)
      const found = await q.findViews(deps.postgres, workspaceId, ids)
      const known = new Map(found.map((row) => [row.id, row]))
      const refusals = lines.map((line) => refusalOf(actor, line, staff, known.get(line.id)))
      const rows = lines.flatMap((line, at) => (refusals[at] === null ? [rowOf(actor, line, staff)] : []))
      const written = await q.upsertViews(deps.postgres, workspaceId, rows)
      const added = lines.filter((line) => written.has(line.id)).map((line) => line.name)
      if (added.length > 0) await audit(deps, actor, 'view.import', added.join(', ').slice(0, 300))
      return lines.map((line, at): ReadOutcome => {
        const refusal = refusals[at]
        if (refusal) return { refusal }
        return written.has(line.id) ? 'added' : 'known'
      })
    },
  }
}

function refusalOf(
  actor: Actor,
  line: PortableView,
  staff: Staff,
  known: q.ViewRow | undefined,
): Fault | null {
  if (line.owner !== null && !line.isShared && !staff.vouchedFor(line.owner))
    return staff.idOf(line.owner) === null
      ? faultOf('view_of_nobody', { owner: line.owner })
      : faultOf('view_of_others', { owner: line.owner })
  if (known && known.updated_at < new Date(line.updatedAt) && !mayChange(actor, known))
    return faultOf('view_kept_here')
  return null
}

const rowOf = (actor: Actor, line: PortableView, staff: Staff) => ({
  id: line.id,
  list: line.list,
  name: line.name,
  search: line.search,
  is_shared: line.isShared,
  owner_id: staff.vouchedFor(line.owner)?.userId ?? ownerOf(actor),
  owner: staff.vouchedFor(line.owner)?.email ?? actorOf(actor.identity),
  updated_at: line.updatedAt,
})

const lineOf = (row: q.ViewRow): PortableView => ({
  type: 'teia.view',
  id: row.id,
  list: row.list,
  name: row.name,
  search: row.search,
  isShared: row.is_shared,
  owner: staffOf(row.owner),
  updatedAt: row.updated_at.toISOString(),
})
