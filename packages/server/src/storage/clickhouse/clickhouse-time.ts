const dayMs = 86_400_000
let lastDay = Number.NaN
let lastText = ''

/** An instant as ClickHouse reads DateTime64(3, 'UTC'): `2026-05-20 12:00:00.000`. `ms`: whole milliseconds since 1970. */
export function clickhouseTime(ms: number): string {
  const day = Math.floor(ms / dayMs)
  // Events that come together are mostly of one day, and writing a date takes longer than everything else here.
  if (day !== lastDay) {
    lastText = `${new Date(day * dayMs).toISOString().slice(0, -14)} `
    lastDay = day
  }
  const rest = ms - day * dayMs
  const seconds = Math.floor(rest / 1_000)
  const minutes = Math.floor(seconds / 60)
  return `${lastText}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${three(rest % 1_000)}`
}

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)
const three = (n: number) => (n < 100 ? `0${two(n)}` : `${n}`)
