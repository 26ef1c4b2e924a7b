import { setImmediate as breathe } from 'node:timers/promises'
import {
  type AgreementCount,
  estimateAmongOthers,
  estimateLinkage,
  type LinkageModel,
  scorePair,
} from '@teia/methods'
import type { DecisionDeps } from './change-identities.service.ts'
import {
  blockKeys,
  compareRecords,
  type DuplicateRecord,
  describeEvidence,
  levelsBeside,
  readRecord,
  startModel,
} from './duplicate-record.ts'
import * as q from './duplicates.queries.ts'
import { loadPersons } from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { findRules } from './identity-rules.queries.ts'
import * as work from './identity-work.queries.ts'
import { mergeTraits, plainTraits } from './traits.ts'

/** Where a search stands; kept after every step, so that a restart goes on there and memory stays small. */
type Place =
  | { phase: 'keys'; after: string | null }
  | { phase: 'learn'; after: string; people: number; pairs: number; counts: Record<string, number> }
  | { phase: 'compare'; after: string; people: number; model: LinkageModel }

const peopleAtOnce = 500
const groupsAtOnce = 20
const largestGroup = 200
const pairsToLearnFrom = 100_000
const leastProbability = 0.6
const pairsBeforeBreath = 200
const peopleAtRandom = 300
const shareTwice = 0.05

/** Goes on with every search that runs, until it is done or the server stops. */
export async function searchDuplicates(deps: DecisionDeps, isStopped: () => boolean): Promise<void> {
  for (const workspaceId of await work.listRunningWork(deps.postgres, 'duplicates'))
    while (!isStopped() && (await searchStep(deps, workspaceId)));
}

/** Takes one step of a search. Says whether there is another. */
function searchStep(deps: DecisionDeps, workspaceId: string): Promise<boolean> {
  return deps.postgres.transaction().execute(async (trx) => {
    const row = await work.takeWork(trx, workspaceId, 'duplicates')
    if (!row) return false
    const place = (row.place as Place | null) ?? { phase: 'keys', after: null }
    const step = { trx, workspaceId, done: Number(row.done) }
    if (place.phase === 'keys') return findKeys(step, place)
    if (place.phase === 'learn') return learn(step, place)
    return compare(step, place, deps.now(), row.started_at)
  })
}

type Step = { trx: Trx; workspaceId: string; done: number }
const save = ({ trx, workspaceId }: Step, done: number, place: Place, total?: number) =>
  work.saveProgress(trx, workspaceId, 'duplicates', { done, place, ...(total !== undefined && { total }) })

async function findKeys(step: Step, place: Place & { phase: 'keys' }): Promise<boolean> {
  const { trx, workspaceId } = step
  if (place.after === null) await q.clearKeys(trx, workspaceId)
  const ids = await q.nextPeople(trx, workspaceId, place.after, peopleAtOnce)
  const last = ids.at(-1)
  if (last === undefined) {
    const groups = await q.countGroups(trx, workspaceId, largestGroup)
    const next: Place = { phase: 'learn', after: '', people: step.done, pairs: 0, counts: {} }
    await save(step, step.done, next, step.done + 2 * groups)
    return true
  }
  const records = await readRecords(step, ids)
  const keys = [...records].flatMap(([personId, record]) =>
    blockKeys(record).map((key) => ({ key, personId })),
  )
  await q.addKeys(trx, workspaceId, keys)
  await save(step, step.done + ids.length, { phase: 'keys', after: last })
  return true
}

async function learn(step: Step, place: Place & { phase: 'learn' }): Promise<boolean> {
  const groups = await nextGroups(step, place.after)
  const last = groups.at(-1)
  if (!last || place.pairs >= pairsToLearnFrom) {
    const model = await estimate(step, place.people, agreementCounts(place.counts))
    await save(step, step.done, { phase: 'compare', after: '', people: place.people, model })
    return true
  }
  const counts = { ...place.counts }
  let { pairs } = place
  await eachPair(step, groups, (_a, _b, x, y, key) => {
    const levels = JSON.stringify(levelsBeside(key, compareRecords(x, y)))
    counts[levels] = (counts[levels] ?? 0) + 1
    pairs += 1
  })
  await save(step, step.done + groups.length, { ...place, after: last.key, pairs, counts })
  return true
}

