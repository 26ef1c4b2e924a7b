import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curvePath, feelingAt, runsOf, yOfFeeling } from './feeling-curve.ts'

test('a feeling is found again at the height where it is drawn', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 20 }), (tenths) => {
      expect(feelingAt(yOfFeeling(tenths / 10))).toBeCloseTo(tenths / 10, 6)
    }),
  )
})

test('the curve never goes beyond the points it joins', () => {
  const value = fc.double({ min: -2, max: 2, noNaN: true })
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 12 }), (values) => {
      const path = curvePath(values.map((one, x) => ({ x: x * 100, value: one })))
      const heights = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((pair) => Number(pair[2]))
      const drawn = values.map(yOfFeeling)
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(Math.min(...drawn) - 0.1)
      expect(Math.max(...heights)).toBeLessThanOrEqual(Math.max(...drawn) + 0.1)
    }),
  )
})

test('nothing is drawn over a step that has no value', () => {
  expect(runsOf([1, 0, null, -1], (column) => column)).toEqual([
    [
      { x: 0, value: 1 },
      { x: 1, value: 0 },
    ],
    [{ x: 3, value: -1 }],
  ])
  expect(curvePath([{ x: 0, value: 1 }])).toBe('')
})
