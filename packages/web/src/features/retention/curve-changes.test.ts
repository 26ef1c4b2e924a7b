import type { RetentionAnswer } from '@teia/contracts'
import { expect, test } from 'vitest'
import { wilson } from '../../lib/intervals.ts'
import { curveChanges } from './curve-changes.ts'

const point = (returned: number, of: number) =>
  of === 0 ? null : { returned, of, share: returned / of, ...wilson(returned, of) }
const answer = (now: [number, number][], before: [number, number][] | null): RetentionAnswer => ({
  cohorts: [],
  people: now[0]?.[1] ?? 0,
  curve: now.map((one) => point(...one)),
  series: [],
  previous: before && { people: before[0]?.[1] ?? 0, curve: before.map((one) => point(...one)) },
  meta: { sql: '', elapsedMs: 0, rowsRead: 0 },
})

test('a change is the difference of shares, and certain only beyond chance after correction for all periods', () => {
  const [large, small, open] = curveChanges(
    answer(
      [
        [600, 1000],
        [11, 100],
        [0, 0],
      ],
      [
        [500, 1000],
        [10, 100],
        [3, 10],
      ],
    ),
  )
  expect([large?.value.toFixed(3), large?.isCertain]).toEqual(['0.100', true])
  expect(large?.low).toBeGreaterThan(0.05)
  expect([small?.value.toFixed(3), small?.isCertain]).toEqual(['0.010', false])
  expect(small?.low).toBeLessThan(0)
  expect(open).toBeNull()
  // One of twenty at 0.04 is what chance brings.
  const now: [number, number][] = Array.from({ length: 20 }, (_, at) => [at === 0 ? 130 : 100, 1000])
  const [lucky] = curveChanges(
    answer(
      now,
      now.map(() => [100, 1000]),
    ),
  )
  expect(lucky?.low).toBeGreaterThan(0)
  expect(lucky?.isCertain).toBe(false)
})

test('without a period before nothing changed', () => {
  expect(curveChanges(answer([[1, 2]], null))).toEqual([null])
})
