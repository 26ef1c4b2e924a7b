import {
  faultOf,
  type Segment,
  type SegmentDefinition,
  type SegmentMembers,
  type SegmentPreview,
  type SegmentRule,
  type SegmentVersions,
  segmentLimits,
} from '@teia/contracts'
import { z } from 'zod'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit } from '../access/index.ts'
import { changedPeople } from '../identity/index.ts'
import { findPeople } from '../people/index.ts'
import { openCatalogue, type RememberedCatalogues } from '../touchpoints/index.ts'
import { type KnownRows, listKnown } from './known-rules.service.ts'
import * as members from './members.queries.ts'
import { askedIn, byIds, dependentsOf, expandRule } from './resolve-rule.ts'
import * as q from './segments.queries.ts'

export type SegmentsDeps = {
  postgres: Postgres
  clickhouse: ClickHouse
  catalogues: RememberedCatalogues
  now: () => Date
  newId: () => string
}

const weekMs = 7 * 86_400_000
const nobody = { people: ['00000000-0000-0000-0000-000000000000'], identities: [] }
const notFound = () => new AppError('segment_not_found', 404, 'No such segment.')

/** Where a rule is asked: the catalogue as it is, and now. */
export async function rulesAsking(
  deps: Pick<SegmentsDeps, 'clickhouse' | 'catalogues' | 'now'>,
  workspaceId: string,
  signal?: AbortSignal,
): Promise<members.RulesAsking> {
  const catalogue = await openCatalogue(deps, workspaceId)
  return {
    clickhouse: deps.clickhouse,
    workspaceId,
    touchpoints: catalogue.names,
    ...(catalogue.placing && { placing: catalogue.placing }),
    now: deps.now().getTime(),
    ...(signal && { signal }),
  }
}

function describe(
  row: q.SegmentRow,
  known: KnownRows,
  moves: Map<string, { entered: number; left: number }>,
): Segment {
  const { entered, left } = moves.get(row.id) ?? { entered: 0, left: 0 }
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    rule: row.rule,
    version: row.version,
    state: row.state,
    progress: progressOf(row),
    fault: row.fault,
    members: Number(row.members),
    of: Number(row.people),
    entered,
    left,
    countedAt: row.counted_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    changedAt: row.changed_at.toISOString(),
    changedBy: row.changed_by,
    usedBy: askingFor(row.id, known).map(({ id, name }) => ({ id, name })),
  }
}

function progressOf({ parts, parts_done, count_ms }: q.Progress): Segment['progress'] {
  if (parts_done === 0) return null
  const msLeft = (Number(count_ms) / parts_done) * (parts - parts_done)
  return { done: parts_done, of: parts, secondsLeft: Math.ceil(msLeft / 1_000) }
}

const askingFor = (id: string, known: KnownRows) =>
  known.segments.filter((one) => askedIn(one.rule, known).includes(id))

export async function listSegments(deps: SegmentsDeps, workspaceId: string): Promise<{ items: Segment[] }> {
  const [known, moves] = await Promise.all([
    listKnown(deps.postgres, workspaceId),
    q.sumMoves(deps.postgres, workspaceId, new Date(deps.now().getTime() - weekMs)),
  ])
  return { items: known.segments.map((row) => describe(row, known, moves)) }
}

/** Throws `segment_not_found`. */
export async function getSegment(deps: SegmentsDeps, workspaceId: string, id: string): Promise<Segment> {
  const found = (await listSegments(deps, workspaceId)).items.find((one) => one.id === id)
  if (!found) throw notFound()
  return found
}

