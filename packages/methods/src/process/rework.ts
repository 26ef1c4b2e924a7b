import type { JourneyVariant } from '../conformance/alignment.ts'
import { type Estimate, wilson } from '../intervals.ts'

/** A step that journeys repeat; each time after the first is an extra one. */
export type RepeatedStep = { step: string; journeys: number; extra: number }

export type Rework = {
  /** Share of journeys that repeat any step, with Wilson's interval. */
  share: Estimate
  journeys: number
  /** Times beyond the first of each step in each journey. */
  extra: number
  /** Most extra times first. */
  steps: RepeatedStep[]
}

/** What journeys do again: rework as in van der Aalst 2016, *Process Mining*. */
export function reworkOf(variants: readonly JourneyVariant[]): Rework {
  const steps = new Map<string, RepeatedStep>()
  let [journeys, reworked] = [0, 0]
  for (const { steps: walk, count } of variants) {
    const times = new Map<string, number>()
    for (const step of walk) times.set(step, (times.get(step) ?? 0) + 1)
    const repeated = [...times].filter(([, done]) => done > 1)
    journeys += count
    if (repeated.length > 0) reworked += count
    for (const [step, done] of repeated) {
      const known = steps.get(step) ?? { step, journeys: 0, extra: 0 }
      steps.set(step, known)
      known.journeys += count
      known.extra += count * (done - 1)
    }
  }
  const sorted = [...steps.values()].sort((a, b) => b.extra - a.extra || (a.step < b.step ? -1 : 1))
  return {
    share: wilson(reworked, journeys),
    journeys: reworked,
    extra: sorted.reduce((sum, { extra }) => sum + extra, 0),
    steps: sorted,
  }
}

/** A variant with its share of journeys, and the share of it and all more frequent ones together. */
export type CoveringVariant = JourneyVariant & { share: number; covered: number }

/** Variants, the most frequent first (then by their steps), with what they cover, 0 to 1. */
export function variantsByCoverage(variants: readonly JourneyVariant[]): CoveringVariant[] {
  const journeys = variants.reduce((sum, { count }) => sum + count, 0)
  let covered = 0
  return variants
    .map((variant) => ({ ...variant, key: variant.steps.join('\n') }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .map(({ steps, count }) => {
      covered += count
      return { steps, count, share: journeys && count / journeys, covered: journeys && covered / journeys }
    })
}

/** How many of the most frequent variants it takes to cover a share of the journeys, 0 to 1. */
export function variantsToCover(sorted: readonly CoveringVariant[], share: number): number {
  // Sums of shares end a hair below 1.
  const place = sorted.findIndex(({ covered }) => covered >= share - 1e-12)
  return place < 0 ? sorted.length : place + 1
}
