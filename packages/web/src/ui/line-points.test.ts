import { expect, test } from 'vitest'
import { nearestLine, stepPoint } from './line-points.ts'

const lines = [
  { name: 'web', values: [10, 20, null] },
  { name: 'app', values: [12, 2, 5] },
  { name: 'web, before', of: 'web', before: true, values: [11, 11, 11] },
]

test('the nearest line is the one whose value is closest, never the period before and never a gap', () => {
  expect(nearestLine(lines, 0, 10.9)).toBe(0)
  expect(nearestLine(lines, 0, 11.2)).toBe(1)
  expect(nearestLine(lines, 2, 100)).toBe(1)
  expect(nearestLine([], 0, 1)).toBeUndefined()
})

test('arrows stay inside the time and go round among the lines of the period', () => {
  expect(stepPoint({ at: 2, line: 0 }, 'ArrowRight', lines, 3)).toEqual({ at: 2, line: 0 })
  expect(stepPoint({ at: 2, line: 0 }, 'Home', lines, 3)).toEqual({ at: 0, line: 0 })
  expect(stepPoint({ at: 1, line: 1 }, 'ArrowDown', lines, 3)).toEqual({ at: 1, line: 0 })
  expect(stepPoint({ at: 1, line: 0 }, 'ArrowUp', lines, 3)).toEqual({ at: 1, line: 1 })
  expect(stepPoint({ at: 1, line: 0 }, 'x', lines, 3)).toBeNull()
})