/** Keeps a new segment; its people are counted in the background. Throws `invalid_segment`, `invalid_filter`, `conflict`. */
export async function createSegment(
  deps: SegmentsDeps,
  actor: Actor,
  definition: SegmentDefinition,
): Promise<Segment> {
  const { workspaceId } = actor
  const id = deps.newId()
  const version = (await deps.catalogues.find(workspaceId)).version
  const last = await members.lastEvent(deps.clickhouse, workspaceId)
  await deps.postgres.transaction().execute(async (trx) => {
    await q.lockSegments(trx, workspaceId)
    const all = await q.listSegments(trx, workspaceId)
    if (all.length >= segmentLimits.segments)
      throw new AppError('conflict', 409, faultOf('segments_too_many', { most: segmentLimits.segments }))
    const row = await written(deps, trx, actor, definition, all, id)
    await q.saveSegment(trx, workspaceId, {
      ...row,
      version: 1,
      created_at: row.changed_at,
      created_by: row.changed_by,
    })
    await changedPeople.watch(trx, workspaceId)
    await q.beginRounds(trx, workspaceId, last, version)
    await audit({ postgres: trx, now: deps.now }, actor, 'segment.created', definition.name, {
      after: definition,
    })
  })
  return getSegment(deps, workspaceId, id)
}

/** Changes a segment that is as the caller has seen it. Throws `precondition_required`, `changed_meanwhile` and what creating throws. */
export async function changeSegment(
  deps: SegmentsDeps,
  actor: Actor,
  id: string,
  seen: string | undefined,
  definition: SegmentDefinition,
): Promise<Segment> {
  const { workspaceId } = actor
  const before = await getSegment(deps, workspaceId, id)
  await deps.postgres.transaction().execute(async (trx) => {
    await q.lockSegments(trx, workspaceId)
    const rows = await listKnown(trx, workspaceId)
    const all = rows.segments
    const known = all.find((one) => one.id === id)
    if (!known) throw notFound()
    if (seen === undefined)
      throw new AppError(
        'precondition_required',
        428,
        'Send the ETag of the version that you have seen as “If-Match”.',
      )
    if (seen !== etagOf(known))
      throw new AppError('changed_meanwhile', 412, faultOf('segment_changed', { name: known.name }), {
        versions: { current: describe(known, rows, new Map()), yours: definition },
      })
    if (known.kind !== definition.kind) throw new AppError('invalid_segment', 400, faultOf('segment_no_list'))
    const row = await written(deps, trx, actor, definition, all, id)
    const { created_at, created_by, version } = known
    await q.saveSegment(trx, workspaceId, { ...row, version: version + 1, created_at, created_by })
    if (JSON.stringify(known.rule) !== JSON.stringify(row.rule))
      await q.countAnew(trx, workspaceId, dependentsOf(id, rows))
    await audit({ postgres: trx, now: deps.now }, actor, 'segment.changed', definition.name, {
      before: { name: before.name, description: before.description, rule: before.rule },
      after: definition,
    })
  })
  return getSegment(deps, workspaceId, id)
}

export const etagOf = ({ version }: { version: number }) => `"${version}"`

/** What is kept of a definition: checked against the other segments, and asked once of nobody. */
async function written(
  deps: SegmentsDeps,
  trx: q.Trx,
  actor: Actor,
  definition: SegmentDefinition,
  all: readonly q.SegmentRow[],
  id: string,
) {
  const others = all.filter((one) => one.id !== id)
  if (others.some((one) => one.name.toLowerCase() === definition.name.toLowerCase()))
    throw new AppError('conflict', 409, faultOf('segment_name_taken', { name: definition.name }))
  const rule = definition.kind === 'live' ? byIds(definition.rule, all) : null
  if (rule) {
    const asking = await rulesAsking(deps, actor.workspaceId)
    const known = await listKnown(trx, actor.workspaceId, rule)
    await members.selectSaid(asking, [expandRule(rule, known, [id])], nobody)
  }
  return {
    id,
    name: definition.name,
    description: definition.description,
    kind: definition.kind,
    rule,
    state: 'counting' as const,
    changed_at: deps.now(),
    changed_by: actorOf(actor.identity),
  }
}

