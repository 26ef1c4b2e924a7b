import { expect, test } from 'vitest'
import { normalCdf, normalQuantile, twoSidedP } from './normal.ts'

test('the normal distribution function has its known points', () => {
  expect(normalCdf(0)).toBeCloseTo(0.5, 12)
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 12)
  expect(normalCdf(-1)).toBeCloseTo(0.158655253931457, 12)
})

test('a very small p keeps its digits', () => {
  expect(twoSidedP(5) / 5.733031437583866e-7).toBeCloseTo(1, 9)
  expect(twoSidedP(-10) / 1.523970604832105e-23).toBeCloseTo(1, 8)
  expect(twoSidedP(0)).toBeCloseTo(1, 12)
})

test('quantiles undo the distribution function', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
  for (const share of [1e-12, 0.001, 0.02, 0.03, 0.4, 0.5, 0.9, 0.9999])
    expect(normalCdf(normalQuantile(share)) / share).toBeCloseTo(1, 9)
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
})
