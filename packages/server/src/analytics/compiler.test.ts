import type {
  Filter,
  PathsAnswer,
  PeopleBehindAnswer,
  PulseAnswer,
  TrendAnswer,
  TrendSeries,
} from '@teia/contracts'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../test/test-server.ts'
import { type Fact, fillWorkspace, type Truth } from './test/fill-workspace.ts'
import * as reference from './test/reference.ts'
import { type Asked, question, type SmallWorld, smallWorld } from './test/small-world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

/** The range of a question: whole local days, or moments within them. */
function rangeOf(world: SmallWorld, asked: Asked) {
  const timeZone = asked.elsewhere ?? world.moment.timeZone
  const noon = DateTime.fromISO(world.moment.at, { zone: timeZone }).set({ hour: 12 })
  const [first, length] = asked.days
  const [start, end] = [noon.plus({ days: first }), noon.plus({ days: first + length })]
  const zone = asked.elsewhere ? { timeZone } : {}
  if (asked.edges === 'dates')
    return {
      range: { from: start.toISODate() ?? '', to: end.toISODate() ?? '', ...zone },
      edges: {
        from: start.startOf('day').toMillis(),
        to: end.plus({ days: 1 }).startOf('day').toMillis(),
        timeZone,
      },
    }
  const from = start.toMillis() + 17 * 60_000
  const to = end.toMillis() + 3 * 3_600_000 + 1
  return {
    range: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...zone },
    edges: { from, to, timeZone },
  }
}

type Round = { own: TestWorkspace; truth: Truth; world: SmallWorld }
async function ask<Answer>(own: TestWorkspace, kind: string, body: object): Promise<Answer> {
  return own.key.post<Answer>(`/api/v1/questions/${kind}`, body)
}

async function checkTrend({ own, truth, world }: Round, asked: Asked) {
  const { range, edges } = rangeOf(world, asked)
  const { interval, measure, event, breakdown = [], limit = 10 } = asked.trend
  const answer = await ask<TrendAnswer>(own, 'trend', {
    range,
    filter: asked.filter,
    ...asked.trend,
    compare: 'previous',
  })
  const now: reference.Asked = { truth, ...edges, filter: asked.filter as Filter | undefined }
  const kind = event === undefined ? reference.isInteraction : (fact: Fact) => fact.name === event
  const size = (facts: readonly Fact[]) => (measure === 'people' ? reference.personsOf(facts) : facts.length)
  for (const [period, series] of [
    [now, answer.series],
    [reference.before(now), answer.previous ?? []],
  ] as const) {
    const facts = reference.fitting(period, kind)
    const points = (own: readonly Fact[]) => {
      const buckets = Map.groupBy(own, (fact) => reference.startOf(fact.time, interval, period.timeZone))
      return Object.fromEntries(
        [...buckets].map(([ms, inside]) => [new Date(ms).toISOString(), size(inside)]),
      )
    }
    const groups = [
      ...Map.groupBy(facts, (fact) =>
        JSON.stringify(breakdown.map((name) => reference.keyOf(period, fact, name))),
      ),
    ]
    const expected = groups.map(([key, own]) => ({
      key: JSON.parse(key) as string[],
      total: size(own),
      points: points(own),
      facts: own,
    }))
    const isApart = apartIn(answer.series)
    const rest = expected.filter((one) => !isApart(one.key)).flatMap((one) => one.facts)
    const other = { key: ['…other'], total: size(rest), points: points(rest) }
    const whole = { key: [], total: size(facts), points: points(facts) }
    const apart = expected
      .filter((one) => isApart(one.key))
      .map(({ key, total, points }) => ({ key, total, points }))
    expect(shown(series)).toEqual(
      breakdown.length === 0 ? [whole] : sorted([...apart, ...(rest.length > 0 ? [other] : [])]),
    )
    if (period === now && breakdown.length > 0) {
      expect(answer.folded).toBe(Math.max(0, expected.length - limit))
      const largest = expected.map((one) => one.total).toSorted((x, y) => y - x)
      expect(series.slice(0, limit).map((one) => one.total)).toEqual(largest.slice(0, limit))
    }
    if (measure === 'events') expect(series.reduce((sum, one) => sum + one.total, 0)).toBe(facts.length)
    for (const one of series)
      expect(one.points.map((point) => point.time)).toEqual(bucketsOf(period, interval))
  }
}
type Shown = { key: string[]; total: number; points: Record<string, number> }
const sorted = (series: readonly Shown[]) =>
  series.toSorted((x, y) => (JSON.stringify(x.key) < JSON.stringify(y.key) ? -1 : 1))
