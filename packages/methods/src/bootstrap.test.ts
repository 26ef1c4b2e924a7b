import { expect, test } from 'vitest'
import { acceleration, bootstrapInterval } from './bootstrap.ts'

/** Fifteen law schools (Efron and Tibshirani 1993, table 3.1): mean test score and mean grade of their entrants. */
const schools: [number, number][] = [
  [576, 3.39],
  [635, 3.3],
  [558, 2.81],
  [578, 3.03],
  [666, 3.44],
  [580, 3.07],
  [555, 3.0],
  [661, 3.43],
  [651, 3.36],
  [605, 3.13],
  [653, 3.12],
  [575, 2.74],
  [545, 2.76],
  [572, 2.88],
  [594, 2.96],
]
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
function correlation(pairs: readonly [number, number][]): number {
  const [x, y] = [meanOf(pairs.map(([first]) => first)), meanOf(pairs.map(([, second]) => second))]
  const sum = (of: (dx: number, dy: number) => number) =>
    pairs.reduce((all, [first, second]) => all + of(first - x, second - y), 0)
  return sum((dx, dy) => dx * dy) / Math.sqrt(sum((dx) => dx * dx) * sum((_, dy) => dy * dy))
}

test('the law schools have their known correlation and acceleration', () => {
  expect(correlation(schools)).toBeCloseTo(0.7764, 4)
  expect(acceleration(schools, correlation)).toBeCloseTo(-0.0757, 4)
})

test('their interval is skewed to the left and stays below 1', () => {
  const { estimate, low, high } = bootstrapInterval(schools, correlation, { seed: 7 })
  expect(estimate).toBeCloseTo(0.7764, 4)
  expect(low).toBeGreaterThan(0.2)
  expect(low).toBeLessThan(0.42)
  expect(high).toBeGreaterThan(0.9)
  expect(high).toBeLessThan(0.97)
  expect(bootstrapInterval(schools, correlation, { seed: 7 })).toMatchObject({ low, high })
})

test('of a mean it is close to the normal interval', () => {
  const values = Array.from({ length: 200 }, (_, at) => Math.sin(at * 12.9898) * 100)
  const { low, high } = bootstrapInterval(values, meanOf, { seed: 3 })
  const mean = meanOf(values)
  const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 199 / 200)
  expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.9)
  expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.1)
})

test('one item alone says nothing, and items that are all alike leave no doubt', () => {
  expect(bootstrapInterval([4], meanOf, { seed: 1 })).toMatchObject({
    estimate: 4,
    low: -Infinity,
    high: Infinity,
  })
  expect(bootstrapInterval([4, 4, 4], meanOf, { seed: 1 })).toMatchObject({ low: 4, high: 4 })
  expect(bootstrapInterval([] as number[], meanOf, { seed: 1 })).toMatchObject({ low: -Infinity, n: 0 })
})
