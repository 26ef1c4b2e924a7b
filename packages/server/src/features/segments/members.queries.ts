import { z } from 'zod'
import {
  type AmongPeople,
  type AskedRule,
  type Asking,
  inPart,
  never,
  openScene,
  type PartOfPeople,
  RulesStatement,
  runPlan,
} from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { clickhouseTime } from '../../storage/clickhouse/clickhouse-time.ts'

/** Where and when rules are asked. */
export type RulesAsking = Pick<
  Asking,
  'clickhouse' | 'workspaceId' | 'touchpoints' | 'placing' | 'signal'
> & {
  now: number
}
const always = { from: 0, to: 8_000_000_000_000, timeZone: 'UTC' }

async function openStatement(asking: RulesAsking, tellsDue = true) {
  const scene = await openScene({ ...asking, range: always })
  return { scene, statement: new RulesStatement(scene, asking.touchpoints, asking.now, tellsDue) }
}

const sampled = 12
/** How many people a rule fits, of how many, and some of them. */
export async function selectPreview(asking: RulesAsking, rule: AskedRule) {
  const { scene, statement } = await openStatement(asking, false)
  const { holds } = statement.say(rule)
  const { rows, meta } = await runPlan(
    { ...asking, range: always, sessionTimeoutMs: 0 },
    {
      name: 'segments.preview',
      sql: `SELECT countIf(${holds}) AS people, count() AS of, groupArrayIf(${sampled})(toString(person), ${holds}) AS sample
            FROM ${statement.peopleSql()}`,
      params: scene.params,
      row: z.object({ people: z.coerce.number(), of: z.coerce.number(), sample: z.array(z.string()) }),
    },
  )
  const [row] = rows
  return { people: row?.people ?? 0, of: row?.of ?? 0, sample: row?.sample ?? [], meta }
}

/** What rules, which ask for lists by their ids, say of some people. Who is not there is missing. */
export async function selectSaid(asking: RulesAsking, rules: readonly AskedRule[], among: AmongPeople) {
  const { scene, statement } = await openStatement(asking)
  const said = rules.map((rule) => statement.say(rule))
  return asking.clickhouse.select({
    name: 'segments.said',
    sql: `SELECT toString(person) AS person, [${said.map((one) => `toUInt8(${one.holds})`).join(', ')}] AS is_in,
                 [${said.map((one) => `toInt64(${one.due})`).join(', ')}] AS due_at
          FROM ${statement.peopleSql(among)}`,
    params: scene.params.values,
    row: z.object({
      person: z.string(),
      is_in: z.array(z.number()),
      due_at: z.array(z.coerce.number()),
    }),
  })
}

/** Goes through a part of everybody of a workspace and writes down what is different from what was known of a segment. */
export async function countSegment(
  asking: RulesAsking,
  segment: { id: string; rule: AskedRule; round: number; part: PartOfPeople },
): Promise<void> {
  const { scene, statement } = await openStatement(asking)
  const { holds, due } = statement.say(segment.rule)
  const id = scene.params.add('UUID', segment.id)
  const now = scene.params.time(asking.now)
  await asking.clickhouse.command({
    name: 'segments.count',
    sql: `INSERT INTO segment_members (workspace_id, segment_id, person_id, version, is_in, since, due_at)
          SELECT ${scene.workspace}, ${id}, if(empty(said.person), known.person, said.person),
                 ${scene.params.add('Int64', segment.round)}, said.is_in,
                 if(said.is_in = known.is_in AND known.due_at > 0, known.since, ${now}), if(empty(said.person), ${never}, said.due_at)
          FROM (SELECT person, toUInt8(${holds}) AS is_in, toInt64(${due}) AS due_at FROM ${statement.peopleSql(undefined, segment.part)}) AS said
          FULL JOIN (
            SELECT person_id AS person, is_in, since, due_at FROM segment_members FINAL
            WHERE workspace_id = ${scene.workspace} AND segment_id = ${id} AND ${inPart('person_id', segment.part, scene.params)}
          ) AS known ON known.person = said.person
          WHERE said.is_in != known.is_in OR if(empty(said.person), ${never}, said.due_at) != if(known.due_at = 0, ${never}, known.due_at)`,
    params: scene.params.values,
  })
}

const Member = z.object({
  segment: z.string(),
  person: z.string(),
  version: z.coerce.number(),
  is_in: z.coerce.number(),
  since_ms: z.coerce.number(),
  due_at: z.coerce.number(),
})
export type MemberRow = z.infer<typeof Member>

/** What is known of people in segments; nothing of who never was in one and never will be by time alone. */
export async function selectMembers(
  clickhouse: ClickHouse,
  workspaceId: string,
  people: readonly string[],
): Promise<MemberRow[]> {
  return clickhouse.select({
    name: 'segments.members',
    sql: `SELECT toString(segment_id) AS segment, toString(person_id) AS person, version, is_in, toUnixTimestamp64Milli(since) AS since_ms, due_at
          FROM segment_members FINAL WHERE workspace_id = {workspaceId:UUID} AND person_id IN {people:Array(UUID)}`,
    params: { workspaceId, people: [...people] },
    row: Member,
  })
}