const shown = (series: readonly TrendSeries[]) =>
  sorted(
    series.map(({ key, total, points }) => ({
      key,
      total,
      points: Object.fromEntries(
        points.filter((point) => point.value > 0).map((point) => [point.time, point.value]),
      ),
    })),
  )
/** Whether a series is kept apart in the answer. */
function apartIn(answered: readonly TrendSeries[]) {
  const apart = new Set(answered.map((one) => JSON.stringify(one.key)))
  return (key: readonly string[]) => apart.has(JSON.stringify(key))
}

/** Found by trying moments closer together than intervals are long, not by adding intervals. */
function bucketsOf({ from, to, timeZone }: reference.Asked, interval: reference.Interval): string[] {
  const step = (interval === 'hour' ? 0.5 : 12) * 3_600_000
  const tried = [...Array(Math.ceil((to - from) / step)).keys()].map((n) => from + n * step)
  const starts = new Set([...tried, to - 1].map((at) => reference.startOf(at, interval, timeZone)))
  return [...starts].map((ms) => new Date(ms).toISOString())
}

async function checkPaths({ own, truth, world }: Round, asked: Asked) {
  const { range, edges } = rangeOf(world, asked)
  const compareWith =
    asked.filter === undefined ? { channel: 'web', operator: 'equals' } : { not: asked.filter }
  const question = { range, filter: asked.filter, ...asked.paths, compare: 'previous', compareWith }
  const answer = await ask<PathsAnswer>(own, 'paths', question)
  const now: reference.Asked = { truth, ...edges, filter: asked.filter as Filter | undefined }
  const expected = reference.pathsOf(now, asked.paths)
  expect({
    walks: answer.walks,
    people: answer.people,
    nodes: Object.fromEntries(
      answer.nodes.map((node) => [`${node.depth}:${node.label}`, [node.walks, node.people]]),
    ),
    links: Object.fromEntries(
      answer.links.map((link) => [`${link.source} > ${link.target}`, [link.walks, link.people]]),
    ),
  }).toEqual(expected)
  const kept = new Set(Object.keys(expected.nodes))
  const others = reference.pathsOf({ ...now, filter: compareWith as Filter }, asked.paths, kept)
  expect(answer.other).toEqual({ walks: others.walks, people: others.people })
  for (const node of answer.nodes) {
    const [walks, people] = others.nodes[`${node.depth}:${node.label}`] ?? [0, 0]
    expect(node.other).toEqual({ walks, people })
  }
  for (const link of answer.links) {
    const [walks, people] = others.links[`${link.source} > ${link.target}`] ?? [0, 0]
    expect(link.other).toMatchObject({ walks, people, sourceWalks: others.nodes[link.source]?.[0] ?? 0 })
  }
  const before = reference.pathsOf(reference.before(now), asked.paths, kept)
  for (const link of answer.links) {
    const [walks, people] = before.links[`${link.source} > ${link.target}`] ?? [0, 0]
    const sourceWalks = before.nodes[link.source]?.[0] ?? 0
    expect([link.source, link.target, link.before]).toEqual([
      link.source,
      link.target,
      { walks, people, sourceWalks },
    ])
  }
}

