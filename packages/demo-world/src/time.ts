import type { World } from './world-schema.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The last Sunday of a month at 01:00 UTC, when the European Union changes its clocks (2000/84/EC). */
function lastSunday(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0))
  return Date.UTC(year, month, lastDay.getUTCDate() - lastDay.getUTCDay(), 1)
}

const summers = new Map<number, { from: number; to: number }>()

function isEuropeanSummer(at: number): boolean {
  const year = new Date(at).getUTCFullYear()
  let summer = summers.get(year)
  if (!summer) {
    summer = { from: lastSunday(year, 2), to: lastSunday(year, 9) }
    summers.set(year, summer)
  }
  return at >= summer.from && at < summer.to
}

/** Milliseconds to add to UTC to get local time. Zones are those of the world file. */
export function offsetAt(world: World, timeZone: string, at: number): number {
  const zone = world.timeZones[timeZone]
  if (!zone) return 0
  return zone.minutes * MINUTE + (zone.summerTime === 'european' && isEuropeanSummer(at) ? HOUR : 0)
}

/** Writes a time as ISO 8601 in UTC. */
export function iso(at: number): string {
  return new Date(at).toISOString()
}
