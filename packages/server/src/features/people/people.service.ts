import type {
  Account,
  Channel,
  JourneyStrip,
  PeopleQuery,
  Person,
  PersonSummary,
  RawEvent,
  TimelineItem,
  TimelineQuery,
  Trait,
} from '@teia/contracts'
import { Channel as ChannelSchema } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { getWorkspace } from '../access/index.ts'
import { foldText, mergeTraits, type StampedTraits } from '../identity/index.ts'
import * as q from './people.queries.ts'

export type PeopleDeps = { postgres: Postgres; clickhouse: ClickHouse; now: () => Date }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const dayMs = 86_400_000

export function describePerson(row: q.PersonRow): PersonSummary {
  return {
    id: row.id,
    name: row.name,
    isKnown: row.is_known,
    email: row.email,
    city: row.city,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  }
}

export async function listPeople(deps: PeopleDeps, workspaceId: string, query: z.infer<typeof PeopleQuery>) {
  const filter = {
    search: query.search ? foldText(query.search) : null,
    known: query.known === 'all' ? null : query.known === 'known',
  }
  const after = readCursor(query.cursor, z.tuple([z.string().max(300), z.guid()]))
  const [rows, total] = await Promise.all([
    q.listPeople(deps.postgres, workspaceId, filter, { sort: query.sort, limit: query.limit + 1, after }),
    after ? null : q.countPeople(deps.postgres, workspaceId, filter),
  ])
  const position = (row: q.PersonRow) => [
    query.sort === 'name'
      ? row.name
      : (query.sort === 'firstSeen' ? row.first_seen_at : row.last_seen_at).toISOString(),
    row.id,
  ]
  return { ...pageFrom(rows, query.limit, describePerson, position), total }
}

/** Names and facts of the given persons, in the given order; unknown ones are left out. */
export async function findPeople(
  deps: Pick<PeopleDeps, 'postgres'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<PersonSummary[]> {
  const rows = new Map((await q.findPeople(deps.postgres, workspaceId, ids)).map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [describePerson(row)] : []
  })
}

/** The identifiers of a person, whom an id of a joined person also leads to. */
async function getIdentifiers(deps: PeopleDeps, workspaceId: string, id: string): Promise<q.IdentifierRow[]> {
  const personId = uuid.test(id) ? await q.findPersonOfId(deps.postgres, workspaceId, id) : undefined
  const rows = personId ? await q.listIdentifiers(deps.postgres, workspaceId, personId) : []
  if (rows.length === 0) throw new AppError('person_not_found', 404, 'No such person.')
  return rows
}

export async function getPerson(deps: PeopleDeps, workspaceId: string, id: string): Promise<Person> {
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const personId = identifiers[0]?.person_id ?? id
  const identityIds = identifiers.map((row) => row.identity_id)
  const { sessionTimeoutMinutes } = await getWorkspace(deps, workspaceId)
  const [[row], links, accounts, facts, touchpoints, scores] = await Promise.all([
    q.findPeople(deps.postgres, workspaceId, [personId]),
    q.listLinks(deps.postgres, workspaceId, identityIds),
    q.listAccountsOf(deps.postgres, workspaceId, identityIds),
    q.selectFacts(
      deps.clickhouse,
      workspaceId,
      identityIds,
      deps.now().getTime(),
      sessionTimeoutMinutes * 60_000,
    ),
    q.selectTouchpoints(deps.clickhouse, workspaceId, identityIds),
    q.selectScores(deps.clickhouse, workspaceId, identityIds),
  ])
  if (!row) throw new AppError('person_not_found', 404, 'No such person.')
  const consents = mergeTraits(...identifiers.map((one) => one.consents))
  return {
    ...describePerson(row),
    identifiers: identifiers
      .filter((one) => one.is_seen)
      .map((one) => ({
        kind: one.kind,
        value: one.value,
        firstSeenAt: one.first_seen_at.toISOString(),
        lastSeenAt: one.last_seen_at.toISOString(),
      })),
    links: links
      .filter((one) => one.is_seen)
      .map((one) => ({
        a: one.a_value,
        b: one.b_value,
        rule: one.rule,
        assertedAt: one.first_asserted_at.toISOString(),
        applied: one.is_applied,
      })),
    traits: describeTraits(mergeTraits(...identifiers.map((one) => one.traits))),
    accounts: accounts.map(describeAccountRef),
    consents: Object.entries(consents).map(([purpose, [granted, at]]) => ({
      purpose,
      granted: granted === true,
      at: new Date(at).toISOString(),
    })),
    interactions: facts?.interactions ?? 0,
    sessions: facts?.sessions ?? 0,
    touchpoints: touchpoints.map((one) => ({
      touchpoint: one.touchpoint,
      channel: channelOf(one.channel),
      interactions: one.interactions,
    })),
    scores: scores.map((one) => ({
      time: new Date(one.time_ms).toISOString(),
      metric: one.metric,
      score: one.score,
    })),
    value: {
      orders: facts?.orders ?? 0,
      total: facts?.total ?? 0,
      previousTotal: facts?.previous_total ?? 0,
      medianDaysBetween: facts?.median_days ?? null,
      daysSinceLast: facts?.days_since ?? null,
    },
  }
}