async function checkPeople({ own, truth, world }: Round, asked: Asked) {
  const { range, edges } = rangeOf(world, asked)
  const now: reference.Asked = { truth, ...edges, filter: asked.filter as Filter | undefined }
  const behind = await ask<PeopleBehindAnswer>(own, 'people', { range, filter: asked.filter })
  const facts = reference.fitting(now)
  expect([behind.total, behind.items.length]).toEqual([
    reference.personsOf(facts),
    reference.personsOf(facts),
  ])
  const isKnown = [...new Set(facts.map((fact) => fact.person))].filter((person) => truth.known.has(person))
  expect(behind.items.filter((one) => one.isKnown).length).toBe(isKnown.length)

  const pulse = await ask<PulseAnswer>(own, 'pulse', { range, filter: asked.filter })
  const previous = reference.before(now)
  const earlier = reference.fitting(previous)
  const isNew = (period: reference.Asked, own: readonly Fact[]) =>
    reference.personsOf(
      own.filter((fact) => {
        const first = Math.min(
          ...truth.facts.filter((one) => one.person === fact.person).map((one) => one.time),
        )
        return first >= period.from && first < period.to
      }),
    )
  const table = (name: (fact: Fact) => string) => {
    const rows = new Map<string, number[]>()
    for (const [at, own] of [
      [0, facts],
      [2, earlier],
    ] as const)
      for (const [key, inside] of Map.groupBy(own, name)) {
        const row = rows.get(key) ?? [0, 0, 0, 0]
        row.splice(at, 2, reference.personsOf(inside), inside.length)
        rows.set(key, row)
      }
    rows.delete('')
    return Object.fromEntries(rows)
  }
  const answered = (
    rows: PulseAnswer['byChannel'],
    name: (row: PulseAnswer['byChannel'][number]) => string,
  ) =>
    Object.fromEntries(
      rows.map((row) => [
        name(row),
        [row.people, row.interactions, row.previousPeople, row.previousInteractions],
      ]),
    )
  const fresh = { value: isNew(now, facts), previous: isNew(previous, earlier) }
  expect({
    people: pick(pulse.people),
    known: pulse.people.known,
    interactions: pick(pulse.interactions),
    newPeople: pick(pulse.newPeople),
    returning: pick(pulse.returningPeople),
    byChannel: answered(pulse.byChannel, (row) => row.channel),
    byTouchpoint: answered(pulse.byTouchpoint, (row) => `${row.name} ${row.channel}`),
  }).toEqual({
    people: { value: reference.personsOf(facts), previous: reference.personsOf(earlier) },
    known: isKnown.length,
    interactions: { value: facts.length, previous: earlier.length },
    newPeople: fresh,
    returning: {
      value: reference.personsOf(facts) - fresh.value,
      previous: reference.personsOf(earlier) - fresh.previous,
    },
    byChannel: table((fact) => fact.channel),
    byTouchpoint: table((fact) => (fact.touchpoint === '' ? '' : `${fact.touchpoint} ${fact.channel}`)),
  })
}
const pick = ({ value, previous }: { value: number; previous: number }) => ({ value, previous })

const runs = Number(process.env.TEIA_PROPERTY_RUNS ?? 8)
test('every question answers what a plain evaluation of the sent events gives, before and after joins are folded in', async () => {
  await fc.assert(
    fc.asyncProperty(smallWorld, fc.array(question, { minLength: 6, maxLength: 6 }), async (world, asked) => {
      const round = { ...(await fillWorkspace(server, world)), world }
      const check = async (one: Asked) => {
        await Promise.all([checkTrend(round, one), checkPaths(round, one), checkPeople(round, one)])
      }
      for (const one of asked.slice(0, 4)) await check(one)
      await round.own.folded()
      for (const one of asked.slice(4)) await check(one)
    }),
    { numRuns: runs, endOnFailure: true, ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  )
}, 240_000)
