import { expect, test } from 'vitest'
import { drawBinomial, drawMultinomial, openRandom, shuffled } from './random.ts'

test.each([
  [20, 0.1],
  [40, 0.5],
  [1_000, 0.3],
  [1_000_000, 0.999],
  [200, 0.06],
])('binomials of %i trials at %f have their mean and variance', (n, p) => {
  const random = openRandom(11)
  const draws = Array.from({ length: 20_000 }, () => drawBinomial(random, n, p))
  const mean = draws.reduce((sum, k) => sum + k, 0) / draws.length
  const variance = draws.reduce((sum, k) => sum + (k - mean) ** 2, 0) / (draws.length - 1)
  const spread = Math.sqrt(n * p * (1 - p))
  expect(Math.abs(mean - n * p)).toBeLessThan((4 * spread) / Math.sqrt(draws.length))
  expect(variance / spread ** 2).toBeGreaterThan(0.95)
  expect(variance / spread ** 2).toBeLessThan(1.05)
})

test('a replicate has as many people as there are, and none where there were none', () => {
  const counts = Float64Array.of(5, 0, 1_000, 3, 0, 92)
  const drawn = new Float64Array(6)
  const random = openRandom(4)
  for (let round = 0; round < 200; round += 1) {
    drawMultinomial(random, counts, drawn)
    expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(1_100)
    expect([drawn[1], drawn[4]]).toEqual([0, 0])
  }
})

test('a shuffle keeps what it shuffles, and a seed its sequence', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8]
  const once = shuffled(openRandom(9), items)
  expect(once.toSorted()).toEqual(items)
  expect(once).not.toEqual(items)
  expect(shuffled(openRandom(9), items)).toEqual(once)
})
