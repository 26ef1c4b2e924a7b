import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { bucketsOf, type Interval } from './time-range.ts'

// Zones whose clocks change at midnight, by half an hour, by a whole day, or never.
const zones = [
  'UTC',
  'America/Sao_Paulo',
  'Europe/Rome',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'Asia/Kathmandu',
]

/** The same by zoned times alone, step by step. */
function slowly(from: number, to: number, zone: string, interval: Interval): number[] {
  const starts: number[] = []
  for (
    let at = DateTime.fromMillis(from, { zone }).startOf(interval);
    at.toMillis() < to;
    at = at.plus({ [interval]: 1 })
  ) {
    if (interval !== 'hour') at = at.startOf(interval)
    starts.push(at.toMillis())
  }
  return starts
}

test('intervals begin where the clocks of the zone say, also on days when they change', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(1993, 0, 1), max: Date.UTC(2026, 0, 1) }),
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom(...zones),
      fc.constantFrom<Interval>('day', 'week', 'month'),
      (from, days, timeZone, interval) => {
        const to = from + days * 86_400_000
        const starts = bucketsOf({ from, to, timeZone }, interval)
        expect(new Set(starts).size).toBe(starts.length)
        // A calendar day that a zone has left out has no beginning of its own.
        expect(starts).toEqual([...new Set(slowly(from, to, timeZone, interval))])
      },
    ),
    {
      numRuns: 300,
      examples: [
        [Date.UTC(2011, 11, 20), 20, 'Pacific/Apia', 'day'],
        [Date.UTC(1993, 7, 10), 20, 'Pacific/Kwajalein', 'day'],
      ],
    },
  )
})

test('hours begin where the clocks of the zone say, also where clocks change by half an hour', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(1993, 0, 1), max: Date.UTC(2026, 0, 1) }),
      fc.constantFrom(...zones),
      (near, timeZone) => {
        // Around the next change of the clocks, if there is one within the year.
        const change = changeAfter(near, timeZone) ?? near
        const [from, to] = [change - 5 * 3_600_000, change + 5 * 3_600_000]
        const tried = [...Array.from({ length: 40 }, (_, n) => from + n * 900_000), to - 1]
        const starts = tried.map((at) =>
          DateTime.fromMillis(at, { zone: timeZone }).startOf('hour').toMillis(),
        )
        expect(bucketsOf({ from, to, timeZone }, 'hour')).toEqual([...new Set(starts)])
      },
    ),
    { numRuns: 150 },
  )
})

function changeAfter(from: number, timeZone: string): number | null {
  const offset = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).offset
  for (let day = from; day < from + 366 * 86_400_000; day += 86_400_000)
    if (offset(day) !== offset(day + 86_400_000))
      for (let at = Math.floor(day / 900_000) * 900_000; ; at += 900_000)
        if (offset(at) !== offset(at - 900_000) && at > day) return at
  return null
}
