import { expect, test } from 'vitest'
import { endOfDay } from './day-edges.ts'

test.each([
  ['2026-05-01', 'UTC', '2026-05-02T00:00:00.000Z'],
  ['2026-05-01', 'America/Sao_Paulo', '2026-05-02T03:00:00.000Z'],
  ['2026-03-28', 'Europe/Rome', '2026-03-28T23:00:00.000Z'],
  ['2026-03-29', 'Europe/Rome', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Rome', '2026-10-25T23:00:00.000Z'],
  ['2026-05-01', 'Asia/Kathmandu', '2026-05-01T18:15:00.000Z'],
])('%s in %s ends at %s', (day, timeZone, end) => {
  expect(new Date(endOfDay(day, timeZone)).toISOString()).toBe(end)
})