const agreementCounts = (counts: Record<string, number>): AgreementCount[] =>
  Object.entries(counts).map(([levels, count]) => ({ levels: JSON.parse(levels) as number[], count }))

/**
 * How often fields agree is found from people at random, and how often those of one person do from the pairs that keys
 * have brought together. Before anything is compared, one in twenty people is taken to be there twice.
 */
async function estimate(
  step: Step,
  people: number,
  counts: readonly AgreementCount[],
): Promise<LinkageModel> {
  // Ids of people are hashes: the first by id are people at random.
  const ids = await q.nextPeople(step.trx, step.workspaceId, null, peopleAtRandom)
  const random: Record<string, number> = {}
  await eachPair(step, [{ key: '', people: ids }], (_a, _b, x, y) => {
    const levels = JSON.stringify(compareRecords(x, y))
    random[levels] = (random[levels] ?? 0) + 1
  })
  const among = estimateAmongOthers(agreementCounts(random), startModel)
  const model = estimateLinkage(counts, among, { keepsU: true })
  return { ...model, prior: Math.min(0.1, (2 * shareTwice) / Math.max(1, people - 1)) }
}

async function compare(
  step: Step,
  place: Place & { phase: 'compare' },
  now: Date,
  startedAt: Date,
): Promise<boolean> {
  const { trx, workspaceId } = step
  const groups = await nextGroups(step, place.after)
  const last = groups.at(-1)
  if (!last) {
    await q.forgetOlderPairs(trx, workspaceId, startedAt)
    await q.clearKeys(trx, workspaceId)
    await work.endWork(trx, workspaceId, 'duplicates', { state: 'done', at: now })
    return false
  }
  const found = new Map<string, q.FoundPair>()
  await eachPair(step, groups, (a, b, x, y) => {
    const levels = compareRecords(x, y)
    const { score, probability } = scorePair(place.model, levels)
    if (probability < leastProbability || score <= 0) return
    const evidence = describeEvidence(place.model, levels, x, y)
    found.set(`${a} ${b}`, { a, b, score, probability, evidence })
  })
  await q.savePairs(trx, workspaceId, [...found.values()], startedAt)
  await save(step, step.done + groups.length, { ...place, after: last.key })
  return true
}

const nextGroups = ({ trx, workspaceId }: Step, after: string) =>
  q.nextGroups(trx, workspaceId, after, { groups: groupsAtOnce, most: largestGroup })

async function eachPair(
  step: Step,
  groups: readonly { key: string; people: string[] }[],
  tell: (a: string, b: string, x: DuplicateRecord, y: DuplicateRecord, key: string) => void,
): Promise<void> {
  const records = await readRecords(step, [...new Set(groups.flatMap((group) => group.people))])
  let pairs = 0
  for (const { key, people } of groups)
    for (const [place, a] of people.entries())
      for (const b of people.slice(place + 1)) {
        const [x, y] = [records.get(a), records.get(b)]
        if (x && y) tell(a, b, x, y, key)
        if (++pairs % pairsBeforeBreath === 0) await breathe()
      }
}

async function readRecords(
  { trx, workspaceId }: Step,
  personIds: readonly string[],
): Promise<Map<string, DuplicateRecord>> {
  const country = (await findRules(trx, workspaceId))?.rules.defaultCountry ?? null
  const byPerson = Map.groupBy(await loadPersons(trx, workspaceId, personIds), (row) => row.person_id)
  return new Map(
    [...byPerson].map(([id, rows]) => [
      id,
      readRecord(plainTraits(mergeTraits(...rows.map((row) => row.traits))), rows, country),
    ]),
  )
}
