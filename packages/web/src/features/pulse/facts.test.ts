import { expect, test } from 'vitest'
import { countsApart } from './facts.ts'
import { partOf } from './spark-parts.ts'

test('counts differ only beyond chance, and things that come in bunches need a larger difference', () => {
  expect(countsApart({ value: 2664, previous: 2677 })).toBe(false)
  expect(countsApart({ value: 2900, previous: 2677 })).toBe(true)
  expect(countsApart({ value: 10_400, previous: 10_000 })).toBe(true)
  expect(countsApart({ value: 10_400, previous: 10_000 }, 8)).toBe(false)
})

test('parts of a spark lie one after the other and end with the period', () => {
  const range = { from: '2026-10-26T03:00:00.000Z', to: '2026-11-23T03:00:00.000Z' }
  const parts = Array.from({ length: 14 }, (_, index) => partOf(range, index, 14))
  expect(parts[0]?.from.toISOString()).toBe(range.from)
  expect((parts.at(-1)?.to.getTime() ?? 0) + 1).toBe(Date.parse(range.to))
  parts.slice(1).forEach((part, index) => {
    expect(part.from.getTime()).toBe((parts[index]?.to.getTime() ?? 0) + 1)
  })
})
