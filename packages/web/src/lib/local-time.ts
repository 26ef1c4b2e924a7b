import { offsetMs } from './day-edges.ts'

/** An instant as the clocks of a zone show it, to the minute: `2026-11-23T14:05`; empty where there is none. */
export function localTimeOf(instant: string, timeZone: string): string {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? '' : new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 16)
}

/** The instant at which the clocks of a zone show `2026-11-23T14:05`; empty where that is no time. */
export function instantOf(local: string, timeZone: string): string {
  const at = Date.parse(`${local}Z`)
  if (Number.isNaN(at)) return ''
  // The offset may change between the guess and the answer; the second look is at the right one.
  const guess = at - offsetMs(at, timeZone)
  return new Date(at - offsetMs(guess, timeZone)).toISOString()
}
