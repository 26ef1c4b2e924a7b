import { PathPeopleAnswer, PathsAnswer, PeopleBehindAnswer, PulseAnswer, TrendAnswer } from '@teia/contracts'
import { day, meta, typed } from './sample-common.ts'
import { makeRandom, paths, people, pulseRow, spots } from './sample-data.ts'

const trend = () => {
  const random = makeRandom(3)
  const series = ['Product page', 'Mobile app', 'Newsletter'].map((name, index) => {
    const points = Array.from({ length: 28 }, (_, at) => ({
      time: day(27 - at),
      value: Math.round((900 - index * 260) * (0.8 + random() * 0.4)),
    }))
    return { key: [name], total: points.reduce((sum, point) => sum + point.value, 0), points }
  })
  return {
    series,
    previous: series.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, value: Math.round(point.value * 0.9) })),
    })),
    meta,
  }
}

const pulse = () => {
  const total = 8412
  const changes = [
    0.006, -0.034, 0.021, 0.004, -0.003, -0.028, 0.002, 0.018, 0.001, -0.002, 0.003, -0.001, 0.006, 0.004,
    -0.001,
  ]
  const shares = [0.62, 0.51, 0.38, 0.29, 0.21, 0.17, 0.15, 0.14, 0.09, 0.05, 0.06, 0.04, 0.11, 0.16, 0.07]
  const spark = (size: number) =>
    Array.from({ length: 28 }, (_, at) => Math.round(size * (0.9 + 0.1 * Math.sin(at / 1.3) + at * 0.004)))
  return {
    range: { from: day(27), to: day(0) },
    previousRange: { from: day(55), to: day(28) },
    people: { value: total, previous: 8159, known: 5131, spark: spark(640) },
    interactions: { value: 63_940, previous: 64_716, spark: spark(2300) },
    newPeople: { value: 2310, previous: 2194, spark: spark(82) },
    returningPeople: { value: 6102, previous: 5965, spark: spark(220) },
    nps: { score: 26, low: 20, high: 33, n: 612, previous: { score: 31, low: 25, high: 37, n: 640 } },
    byTouchpoint: spots.map(([name, channel], index) =>
      pulseRow(name, channel, shares[index] ?? 0.1, changes[index] ?? 0, total),
    ),
    byChannel: [...new Set(spots.map(([, channel]) => channel))].map((channel, index) =>
      pulseRow(channel, channel, 0.7 / (index + 1.2), index === 1 ? 0.024 : 0.001 * index, total),
    ),
    meta,
  }
}

/** Sample answers of the questions. */
export function question(path: string, body: unknown): unknown {
  const asked = body as { depth?: number }
  if (path === '/questions/pulse') return typed(PulseAnswer, pulse())
  if (path === '/questions/trend') return typed(TrendAnswer, trend())
  if (path === '/questions/paths')
    return typed(PathsAnswer, { ...paths(asked.depth ?? 5), people: 4860, walks: 4860, meta })
  if (path === '/questions/path-people')
    return typed(PathPeopleAnswer, {
      people: people.slice(0, 8).map((one) => ({ ...one, at: one.lastSeenAt })),
      total: 176,
      between: {
        n: 176,
        median: 62,
        p90: 144,
        upTo: 180,
        bins: [8, 18, 32, 46, 42, 34, 26, 24, 28, 38, 28, 16],
      },
      meta,
    })
  if (path === '/questions/people')
    return typed(PeopleBehindAnswer, { items: people.slice(0, 50), nextCursor: null, total: 1432, meta })
  return undefined
}
