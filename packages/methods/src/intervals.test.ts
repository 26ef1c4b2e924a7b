import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg, netPromoterScore, newcombe, normalCdf, wilson } from './intervals.ts'

test('Wilson gives the published intervals (Newcombe 1998, table I)', () => {
  expect([wilson(81, 263).low, wilson(81, 263).high]).toEqual([
    expect.closeTo(0.2553, 4),
    expect.closeTo(0.3662, 4),
  ])
  expect([wilson(15, 148).low, wilson(15, 148).high]).toEqual([
    expect.closeTo(0.0624, 4),
    expect.closeTo(0.1605, 4),
  ])
  expect([wilson(0, 20).low, wilson(0, 20).high]).toEqual([0, expect.closeTo(0.1611, 4)])
})

test('Newcombe gives the published difference of 56/70 and 48/80', () => {
  const difference = newcombe({ successes: 56, n: 70 }, { successes: 48, n: 80 })
  expect(difference.low).toBeCloseTo(0.0524, 4)
  expect(difference.high).toBeCloseTo(0.3339, 4)
})

test('NPS of 291 promoters, 476 passives and 395 detractors is −8.950 ± 4.388', () => {
  const score = netPromoterScore(291, 395, 291 + 476 + 395)
  expect(score.estimate).toBeCloseTo(-8.95, 3)
  expect((score.high - score.low) / 2).toBeCloseTo(4.388, 3)
})

test('Benjamini and Hochberg reject four of their fifteen, and the fourth is .035625', () => {
  const p = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ]
  const adjusted = benjaminiHochberg(p)
  expect(adjusted.filter((value) => value <= 0.05)).toHaveLength(4)
  expect(adjusted[3]).toBeCloseTo(0.035625, 6)
})

test('an interval holds its estimate and stays within bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }), (x, extra) => {
      const n = x + extra
      const { estimate, low, high } = wilson(x, n)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low <= estimate && estimate <= high).toBe(true)
    }),
  )
})

test('the normal distribution function has its known points', () => {
  expect(normalCdf(0)).toBeCloseTo(0.5, 6)
  expect(normalCdf(1.959964)).toBeCloseTo(0.975, 6)
  expect(normalCdf(-1)).toBeCloseTo(0.158655, 6)
})
