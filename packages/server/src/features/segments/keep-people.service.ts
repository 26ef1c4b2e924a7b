import { segmentLimits } from '@teia/contracts'
import { type AskedRule, never, partOf } from '../../analytics/index.ts'
import { identitiesOf } from '../identity/index.ts'
import type { HandInDeps } from '../ingest/index.ts'
import type { SourcesDeps } from '../sources/index.ts'
import type { CountDeps } from './count-segment.service.ts'
import * as listed from './listed.queries.ts'
import * as members from './members.queries.ts'
import { expandRule, type KnownMap, weightOf } from './resolve-rule.ts'
import * as q from './segments.queries.ts'
import { rulesAsking } from './segments.service.ts'
import { type Identities, type Move, tellMoves } from './tell-moves.service.ts'

export type KeepDeps = CountDeps & HandInDeps & SourcesDeps
export type Round = {
  deps: KeepDeps
  trx: q.Trx
  workspaceId: string
  segments: readonly q.SegmentRow[]
  maps: readonly KnownMap[]
  /** Those that are live, and those for which some have been gone through. */
  followed: readonly q.SegmentRow[]
  now: Date
  round: number
}

/** Asks all segments about some people, tells who came in and who left, and writes it down. Says how many. */
export async function keepPeople(round: Round, people: readonly string[]): Promise<number> {
  const { deps, trx, workspaceId, followed, now } = round
  const identities = await identitiesOf(trx, workspaceId, people)
  const known = new Map(
    (await members.selectMembers(deps.clickhouse, workspaceId, people)).map((row) => [
      `${row.segment} ${row.person}`,
      row,
    ]),
  )
  const isOneOf = goneThrough(followed)
  const there = new Set(identities.map((one) => one.personId))
  const moves: Move[] = []
  const settle = async (said: readonly Said[]) => {
    const rows = said
      .filter(isOneOf)
      .flatMap((one) => changeOf(one, known.get(`${one.segment} ${one.person}`), now.getTime()))
    const own = rows.flatMap((row) => moveOf(row, known.get(`${row.segment} ${row.person}`)))
    const told = own.filter((move) => there.has(move.person))
    // Told before it is written down: after a crash between the two it is told again under the same ids, and counts once.
    await tellMoves(deps, round, told, identities)
    await members.insertMembers(deps.clickhouse, workspaceId, rows, round.round)
    moves.push(...told)
  }
  // Rules ask for lists, so those come first.
  await settle(await saidByLists(round, people, identities))
  const rules = followed.flatMap((one) =>
    one.rule ? [{ id: one.id, rule: expandRule(one.rule, round, [one.id]) }] : [],
  )
  for (const some of inPortions(rules)) await settle(await saidByRules(round, some, people, identities))
  await q.addMoves(trx, workspaceId, now, sumMoves(moves))
  return moves.length
}

/** Says of whom a segment is followed: of everybody once it is live, until then of the parts that have been gone through. */
function goneThrough(followed: readonly q.SegmentRow[]): (said: Said) => boolean {
  const counting = new Map(followed.filter((one) => one.state === 'counting').map((one) => [one.id, one]))
  return ({ segment, person }) => {
    const row = counting.get(segment)
    return !row || partOf(person, row.parts) < row.parts_done
  }
}

type ExpandedRule = { id: string; rule: AskedRule }
/** As many conditions as the largest rule may have are asked in one statement; more would outgrow it. */
function inPortions(rules: readonly ExpandedRule[]): ExpandedRule[][] {
  const portions: ExpandedRule[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const one of rules) {
    const conditions = weightOf(one.rule)
    if (size + conditions > segmentLimits.conditions) {
      portions.push([])
      size = 0
    }
    portions.at(-1)?.push(one)
    size += conditions
  }
  return portions
}

type Said = { segment: string; person: string; isIn: boolean; dueAt: number }

async function saidByLists(round: Round, people: readonly string[], identities: Identities): Promise<Said[]> {
  const lists = round.followed.filter((one) => one.kind === 'list').map(({ id }) => id)
  if (lists.length === 0) return []
  const personOf = new Map(identities.map((one) => [one.identityId, one.personId]))
  const rows = await listed.listListed(round.trx, round.workspaceId, lists, [...personOf.keys()])
  const isOn = new Set(rows.map((row) => `${row.segment_id} ${personOf.get(row.identity_id)}`))
  return lists.flatMap((segment) =>
    people.map((person) => ({ segment, person, isIn: isOn.has(`${segment} ${person}`), dueAt: never })),
  )
}

async function saidByRules(
  { deps, workspaceId, now }: Round,
  rules: readonly ExpandedRule[],
  people: readonly string[],
  identities: Identities,
): Promise<Said[]> {
  const asking = { ...(await rulesAsking(deps, workspaceId)), now: now.getTime() }
  const rows = await members.selectSaid(
    asking,
    rules.map(({ rule }) => rule),
    { people, identities: identities.map((one) => one.identityId) },
  )
  const found = new Map(rows.map((row) => [row.person, row]))
  return people.flatMap((person) =>
    rules.map(({ id }, at) => ({
      segment: id,
      person,
      isIn: found.get(person)?.is_in[at] === 1,
      dueAt: found.get(person)?.due_at[at] ?? never,
    })),
  )
}

type Row = Omit<members.MemberRow, 'version'>

/** What to write down of a person: nothing where it is what is known. */
function changeOf(
  { segment, person, isIn, dueAt }: Said,
  known: members.MemberRow | undefined,
  now: number,
): Row[] {
  const wasIn = known?.is_in === 1
  if (wasIn === isIn && (known?.due_at ?? never) === dueAt) return []
  const since = wasIn === isIn ? (known?.since_ms ?? now) : now
  return [{ segment, person, is_in: isIn ? 1 : 0, since_ms: since, due_at: dueAt }]
}

const moveOf = (row: Row, known: members.MemberRow | undefined): Move[] =>
  (known?.is_in ?? 0) === row.is_in
    ? []
    : [{ segment: row.segment, person: row.person, entered: row.is_in === 1, after: known?.version ?? 0 }]

function sumMoves(moves: readonly Move[]) {
  return [...Map.groupBy(moves, (move) => move.segment)].map(([segmentId, own]) => {
    const entered = own.filter((move) => move.entered).length
    return { segmentId, entered, left: own.length - entered }
  })
}
