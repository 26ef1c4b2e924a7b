import { clickhouseTime } from '../../storage/clickhouse/clickhouse-time.ts'
import { findAccountTraitsOf } from './account-rows.queries.ts'
import { noteChanged } from './changed-people.queries.ts'
import { findValues } from './computed-rows.queries.ts'
import { type IdentifierRow, loadPersons } from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { queueForClickHouse } from './identity-outbox.queries.ts'
import { upsertPeople } from './person-rows.queries.ts'
import { describePerson, foldText, mergeTraits, plainTraits, type StampedTraits } from './traits.ts'

type Described = Pick<
  IdentifierRow,
  'kind' | 'value' | 'is_seen' | 'person_id' | 'first_seen_at' | 'last_seen_at' | 'traits'
>

/**
 * Writes people anew from all their identifiers, here and for ClickHouse. `added`: people who have just come, each of
 * one identifier, of whom nothing else can be known.
 */
export async function rewritePeople(
  trx: Trx,
  workspaceId: string,
  known: readonly string[],
  added: readonly Described[] = [],
): Promise<void> {
  const personIds = [...known, ...added.map((row) => row.person_id)]
  if (personIds.length === 0) return
  const rows: readonly Described[] = known.length === 0 ? [] : await loadPersons(trx, workspaceId, known)
  const byPerson = Map.groupBy([...rows, ...added], (row) => row.person_id)
  const values = known.length === 0 ? [] : await findValues(trx, workspaceId, known)
  const computed = new Map(values.map((row) => [row.person_id, row.traits]))
  const accounts = Map.groupBy(await findAccountTraitsOf(trx, workspaceId, personIds), (row) => row.person_id)
  const people = [...byPerson].map(([id, rows]) => {
    const traits = plainTraits(mergeTraits(...rows.map((row) => row.traits)))
    const seen = rows.filter((row) => row.is_seen)
    const shown = seen.length > 0 ? seen : rows
    const described = describePerson(
      traits,
      shown.toSorted((x, y) => (x.value < y.value ? -1 : 1)),
    )
    const firstSeenAt = new Date(Math.min(...shown.map((row) => row.first_seen_at.getTime())))
    const lastSeenAt = new Date(Math.max(...shown.map((row) => row.last_seen_at.getTime())))
    const found = rows.filter((row) => row.is_seen || !speaksForEvents(row.kind))
    const search = foldText(
      [described.name, described.email ?? '', ...found.map((row) => row.value)].join('\n').slice(0, 4000),
    )
    return { id, ...described, search, firstSeenAt, lastSeenAt, traits, isSeen: seen.length > 0 }
  })
  const seen = people.filter((person) => person.isSeen)
  await upsertPeople(trx, workspaceId, seen)
  await noteChanged(trx, workspaceId, personIds)
  await queueForClickHouse(trx, {
    kind: 'people',
    rows: seen.map((person) => ({
      workspace_id: workspaceId,
      person_id: person.id,
      is_gone: 0,
      is_known: person.isKnown ? 1 : 0,
      first_seen_at: clickhouseTime(person.firstSeenAt.getTime()),
      traits: {
        ...ofAccounts(accounts.get(person.id)),
        ...ofPerson({ ...person.traits, ...computed.get(person.id) }),
      },
    })),
  })
}

/** What is known of a person's accounts is asked for as `account.<name>`; of several accounts the latest word counts. */
const ofAccounts = (rows: readonly { traits: StampedTraits }[] | undefined) =>
  rows ? { account: plainTraits(mergeTraits(...rows.map((row) => row.traits))) } : {}

/**
 * A trait of a person is asked for by its name; one that is called `account` or `person`, or begins with one of them and
 * a dot, as `person.<name>`, so that it can be told from a trait of an account.
 */
const ofPerson = (traits: Record<string, unknown>): Record<string, unknown> => {
  const entries = Object.entries(traits)
  const plain = entries.filter(([name]) => !reserved.test(name))
  const others = entries.filter(([name]) => reserved.test(name))
  return { ...Object.fromEntries(plain), ...(others.length > 0 && { person: Object.fromEntries(others) }) }
}
const reserved = /^(account|person)(\.|$)/

const speaksForEvents = (kind: string) => kind === 'userId' || kind === 'anonymousId'
