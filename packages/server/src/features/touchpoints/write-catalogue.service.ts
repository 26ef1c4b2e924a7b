import { type CatalogueEntry, isSame } from '@teia/contracts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './catalogue.queries.ts'

export type Wanted = { id: string; definition: CatalogueEntry['definition'] }

/** Makes a catalogue exactly what is wanted, in that order; touchpoints that stay as they are get no new version. */
export async function writeCatalogue(
  trx: Postgres,
  change: {
    workspaceId: string
    entries: readonly CatalogueEntry[]
    wanted: readonly Wanted[]
    by: string
    now: Date
  },
): Promise<void> {
  const { workspaceId, entries, wanted, by, now } = change
  const before = new Map(entries.map((entry) => [entry.id, entry]))
  const save = (id: string, place: number, definition: Wanted['definition'] | null) =>
    q.saveEntry(trx, { workspaceId, id, place, definition, changedBy: by, now })
  const kept = new Set(wanted.map((one) => one.id))
  for (const entry of entries) if (!kept.has(entry.id)) await save(entry.id, entry.place, null)
  const changed = wanted.filter(({ id, definition }) => !isSame(before.get(id)?.definition, definition))
  // A name that passes from one touchpoint to another must not be taken while it does.
  for (const { id } of changed) if (before.has(id)) await q.parkName(trx, { workspaceId, id })
  for (const { id, definition } of changed) await save(id, 0, definition)
  await q.savePlaces(trx, { workspaceId, ids: wanted.map((one) => one.id) })
}
