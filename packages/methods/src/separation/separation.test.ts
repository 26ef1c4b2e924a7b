import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { liftOf, ratioOfShares, ratioWithinStrata, type Stratum } from './ratio-of-shares.ts'
import { whatSeparates } from './what-separates.ts'

const stratum = (a: number, n: number, b: number, m: number): Stratum => ({
  stayers: { with: a, n },
  leavers: { with: b, n: m },
})

test('Katz gives the known ratio of the aspirin study: 1.82, from 1.43 to 2.31 (Agresti 2002, section 3.1)', () => {
  const ratio = ratioOfShares(stratum(189, 11_034, 104, 11_037))
  expect(ratio.estimate).toBeCloseTo(1.817802, 6)
  expect([ratio.low, ratio.high]).toEqual([expect.closeTo(1.433031, 6), expect.closeTo(2.305884, 6)])
  expect(ratio.hasEmptyCell).toBe(false)
})

test('Mantel-Haenszel gives the known ratio of the tolbutamide trial: 1.33, from .80 to 2.20 (Rothman 1986)', () => {
  const within = ratioWithinStrata([stratum(8, 106, 5, 120), stratum(22, 98, 16, 85)])
  expect(within?.estimate).toBeCloseTo(1.325555, 6)
  expect([within?.low, within?.high]).toEqual([expect.closeTo(0.797907, 6), expect.closeTo(2.202132, 6)])
})

test('lift is the rate of those with it beside the rate of all, with the interval of the four counts', () => {
  // Of 400 people 80 stay with it, 120 without; 40 leave with it, 160 without: (80 / 120) / (200 / 400).
  const lift = liftOf(stratum(80, 200, 40, 200))
  expect(lift.estimate).toBeCloseTo(4 / 3, 12)
  expect([lift.low, lift.high]).toEqual([expect.closeTo(1.190679, 6), expect.closeTo(1.493079, 6)])
})

describe('an empty cell', () => {
  test('gets half a person beside the others, and says so', () => {
    // (10.5 / 51) / (.5 / 51)
    expect(ratioOfShares(stratum(10, 50, 0, 50))).toMatchObject({ estimate: 21, hasEmptyCell: true })
    expect(ratioOfShares(stratum(10, 50, 0, 50)).high).toBeLessThan(Number.POSITIVE_INFINITY)
    const within = ratioWithinStrata([stratum(3, 20, 0, 20), stratum(4, 20, 0, 20)])
    expect(within).toMatchObject({ hasEmptyCell: true, estimate: expect.closeTo(8 / 1, 9) })
  })

  test('of everybody or nobody on both sides leaves the ratio open on both sides of 1', () => {
    for (const all of [stratum(20, 20, 30, 30), stratum(0, 20, 0, 30)]) {
      const { low, high, hasEmptyCell } = ratioOfShares(all)
      expect(low < 1 && high > 1 && hasEmptyCell).toBe(true)
    }
  })

  test('in a group of nobody says nothing', () => {
    expect(ratioOfShares(stratum(0, 0, 3, 9))).toMatchObject({ low: 0, high: Number.POSITIVE_INFINITY })
    expect(ratioWithinStrata([stratum(0, 0, 3, 9)])).toBeNull()
    expect(liftOf(stratum(0, 0, 0, 0))).toMatchObject({ estimate: 1, low: 0 })
  })
})

test('strata in which it does nothing take away what it seems to do on the whole', () => {
  // Mobile: 10 % have it, 20 of 120 stay; desktop: 80 % have it, 80 of 100 stay. Within both the shares are equal.
  const strata = [stratum(2, 20, 10, 100), stratum(64, 80, 16, 20)]
  const [found] = whatSeparates([{ name: 'saw the video', strata }])
  expect(found?.ratio.estimate).toBeCloseTo(66 / 100 / (26 / 120), 9)
  expect(found?.within?.estimate).toBeCloseTo(1, 9)
  expect(found?.isConfounded).toBe(true)
  const same = whatSeparates([{ name: 'x', strata: [stratum(6, 20, 3, 20), stratum(12, 40, 6, 40)] }])
  expect(same[0]?.isConfounded).toBe(false)
})

test('what is surely strong comes before what is strong by chance, and p is corrected for all that was tried', () => {
  const found = whatSeparates([
    { name: 'rare', strata: [stratum(3, 1_000, 1, 1_000)] },
    { name: 'sure', strata: [stratum(400, 1_000, 200, 1_000)] },
    { name: 'hinders', strata: [stratum(100, 1_000, 300, 1_000)] },
    { name: 'nothing', strata: [stratum(50, 1_000, 50, 1_000)] },
  ])
  expect(found.map(({ name }) => name).slice(0, 2)).toEqual(['hinders', 'sure'])
  expect(found[0]?.ratio.high).toBeLessThan(1)
  expect(found[0]?.within).toBeNull()
  const [hinders] = found
  expect(hinders?.adjustedP).toBeCloseTo(4 * (hinders?.p ?? 0), 12)
  expect(found.find(({ name }) => name === 'nothing')).toMatchObject({ p: expect.closeTo(1, 9) })
})

test('exchanging those who stayed and those who left turns the ratio around', () => {
  const anyCounts = fc.record({
    n: fc.integer({ min: 1, max: 90 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  const counted = anyCounts.map(({ n, share }) => ({ with: Math.round(n * share), n }))
  const anyStratum = fc.record({ stayers: counted, leavers: counted })
  fc.assert(
    fc.property(fc.array(anyStratum, { minLength: 1, maxLength: 4 }), (strata) => {
      const turned = strata.map(({ stayers, leavers }) => ({ stayers: leavers, leavers: stayers }))
      const within = ratioWithinStrata(strata)
      const other = ratioWithinStrata(turned)
      expect((within?.estimate ?? 0) * (other?.estimate ?? 0)).toBeCloseTo(1, 9)
      expect((within?.low ?? 0) * (other?.high ?? 0)).toBeCloseTo(1, 9)
      const [first = stratum(0, 0, 0, 0)] = strata
      const ratio = ratioOfShares(first)
      expect(ratio.low <= ratio.estimate && ratio.estimate <= ratio.high).toBe(true)
      expect(ratio.estimate).toBeGreaterThan(0)
    }),
  )
})
