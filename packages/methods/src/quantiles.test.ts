import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantileInterval, quantileOf, ranksAround } from './quantiles.ts'

test('quantiles interpolate between the two nearest values', () => {
  expect([0, 0.25, 0.5, 0.9, 1].map((share) => quantileOf([1, 2, 4, 8], share))).toEqual([
    1,
    1.75,
    3,
    expect.closeTo(6.8, 12),
    8,
  ])
  expect(quantileOf([], 0.5)).toBeNaN()
})

test('the median of 20 lies between the 6th and the 15th value, 95.86 % sure', () => {
  expect(ranksAround(20, 0.5)).toEqual({ low: 6, high: 15, coverage: expect.closeTo(0.9586, 4) })
  const values = Array.from({ length: 20 }, (_, at) => 10 * at)
  expect(quantileInterval(values, 0.5)).toMatchObject({ estimate: 95, low: 50, high: 140, n: 20 })
})

test('too few values leave the interval open', () => {
  expect(quantileInterval([1, 2, 3, 4, 5], 0.5)).toMatchObject({
    low: -Infinity,
    high: Infinity,
    coverage: 1,
  })
  expect(quantileInterval([1, 2, 3, 4, 5, 6], 0.5)).toMatchObject({ low: 1, high: 6 })
  expect(quantileInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9).high).toBe(Infinity)
  expect(quantileInterval([], 0.5)).toMatchObject({ low: -Infinity, high: Infinity, n: 0 })
})

test('the interval holds the quantile at least as surely as it says, for a hundred thousand values too', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (n, share) => {
        const { low, high, coverage } = ranksAround(n, share)
        expect(coverage).toBeGreaterThanOrEqual(0.95 - 1e-9)
        expect(low).toBeLessThanOrEqual(n * share + 1)
        expect(high).toBeGreaterThanOrEqual(n * share)
      },
    ),
  )
  const { low, high, coverage } = ranksAround(100_000, 0.5)
  expect(low).toBeCloseTo(50_000 - 310, -1)
  expect(high).toBeCloseTo(50_000 + 310, -1)
  expect(coverage).toBeCloseTo(0.95, 2)
})