/** Takes a segment away for which no other one asks. Throws `segment_not_found`, `conflict`. */
export async function deleteSegment(deps: SegmentsDeps, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await deps.postgres.transaction().execute(async (trx) => {
    await q.lockSegments(trx, workspaceId)
    const rows = await listKnown(trx, workspaceId)
    const known = rows.segments.find((one) => one.id === id)
    if (!known) throw notFound()
    const usedBy = askingFor(id, rows)
    if (usedBy.length > 0) {
      const names = usedBy.map(({ name }) => name).join(', ')
      throw new AppError('conflict', 409, faultOf('segment_used', { names }))
    }
    await q.deleteSegment(trx, workspaceId, id)
    await audit({ postgres: trx, now: deps.now }, actor, 'segment.deleted', known.name, {
      before: { description: known.description, rule: known.rule },
    })
  })
  await members.deleteMembers(deps.clickhouse, workspaceId, { segmentId: id })
}

/** Whom a rule would fit now. Throws `invalid_segment`, `invalid_filter`. */
export async function previewSegment(
  deps: SegmentsDeps,
  caller: { workspaceId: string; signal: AbortSignal },
  rule: SegmentRule,
): Promise<SegmentPreview> {
  const { workspaceId, signal } = caller
  const known = await listKnown(deps.postgres, workspaceId, rule)
  const asking = await rulesAsking(deps, workspaceId, signal)
  const { sample, ...found } = await members.selectPreview(asking, expandRule(rule, known))
  return { ...found, sample: await findPeople(deps, workspaceId, sample) }
}

export async function listMembers(
  deps: SegmentsDeps,
  workspaceId: string,
  id: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<SegmentMembers> {
  const { members: size } = await getSegment(deps, workspaceId, id)
  const after = readCursor(page.cursor, z.tuple([z.number().int(), z.guid()]))
  const rows = await members.selectMembersOf(
    deps.clickhouse,
    { workspaceId, segmentId: id },
    { after, limit: page.limit + 1 },
  )
  const shown = rows.slice(0, page.limit)
  const since = new Map(shown.map((row) => [row.person, new Date(row.since_ms).toISOString()]))
  const people = await findPeople(deps, workspaceId, [...since.keys()])
  const last = shown.at(-1)
  return {
    items: people.map((person) => ({ ...person, since: since.get(person.id) ?? person.lastSeenAt })),
    nextCursor: rows.length > page.limit && last ? writeCursor([last.since_ms, last.person]) : null,
    total: rows[0]?.total ?? (after ? size : 0),
  }
}

export async function listSegmentVersions(
  deps: SegmentsDeps,
  workspaceId: string,
  id: string,
): Promise<SegmentVersions> {
  await getSegment(deps, workspaceId, id)
  const rows = await q.listVersions(deps.postgres, workspaceId, id)
  return {
    items: rows.map((row) => ({
      version: row.version,
      name: row.name,
      description: row.description,
      rule: row.rule,
      changedAt: row.changed_at.toISOString(),
      changedBy: row.changed_by,
    })),
  }
}

/** The segments that a person is in, and since when. Throws `person_not_found`. */
export async function segmentsOfPerson(deps: SegmentsDeps, workspaceId: string, personId: string) {
  const isId = z.guid().safeParse(personId).success
  const [person] = isId ? await findPeople(deps, workspaceId, [personId]) : []
  if (!person) throw new AppError('person_not_found', 404, 'No such person.')
  const [rows, segments] = await Promise.all([
    members.selectMembers(deps.clickhouse, workspaceId, [personId]),
    q.listSegments(deps.postgres, workspaceId),
  ])
  const since = new Map(
    rows.filter((row) => row.is_in === 1).map((row) => [row.segment, new Date(row.since_ms).toISOString()]),
  )
  return {
    items: segments.flatMap(({ id, name }) => {
      const at = since.get(id)
      return at === undefined ? [] : [{ id, name, since: at }]
    }),
  }
}

/** Names of segments as filters say them, put into ids. */
export async function openSegmentNames(deps: Pick<SegmentsDeps, 'postgres'>, workspaceId: string) {
  return q.listSegments(deps.postgres, workspaceId)
}
