import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idGenerator } from './ids.ts'

test('ids are valid UUIDs of version 7 that carry the time', () => {
  const newId = idGenerator(() => new Date('2026-01-01T00:00:00Z'))
  const id = newId()
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 0, 1))
})

test('ids sort in the order they were made, even when the clock stands still or goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 50 }), (times) => {
      const clock = times.flatMap((ms) => Array<number>(200).fill(1_700_000_000_000 + ms))
      let tick = 0
      const newId = idGenerator(() => new Date(clock[tick++] ?? 0))
      const ids = clock.map(() => newId())
      expect(ids).toEqual([...ids].sort())
      expect(new Set(ids).size).toBe(ids.length)
    }),
    { numRuns: 20 },
  )
})
