import { never } from '../../analytics/index.ts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import { personsOf } from '../identity/index.ts'
import { type KnownRows, listKnown } from './known-rules.service.ts'
import * as listed from './listed.queries.ts'
import * as members from './members.queries.ts'
import { dependentsOf, expandRule } from './resolve-rule.ts'
import * as q from './segments.queries.ts'
import { rulesAsking, type SegmentsDeps } from './segments.service.ts'

/** So many people are gone through by one statement, and in no more than so many statements all of them. */
const atOnce = { people: 50_000, parts: 64 }
export type CountDeps = SegmentsDeps & { peopleCountedAtOnce?: number }

/**
 * Goes through the next part of everybody for one segment; with the last it is live. A stop loses the part that was
 * being gone through and no more. What can never be asked is said to have failed, and why.
 */
export async function countNext(
  deps: CountDeps,
  trx: q.Trx,
  workspaceId: string,
  segment: q.SegmentRow,
  known: KnownRows,
  round: number,
): Promise<void> {
  const at = deps.now()
  const asking = { ...(await rulesAsking(deps, workspaceId)), now: at.getTime() }
  try {
    if (segment.rule) {
      const rule = expandRule(segment.rule, known, [segment.id])
      const progress = await begunOf(deps, workspaceId, segment)
      const part = { at: progress.parts_done, of: progress.parts }
      await members.countSegment(asking, { id: segment.id, rule, round, part })
      if (await hasChanged(trx, workspaceId, segment, JSON.stringify(rule))) return
      const parts_done = progress.parts_done + 1
      const count_ms = String(Number(progress.count_ms) + deps.now().getTime() - at.getTime())
      if (parts_done < progress.parts)
        return await q.saveProgress(trx, workspaceId, segment, { ...progress, parts_done, count_ms })
    } else if (await countListed(deps, trx, workspaceId, segment.id, at.getTime(), round))
      // Also those that were counted while people were put on the list.
      await q.countAnew(trx, workspaceId, dependentsOf(segment.id, known))
    const counted = { id: segment.id, version: segment.version, state: 'live' as const, fault: null, at }
    await q.saveCounted(trx, workspaceId, counted)
    await saveSizes(deps, trx, workspaceId)
  } catch (error) {
    if (!(error instanceof AppError) || !mayNeverBeAsked.has(error.code)) throw error
    const fault = faultOfError(error)
    await q.saveCounted(trx, workspaceId, {
      id: segment.id,
      version: segment.version,
      state: 'failed',
      fault,
      at,
    })
  }
}

/** How far a segment has come; at the beginning, into how many parts everybody is divided. */
async function begunOf(deps: CountDeps, workspaceId: string, segment: q.SegmentRow): Promise<q.Progress> {
  if (segment.parts_done > 0) return segment
  const people = await members.countPeople(deps.clickhouse, workspaceId)
  const parts = Math.ceil(people / (deps.peopleCountedAtOnce ?? atOnce.people))
  return {
    parts: Math.min(Math.max(parts, 1), atOnce.parts),
    parts_done: 0,
    count_ms: '0',
  }
}

/** Whether what a segment asks for has become something else while it was counted: then it waits to be counted again. */
async function hasChanged(trx: q.Trx, workspaceId: string, { id }: q.SegmentRow, counted: string) {
  await q.lockSegments(trx, workspaceId)
  const known = await listKnown(trx, workspaceId)
  const rule = known.segments.find((one) => one.id === id)?.rule
  return !rule || JSON.stringify(expandRule(rule, known, [id])) !== counted
}

/** Trying again would not help. */
const mayNeverBeAsked = new Set<string>([
  'invalid_segment',
  'invalid_filter',
  'ambiguous_touchpoint',
  'query_too_large',
  'query_timeout',
])

/** Writes down how many are in each segment; one that is being counted keeps what it had before. */
export async function saveSizes(deps: SegmentsDeps, trx: q.Trx, workspaceId: string): Promise<void> {
  const { sizes, people } = await members.selectSizes(deps.clickhouse, workspaceId)
  const live = (await q.listSegments(trx, workspaceId)).filter((one) => one.state === 'live')
  await q.saveSizes(
    trx,
    workspaceId,
    live.map(({ id }) => ({ id, members: sizes.get(id) ?? 0 })),
    people,
  )
}

/** Everybody on a list, by whoever they are now. Says whether anybody came or went. */
async function countListed(
  deps: SegmentsDeps,
  trx: q.Trx,
  workspaceId: string,
  segmentId: string,
  now: number,
  round: number,
): Promise<boolean> {
  // Whoever is put on it meanwhile has it counted once more.
  await q.lockSegments(trx, workspaceId)
  const rows = await listed.listListed(trx, workspaceId, [segmentId], null)
  const identityIds = rows.map((row) => row.identity_id)
  const people = new Set(await personsOf(trx, workspaceId, identityIds))
  const known = new Map(
    (await members.selectMembersIn(deps.clickhouse, workspaceId, segmentId)).map((row) => [row.person, row]),
  )
  const changed = [...new Set([...people, ...known.keys()])].flatMap((person) => {
    const [was, is] = [known.get(person)?.is_in ?? 0, people.has(person) ? 1 : 0]
    return was === is ? [] : [{ segment: segmentId, person, is_in: is, since_ms: now, due_at: never }]
  })
  await members.insertMembers(deps.clickhouse, workspaceId, changed, round)
  return changed.length > 0
}