const channelOf = (channel: string): Channel => ChannelSchema.catch('other').parse(channel)

function describeTraits(stamped: StampedTraits): Trait[] {
  return Object.entries(stamped)
    .filter(([, [value]]) => value !== null)
    .map(([name, [value, time]]) => ({ name, value, setAt: new Date(time).toISOString() }))
    .toSorted((x, y) => x.name.localeCompare(y.name))
}

function describeItem(row: q.ItemRow): TimelineItem {
  return {
    id: row.event_id,
    time: new Date(row.time_ms).toISOString(),
    name: row.name,
    type: row.type,
    touchpoint: row.touchpoint,
    channel: channelOf(row.channel),
    properties: row.properties,
  }
}

export async function readTimeline(
  deps: PeopleDeps,
  workspaceId: string,
  id: string,
  query: z.infer<typeof TimelineQuery>,
) {
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const after = readCursor(query.cursor, z.tuple([z.number().int(), z.string().regex(/^\d{1,19}$/)]))
  const rows = await q.selectTimeline(
    deps.clickhouse,
    workspaceId,
    identifiers.map((row) => row.identity_id),
    {
      channel: query.channel ?? '',
      touchpoint: query.touchpoint ?? '',
      name: query.name ?? '',
      search: query.search ?? '',
      from: query.from ? Date.parse(query.from) : 0,
      to: query.to ? Date.parse(query.to) : 8_000_000_000_000,
      after,
      limit: query.limit + 1,
    },
  )
  return pageFrom(rows, query.limit, describeItem, (row) => [row.time_ms, row.event_id])
}

/** The walk of the last days before the person's latest interaction, or before now when that is later than a day. */
export async function readJourney(
  deps: PeopleDeps,
  workspaceId: string,
  id: string,
  days: number,
): Promise<JourneyStrip> {
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const last = Math.max(...identifiers.map((row) => row.last_seen_at.getTime()))
  const to = Math.min(deps.now().getTime(), last + dayMs)
  const from = to - days * dayMs
  const rows = await q.selectJourney(
    deps.clickhouse,
    workspaceId,
    identifiers.map((row) => row.identity_id),
    from,
    to + 1,
  )
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    total: rows[0]?.total ?? 0,
    points: rows.toReversed().map((row) => ({
      id: row.event_id,
      time: new Date(row.time_ms).toISOString(),
      name: row.name,
      touchpoint: row.touchpoint,
      channel: channelOf(row.channel),
    })),
  }
}

export async function getRawEvent(deps: PeopleDeps, workspaceId: string, eventId: string): Promise<RawEvent> {
  const row = /^\d{1,19}$/.test(eventId)
    ? await q.selectRawEvent(deps.clickhouse, workspaceId, eventId)
    : undefined
  if (!row) throw new AppError('event_not_found', 404, 'No such event.')
  const source = await q.findSourceName(deps.postgres, workspaceId, row.source_id)
  return {
    id: row.event_id,
    receivedAt: new Date(row.received_ms).toISOString(),
    source,
    raw: JSON.parse(row.raw) as Record<string, unknown>,
    item: describeItem(row),
  }
}

const describeAccountRef = (row: q.AccountRow) => ({
  id: row.id,
  groupId: row.group_id,
  name: row.name,
  people: Number(row.people),
})

export async function listAccounts(
  deps: PeopleDeps,
  workspaceId: string,
  query: { search?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, z.tuple([z.string().max(300), z.guid()]))
  const rows = await q.listAccounts(deps.postgres, workspaceId, {
    search: query.search || null,
    limit: query.limit + 1,
    after,
  })
  return pageFrom(rows, query.limit, describeAccountRef, (row) => [row.name, row.id])
}

export async function getAccount(deps: PeopleDeps, workspaceId: string, id: string): Promise<Account> {
  const row = uuid.test(id) ? await q.findAccount(deps.postgres, workspaceId, id) : undefined
  if (!row) throw new AppError('account_not_found', 404, 'No such account.')
  const people = await q.listAccountPeople(deps.postgres, workspaceId, id, 200)
  return {
    id: row.id,
    groupId: row.group_id,
    name: row.name,
    traits: describeTraits(row.traits),
    people: people.map(describePerson),
    peopleTotal: Number(row.people),
  }
}
