/** Milliseconds that the clocks of a zone are ahead of UTC at an instant. */
export function offsetMs(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - Math.floor(instant / 1000) * 1000
}

/** The instant, in milliseconds since 1970, at which a local day (`2026-05-01`) is over. */
export function endOfDay(day: string, timeZone: string): number {
  const local = Date.parse(`${day}T00:00:00Z`) + 86_400_000
  // The offset may change between the guess and the answer; the second look is at the right one.
  const guess = local - offsetMs(local, timeZone)
  return local - offsetMs(guess, timeZone)
}
