import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contiguousGroups } from './contiguous-groups.ts'

const runsOf = (values: readonly number[], starts: readonly number[]) =>
  starts.map((from, at) => values.slice(from, starts[at + 1]))
const costOf = (runs: readonly (readonly number[])[]) =>
  runs.reduce((sum, run) => {
    const mean = run.reduce((all, one) => all + one, 0) / run.length
    return sum + run.reduce((all, one) => all + (one - mean) ** 2, 0)
  }, 0)

test('values are cut where they are farthest apart, into as few runs as make them alike enough', () => {
  expect(contiguousGroups([9, 8.8, 4, 4.1, 1], { most: 8, within: 0.5 })).toEqual([0, 2, 4])
  expect(contiguousGroups([9, 8.8, 4, 4.1, 1], { most: 2, within: 0.5 })).toEqual([0, 2])
  expect(contiguousGroups([1, 1, 1], { most: 8, within: 0.5 })).toEqual([0])
  expect(contiguousGroups([5], { most: 8, within: 0.5 })).toEqual([0])
  expect(contiguousGroups([], { most: 8, within: 0.5 })).toEqual([])
})

test('no other cut into as many runs is better, and there are as few runs as make values alike enough', () => {
  const cuts = (n: number, groups: number, from = 0): number[][] =>
    groups === 1
      ? [[from]]
      : Array.from({ length: n - from - groups + 1 }, (_, at) => from + 1 + at).flatMap((next) =>
          cuts(n, groups - 1, next).map((rest) => [from, ...rest]),
        )
  const leastOf = (values: readonly number[], groups: number) =>
    Math.min(...cuts(values.length, groups).map((starts) => costOf(runsOf(values, starts))))
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(0, 3, 10, 30),
      (values, most, within) => {
        const starts = contiguousGroups(values, { most, within })
        const cost = costOf(runsOf(values, starts))
        expect(starts.length).toBeLessThanOrEqual(most)
        expect(cost).toBeCloseTo(leastOf(values, starts.length), 6)
        const allowed = within ** 2 * values.length
        if (starts.length < Math.min(most, values.length)) expect(cost).toBeLessThanOrEqual(allowed + 1e-6)
        if (starts.length > 1) expect(leastOf(values, starts.length - 1)).toBeGreaterThan(allowed - 1e-6)
      },
    ),
  )
})
