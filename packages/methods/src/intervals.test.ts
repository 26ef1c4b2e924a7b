import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  agrestiCoull,
  balanceOfAnswers,
  benjaminiHochberg,
  meanOfCounts,
  netPromoterScore,
  newcombe,
  wilson,
} from './intervals.ts'

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

test('Agresti and Coull give .0614 to .1615 for 15 of 148, never narrower than Wilson', () => {
  const { estimate, low, high } = agrestiCoull(15, 148)
  expect([estimate, low, high]).toEqual([15 / 148, expect.closeTo(0.0614, 4), expect.closeTo(0.1615, 4)])
  expect(agrestiCoull(0, 0)).toMatchObject({ low: 0, high: 1 })
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (x, y) => {
      const [wide, narrow] = [agrestiCoull(x, x + y), wilson(x, x + y)]
      expect(wide.low).toBeLessThanOrEqual(narrow.low + 1e-12)
      expect(wide.high).toBeGreaterThanOrEqual(narrow.high - 1e-12)
    }),
  )
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

test('a balance of answers has the interval that is worked out by hand, and one answer alone decides nothing', () => {
  // (4.5 − 3.5) / 12 ± 1.96 · √((8 / 12 − (1 / 12)²) / 12)
  const mixed = balanceOfAnswers(4, 3, 10)
  expect(mixed.estimate).toBe(10)
  expect(mixed.low).toBeCloseTo(-37.622, 2)
  expect(mixed.high).toBeCloseTo(54.289, 2)
  const single = balanceOfAnswers(0, 1, 1)
  expect(single.estimate).toBe(-100)
  expect(single.high).toBeGreaterThan(0)
  expect(balanceOfAnswers(0, 3, 3).high).toBeLessThan(0)
  expect(balanceOfAnswers(0, 0, 0)).toMatchObject({ low: -100, high: 100, n: 0 })
})

test('a mean of days has the interval that is worked out by hand, and few who agree are not sure', () => {
  // Eight of one day, four of two and four of seven, with one more of 1 and of 7: mean 52 / 18, variance 270 / 18 − (52 / 18)²
  const mixed = meanOfCounts([8, 4, 0, 0, 0, 0, 4], 7)
  const half = 1.959964 * Math.sqrt((15 - (52 / 18) ** 2) / 18)
  expect(mixed).toMatchObject({ estimate: 44 / 16, n: 16 })
  expect(mixed.low).toBeCloseTo(52 / 18 - half, 5)
  expect(mixed.high).toBeCloseTo(52 / 18 + half, 5)
  const agreed = meanOfCounts([0, 0, 3, 0, 0, 0, 0], 7)
  expect(agreed.high - agreed.low).toBeGreaterThan(1)
  expect(meanOfCounts([0, 0], 2)).toMatchObject({ low: 1, high: 2, n: 0 })
})
