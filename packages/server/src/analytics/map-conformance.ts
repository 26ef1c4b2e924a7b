import {
  type ConformanceAnswer,
  type ConformancePart,
  type ConformancePeopleQuestion,
  conformanceLimits,
  faultOf,
  fitnessParts,
} from '@teia/contracts'
import { AppError } from '../platform/errors.ts'
import { type Asking, openScene } from './ask.ts'
import { type AlignedWalk, alignMap, shortWalks } from './map-alignment.ts'
import type { AskedMap } from './map-walks.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'

/** How far people walk as it is drawn, where they do not, and what that goes with. Throws `invalid_map`. */
export async function askConformance(asking: Asking, map: AskedMap): Promise<ConformanceAnswer> {
  const { found, walks, leftOut, meta } = await alignMap(asking, map)
  const harm = new Harm(walks)
  const distribution = new Array<number>(fitnessParts).fill(0)
  for (const { fitness, people } of walks) distribution[fitness] = (distribution[fitness] ?? 0) + people
  return {
    fitness: found.meanFitness.estimate,
    low: found.meanFitness.low,
    high: found.meanFitness.high,
    logFitness: found.logFitness.estimate,
    logLow: found.logFitness.low,
    logHigh: found.logFitness.high,
    people: found.journeys,
    fitting: found.fitting,
    distribution,
    variants: walks.length,
    leftOut,
    deviations: found.deviations.map(({ kind, step, journeys, times }) => ({
      ...{ kind, step, people: journeys, times },
      ...harm.of(kind, step),
    })),
    isPartial: !found.isExact,
    fitnessAtMost: found.meanFitnessAtMost,
    meta,
  }
}

const isOf = (part: ConformancePart) => (walk: AlignedWalk) => {
  if ('fits' in part) return walk.fits === part.fits
  if ('fitness' in part) return walk.fitness === part.fitness
  return walk.deviations.includes(`${part.kind} ${part.step}`)
}

/** An address may hold a megabyte, and one part of it an eighth of that. */
const idsAtOnce = 4_000

/**
 * One page of the people whose walks fit so well, or depart from the drawing in one way, latest first. Throws `invalid_map`,
 * `invalid_cursor`, and `query_too_large` where they walk in too many different ways.
 */
export async function askConformancePeople(
  asking: Asking,
  map: AskedMap,
  question: Pick<ConformancePeopleQuestion, 'of' | 'limit' | 'cursor'>,
): Promise<PeoplePage> {
  const { walks } = await alignMap(asking, map)
  const ids = walks.filter(isOf(question.of)).map(({ id }) => id)
  const most = conformanceLimits.listed
  if (ids.length > most) throw new AppError('query_too_large', 422, faultOf('walks_too_many', { most }))
  const scene = await openScene(asking)
  const begun = scene.params.add('Int64', scene.range.from - 1)
  const lists = Array.from({ length: Math.max(1, Math.ceil(ids.length / idsAtOnce)) }, (_, at) =>
    scene.params.add('Array(String)', ids.slice(at * idsAtOnce, (at + 1) * idsAtOnce)),
  )
  const rows = `
      SELECT who AS person, times[-1] + ${begun} AS at
      FROM (${shortWalks(asking, map, scene)}
      )
      WHERE ${lists.map((list) => `id IN ${list}`).join(' OR ')}`
  return peoplePage(asking, 'analytics.conformancePeople', rows, scene, question)
}

type Sums = Pick<AlignedWalk, 'people' | 'heard' | 'feeling' | 'value'>
const nothing: Sums = { people: 0, heard: 0, feeling: 0, value: 0 }
const plus = (one: Sums, other: Sums): Sums => ({
  people: one.people + other.people,
  heard: one.heard + other.heard,
  feeling: one.feeling + other.feeling,
  value: one.value + other.value,
})

/** How those who departed from the drawing in one way felt and what they ordered, beside all others. */
class Harm {
  readonly #all: Sums
  readonly #byDeviation = new Map<string, Sums>()

  constructor(walks: readonly AlignedWalk[]) {
    this.#all = walks.reduce(plus, nothing)
    for (const walk of walks)
      for (const key of walk.deviations)
        this.#byDeviation.set(key, plus(this.#byDeviation.get(key) ?? nothing, walk))
  }

  of(kind: string, step: string): { scoreLoss: number | null; revenueLoss: number | null } {
    const did = this.#byDeviation.get(`${kind} ${step}`) ?? nothing
    const [people, heard] = [this.#all.people - did.people, this.#all.heard - did.heard]
    const felt = (sum: number, n: number) => sum / n
    return {
      scoreLoss:
        heard > 0 && did.heard > 0
          ? felt(this.#all.feeling - did.feeling, heard) - felt(did.feeling, did.heard)
          : null,
      revenueLoss: people > 0 ? ((this.#all.value - did.value) / people) * did.people - did.value : null,
    }
  }
}
