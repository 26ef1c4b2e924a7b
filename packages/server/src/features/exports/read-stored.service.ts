import type { SharedKind } from '../../platform/ocel-things.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './exports.queries.ts'

export type ExportDeps = { clickhouse: ClickHouse; postgres: Postgres }
export type { Span, StoredRow } from './exports.queries.ts'

const eventsAtOnce = 5_000
const peopleAtOnce = 200
const dayMs = 86_400_000

/** Everything that happened in a span, oldest first, in pages. A few days at a time, as the store is sorted by days. */
export async function* storedPages(deps: ExportDeps, span: q.Span): AsyncGenerator<q.StoredRow[]> {
  for (const stretch of stretchesOf(await q.listDays(deps.clickhouse, span))) {
    const own = { ...span, from: Math.max(span.from, stretch.from), to: Math.min(span.to, stretch.to) }
    for (let after: [number, string] | null = null; ; ) {
      const rows: q.StoredRow[] = await q.selectStored(deps.clickhouse, own, { after, limit: eventsAtOnce })
      if (rows.length > 0) yield rows
      const last = rows.at(-1)
      if (!last || rows.length < eventsAtOnce) break
      after = [last.time_ms, last.event_id]
    }
  }
}

/** What tells of orders, or of tickets, in a span, in pages: what tells of the same one comes together, oldest first. */
export async function* tellingPages(
  deps: ExportDeps,
  span: q.Span,
  kind: SharedKind,
): AsyncGenerator<q.StoredRow[]> {
  const shares = Math.max(1, Math.ceil((await q.countTelling(deps.clickhouse, span, kind)) / eventsAtOnce))
  for (let share = 0; share < shares; share += 1)
    yield await q.selectTelling(deps.clickhouse, span, { kind, share, shares })
}

/** Quiet days that follow each other are read at once; a day that is more than a page is read by itself. */
function stretchesOf(days: readonly { day: number; events: number }[]): { from: number; to: number }[] {
  const stretches: { from: number; to: number; events: number }[] = []
  for (const { day, events } of days) {
    const last = stretches.at(-1)
    if (last && last.events + events <= eventsAtOnce) {
      last.to = day + dayMs
      last.events += events
    } else stretches.push({ from: day, to: day + dayMs, events })
  }
  return stretches
}

/** Everybody with what they did in a span, oldest first; whoever did nothing then is left out. */
export async function* lives(
  deps: ExportDeps,
  span: q.Span,
): AsyncGenerator<{ person: q.PersonOfExport; events: q.StoredRow[] }> {
  for await (const people of peoplePages(deps, span.workspaceId)) {
    const personOf = new Map(
      people.flatMap((person) => person.identity_ids.map((id) => [id, person.id] as const)),
    )
    const events = await q.selectOfIdentities(deps.clickhouse, span, [...personOf.keys()])
    const byPerson = Map.groupBy(events, (event) => personOf.get(event.identity_id))
    for (const person of people) {
      const own = byPerson.get(person.id)
      if (own) yield { person, events: own }
    }
  }
}

export async function* peoplePages(
  deps: ExportDeps,
  workspaceId: string,
): AsyncGenerator<q.PersonOfExport[]> {
  for (let after: string | null = null; ; ) {
    const people: q.PersonOfExport[] = await q.listPeople(deps.postgres, workspaceId, {
      after,
      limit: peopleAtOnce,
    })
    if (people.length > 0) yield people
    const last = people.at(-1)
    if (!last || people.length < peopleAtOnce) return
    after = last.id
  }
}

export async function* accountPages(deps: ExportDeps, workspaceId: string) {
  for (let after: string | null = null; ; ) {
    const accounts: { id: string; group_id: string; name: string }[] = await q.listAccounts(
      deps.postgres,
      workspaceId,
      {
        after,
        limit: peopleAtOnce,
      },
    )
    if (accounts.length > 0) yield accounts
    const last = accounts.at(-1)
    if (!last || accounts.length < peopleAtOnce) return
    after = last.id
  }
}

export const personsOf = (deps: ExportDeps, workspaceId: string, identityIds: readonly string[]) =>
  q.findPersons(deps.postgres, workspaceId, identityIds)
