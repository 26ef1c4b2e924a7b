import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg, differenceP, newcombe, normalCdf, wilson } from './intervals.ts'

test('Wilson agrees with the published intervals', () => {
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4)
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4)
  expect(wilson(15, 148).low).toBeCloseTo(0.0624, 4)
  expect(wilson(15, 148).high).toBeCloseTo(0.1605, 4)
  expect(wilson(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) })
})

test('Newcombe agrees with the published difference', () => {
  const interval = newcombe({ k: 56, n: 70 }, { k: 48, n: 80 })
  expect(interval.low).toBeCloseTo(0.0524, 4)
  expect(interval.high).toBeCloseTo(0.3339, 4)
})

test('Benjamini and Hochberg reject four of their fifteen', () => {
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ]
  const adjusted = benjaminiHochberg(ps)
  expect(adjusted.filter((p) => p < 0.05)).toHaveLength(4)
  expect(adjusted[3]).toBeCloseTo(0.035625, 6)
})

test('an interval holds its share and stays between nothing and all', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
      const n = Math.max(a, b, 1)
      const k = Math.min(a, b)
      const { low, high } = wilson(k, n)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low).toBeLessThanOrEqual(k / n)
      expect(high).toBeGreaterThanOrEqual(k / n)
    }),
  )
})

test('equal shares are no evidence of a difference, and the normal has its known points', () => {
  expect(differenceP({ k: 10, n: 100 }, { k: 10, n: 100 })).toBeCloseTo(1, 6)
  expect(differenceP({ k: 5, n: 0 }, { k: 10, n: 100 })).toBe(1)
  expect(normalCdf(1.959964)).toBeCloseTo(0.975, 6)
})
