import { expect, test } from 'vitest'
import { meanOfBounded, studentT975 } from './mean-interval.ts'

test.each([
  [3, 3.1824],
  [5, 2.5706],
  [10, 2.2281],
  [30, 2.0423],
  [120, 1.9799],
])('the 97.5 %% quantile of t with %i degrees of freedom is that of the tables', (degrees, published) => {
  expect(Math.abs(studentT975(degrees) - published)).toBeLessThan(0.02)
})

test('a mean has the interval of Student, and never leaves the range of its values', () => {
  const { estimate, low, high } = meanOfBounded({ n: 11, mean: 1, deviation: 1 }, [-2, 2])
  expect([estimate, low, high].map((value) => Math.round(value * 1000) / 1000)).toEqual([1, 0.328, 1.672])
  expect(meanOfBounded({ n: 6, mean: 1.9, deviation: 1 }, [-2, 2]).high).toBe(2)
  expect(meanOfBounded({ n: 3, mean: 0.5, deviation: 0.1 }, [-2, 2])).toMatchObject({ low: -2, high: 2 })
})
