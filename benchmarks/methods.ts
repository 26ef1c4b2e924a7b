import {
  type AttributionModel,
  align,
  attribute,
  type ChannelPath,
  compileModel,
  conformanceTotals,
  type JourneyModel,
} from '@teia/methods'
import type { Figure } from './report.ts'

/** The same numbers in every run: a linear congruential generator (Knuth), which is even enough for made-up paths. */
function openNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) / 0x1000000
  }
}

const models: AttributionModel[] = [
  { kind: 'first' },
  { kind: 'last' },
  { kind: 'linear' },
  { kind: 'position' },
  { kind: 'markov', order: 1 },
  { kind: 'markov', order: 2 },
  { kind: 'shapley' },
]

/** Paths of a million people over twelve channels, of which some are met far more often, grouped as the store groups them. */
function pathsOf(people: number): ChannelPath[] {
  const next = openNumbers(1)
  const grouped = new Map<string, { channels: string[]; conversions: number; value: number; nulls: number }>()
  for (let n = 0; n < people; n += 1) {
    const length = 1 + Math.floor(next() ** 2 * 9)
    const channels = Array.from({ length }, () => `channel ${Math.floor(next() ** 2 * 12)}`)
    const key = channels.join(' ')
    const path = grouped.get(key) ?? { channels, conversions: 0, value: 0, nulls: 0 }
    grouped.set(key, path)
    if (next() < 0.1) {
      path.conversions += 1
      path.value += Math.round(next() * 200)
    } else path.nulls += 1
  }
  return [...grouped.values()]
}

function runAttribution(paths: readonly ChannelPath[], draws: number): number {
  const startedAt = performance.now()
  const run = attribute(paths, models, { seed: 1, draws })
  while (!run.next().done);
  return (performance.now() - startedAt) / 1000
}

const steps = Array.from({ length: 20 }, (_, n) => `step ${n + 1}`)
const drawn: JourneyModel = {
  kind: 'sequence',
  parts: steps.map((name, at): JourneyModel => {
    const step: JourneyModel = { kind: 'step', name }
    return at % 4 === 3 ? { kind: 'optional', part: step } : step
  }),
}

/** Journeys along twenty steps of which every sixth is left out, done twice or done too early; all as different as they fall. */
function journeysOf(count: number): string[][] {
  const next = openNumbers(2)
  return Array.from({ length: count }, () => {
    const walk: string[] = []
    for (const step of steps) {
      const chance = next()
      if (chance < 0.06) continue
      if (chance < 0.11) walk.push(step)
      if (chance < 0.16 && walk.length > 0) walk.splice(walk.length - 1, 0, step)
      else walk.push(step)
    }
    return walk
  })
}

function runConformance(journeys: readonly string[][]): { seconds: number; variants: number } {
  const counts = new Map<string, { steps: string[]; count: number }>()
  for (const walk of journeys) {
    const key = walk.join('\n')
    const known = counts.get(key) ?? { steps: walk, count: 0 }
    known.count += 1
    counts.set(key, known)
  }
  const startedAt = performance.now()
  const totals = conformanceTotals()
  for (const one of align(compileModel(drawn), [...counts.values()])) totals.add(one)
  totals.result()
  return { seconds: (performance.now() - startedAt) / 1000, variants: counts.size }
}

/** What the methods take by themselves, without a store: the sizes are those of the largest questions. */
export function measureMethods(): Figure[] {
  const { seconds, variants } = runConformance(journeysOf(100_000))
  const megabytes = process.memoryUsage.rss() / 2 ** 20
  const paths = pathsOf(1_000_000)
  return [
    {
      name: 'seven models, a million paths',
      value: runAttribution(paths, 0),
      unit: 's',
      note: `${paths.length.toLocaleString('en')} different ones`,
      aim: 'seconds',
    },
    { name: 'the same with 20 draws for intervals', value: runAttribution(paths, 20), unit: 's' },
    {
      name: 'conformance, 100,000 journeys on 20 steps',
      value: seconds,
      unit: 's',
      note: `${variants.toLocaleString('en')} different ones, ${Math.round(megabytes)} MB in the whole process`,
      aim: '< 30 s, 500 MB',
    },
  ]
}
