import { describe, expect, test } from 'vitest'
import { runsOfDays, scaleOf } from './share-chart.tsx'

describe('the scale of shares', () => {
  test('reaches to whole tenths around all of them', () => {
    expect(scaleOf([0.55, 0.79, 0.82])).toEqual({ from: 0.5, to: 0.9 })
  })
  test('spans a fifth at least, within nothing and everything', () => {
    expect(scaleOf([0])).toEqual({ from: 0, to: 0.2 })
    expect(scaleOf([1]).from).toBeCloseTo(0.8)
    expect(scaleOf([1]).to).toBe(1)
  })
  test('is all of it where nobody came', () => {
    expect(scaleOf([])).toEqual({ from: 0, to: 1 })
  })
})

test('days without anybody part the line', () => {
  expect(runsOfDays([1, 2, 0, 3, 0, 0, 1, 1].map((entered) => ({ entered })))).toEqual([[0, 1], [3], [6, 7]])
})