/** What is known of everybody in one segment. */
export async function selectMembersIn(
  clickhouse: ClickHouse,
  workspaceId: string,
  segmentId: string,
): Promise<MemberRow[]> {
  return clickhouse.select({
    name: 'segments.membersIn',
    sql: `SELECT toString(segment_id) AS segment, toString(person_id) AS person, version, is_in, toUnixTimestamp64Milli(since) AS since_ms, due_at
          FROM segment_members FINAL WHERE workspace_id = {workspaceId:UUID} AND segment_id = {segmentId:UUID}`,
    params: { workspaceId, segmentId },
    row: Member,
  })
}

/** People of whom time alone may have changed something. */
export async function selectDue(
  clickhouse: ClickHouse,
  workspaceId: string,
  segmentIds: readonly string[],
  now: number,
  limit: number,
): Promise<string[]> {
  const rows = await clickhouse.select({
    name: 'segments.due',
    sql: `SELECT DISTINCT toString(person_id) AS person FROM segment_members FINAL
          WHERE workspace_id = {workspaceId:UUID} AND segment_id IN {segmentIds:Array(UUID)} AND due_at <= {now:Int64} LIMIT {limit:UInt32}`,
    params: { workspaceId, segmentIds: [...segmentIds], now, limit },
    row: z.object({ person: z.string() }),
  })
  return rows.map((row) => row.person)
}

export async function insertMembers(
  clickhouse: ClickHouse,
  workspaceId: string,
  rows: readonly Omit<MemberRow, 'version'>[],
  round: number,
): Promise<void> {
  await clickhouse.insert({
    name: 'segments.insertMembers',
    table: 'segment_members',
    rows: rows.map((row) => ({
      workspace_id: workspaceId,
      segment_id: row.segment,
      person_id: row.person,
      version: round,
      is_in: row.is_in,
      since: clickhouseTime(row.since_ms),
      due_at: row.due_at,
    })),
  })
}

export async function countPeople(clickhouse: ClickHouse, workspaceId: string): Promise<number> {
  const [all] = await clickhouse.select({
    name: 'segments.people',
    sql: 'SELECT count() AS n FROM people FINAL WHERE workspace_id = {workspaceId:UUID}',
    params: { workspaceId },
    row: z.object({ n: z.coerce.number() }),
  })
  return all?.n ?? 0
}

/** How many are in each segment, and how many people there are. */
export async function selectSizes(clickhouse: ClickHouse, workspaceId: string) {
  const [sizes, people] = await Promise.all([
    clickhouse.select({
      name: 'segments.sizes',
      sql: `SELECT toString(segment_id) AS id, count() AS members FROM segment_members FINAL
            WHERE workspace_id = {workspaceId:UUID} AND is_in GROUP BY segment_id`,
      params: { workspaceId },
      row: z.object({ id: z.string(), members: z.coerce.number() }),
    }),
    countPeople(clickhouse, workspaceId),
  ])
  return { sizes: new Map(sizes.map((row) => [row.id, row.members])), people }
}

/** One page of who is in a segment, who came last first. */
export async function selectMembersOf(
  clickhouse: ClickHouse,
  key: { workspaceId: string; segmentId: string },
  page: { after: [number, string] | null; limit: number },
) {
  return clickhouse.select({
    name: 'segments.membersOf',
    sql: `SELECT person, since_ms, total FROM (
            SELECT toString(person_id) AS person, person_id, toUnixTimestamp64Milli(since) AS since_ms, count() OVER () AS total
            FROM segment_members FINAL WHERE workspace_id = {workspaceId:UUID} AND segment_id = {segmentId:UUID} AND is_in)
          WHERE (since_ms, person_id) < ({since:Int64}, {person:UUID})
          ORDER BY since_ms DESC, person_id DESC LIMIT {limit:UInt32}`,
    params: {
      ...key,
      since: page.after?.[0] ?? never,
      person: page.after?.[1] ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      limit: page.limit,
    },
    row: z.object({ person: z.string(), since_ms: z.coerce.number(), total: z.coerce.number() }),
  })
}

/** The newest event that is stored; ids of events grow in the order of storing. */
export async function lastEvent(clickhouse: ClickHouse, workspaceId: string): Promise<string> {
  const [row] = await clickhouse.select({
    name: 'segments.lastEvent',
    sql: 'SELECT toString(max(event_id)) AS last FROM events WHERE workspace_id = {workspaceId:UUID}',
    params: { workspaceId },
    row: z.object({ last: z.string() }),
  })
  return row?.last ?? '0'
}

/** Forgets who was in a segment, or in which segments some people were, by a rewrite that ends before this resolves. */
export async function deleteMembers(
  clickhouse: ClickHouse,
  workspaceId: string,
  which: { segmentId: string } | { people: readonly string[] },
): Promise<void> {
  const [condition, params] =
    'segmentId' in which
      ? ['segment_id = {segmentId:UUID}', { segmentId: which.segmentId }]
      : ['person_id IN {people:Array(UUID)}', { people: [...which.people] }]
  await clickhouse.command({
    name: 'segments.deleteMembers',
    sql: `ALTER TABLE segment_members DELETE WHERE workspace_id = {workspaceId:UUID} AND ${condition}`,
    params: { workspaceId, ...params },
    settings: { mutations_sync: 1 },
  })
}
