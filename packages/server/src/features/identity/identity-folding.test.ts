import type { PathsAnswer, PeopleBehindAnswer, PulseAnswer, TrendAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import type { Fact } from '../../analytics/test/fill-workspace.ts'
import * as reference from '../../analytics/test/reference.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-06-05T00:00:00Z') })
})
afterAll(() => server.close())

const start = Date.parse('2026-03-02T00:00:00Z')
const range = { from: '2026-03-02', to: '2026-03-15', timeZone: 'UTC' }
const edges = { from: start, to: start + 14 * 86_400_000, timeZone: 'UTC' }
const devices = 3_000
const events = 51_000
const names = ['Viewed', 'Compared', 'Bought', 'Asked']

/** Spreads numbers evenly without a seed to keep: Knuth's multiplicative hash. */
const scatter = (n: number, below: number) => Math.floor(((n * 2_654_435_761) % 2 ** 32) / (2 ** 32 / below))

/** One walk after another over two weeks, each event by one of the devices. */
const walked = Array.from({ length: events }, (_, n) => ({
  device: scatter(n, devices),
  name: names[scatter(n * 7 + 3, names.length)] ?? '',
  time: start + scatter(n * 13 + 5, 14 * 24 * 60) * 60_000 + (n % 60_000),
}))

type Call = Record<string, unknown>
/** The device's visitor turns out to be this customer. */
const signIn = (device: number, user: number): Call => ({
  type: 'identify',
  anonymousId: `d${device}`,
  userId: `u${user}`,
  timestamp: new Date(start + 86_400_000).toISOString(),
})
/** Two customers turn out to be one. */
const join = (user: number, other: number): Call => ({
  type: 'alias',
  userId: `u${user}`,
  previousId: `u${other}`,
  timestamp: new Date(start + 2 * 86_400_000).toISOString(),
})

/** Who is who by plain union-find over what has been said so far. */
class Truth {
  readonly #parent = new Map<string, string>()
  find(id: string): string {
    const up = this.#parent.get(id)
    return up === undefined ? id : this.find(up)
  }
  hear(calls: readonly Call[]): void {
    for (const { userId, anonymousId, previousId } of calls) {
      const [user, other] = [this.find(String(userId)), this.find(String(anonymousId ?? previousId))]
      if (user !== other) this.#parent.set(other, user)
    }
  }
  facts(): Fact[] {
    const numbers = new Map<string, number>()
    return walked.map(({ device, name, time }, order) => {
      const id = this.find(`d${device}`)
      const person = numbers.get(id) ?? numbers.size
      numbers.set(id, person)
      const place = { touchpoint: '', channel: 'other', entry: '', device: `d${device}` }
      return { person, order, time, type: 'track', name, ...place, properties: {}, context: {} }
    })
  }
  isKnown(device: number): boolean {
    return this.find(`d${device}`).startsWith('u')
  }
}

async function sendAll(own: TestWorkspace, calls: readonly Call[]): Promise<void> {
  for (let at = 0; at < calls.length; at += 2_500) {
    const answer = await own.send(calls.slice(at, at + 2_500))
    expect(answer.status).toBe(200)
  }
}

async function expectTruth(own: TestWorkspace, truth: Truth, moment: string): Promise<void> {
  const asked: reference.Asked = {
    truth: { facts: truth.facts(), traits: new Map(), known: new Set() },
    ...edges,
    filter: undefined,
  }
  const ask = <Answer>(kind: string, question: object) =>
    own.key.post<Answer>(`/api/v1/questions/${kind}`, { range, ...question })
  const trend = await ask<TrendAnswer>('trend', { measure: 'people' })
  const byDay = Map.groupBy(asked.truth.facts, (fact) => reference.startOf(fact.time, 'day', 'UTC'))
  const perDay = [...byDay].toSorted(([x], [y]) => x - y).map(([, facts]) => reference.personsOf(facts))
  const people = reference.personsOf(asked.truth.facts)
  const bought = reference.personsOf(asked.truth.facts.filter((fact) => fact.name === 'Bought'))
  const known = new Set(
    walked.filter((one) => truth.isKnown(one.device)).map((one) => truth.find(`d${one.device}`)),
  ).size
  const behind = await ask<PeopleBehindAnswer>('people', { limit: 1, filter: { event: 'Bought' } })
  const pulse = await ask<PulseAnswer>('pulse', {})
  expect({
    moment,
    perDay: trend.series[0]?.points.map((point) => point.value),
    totals: [trend.series[0]?.total, behind.total],
    pulse: [pulse.people.value, pulse.people.known, pulse.newPeople.value, pulse.interactions.value],
  }).toEqual({ moment, perDay, totals: [people, bought], pulse: [people, known, people, events] })
  for (const scope of ['person', 'session'] as const) {
    const question = {
      by: 'event',
      depth: 3,
      scope,
      collapseRepeats: true,
      minShare: 0,
      entry: false,
    } as const
    const paths = await ask<PathsAnswer>('paths', question)
    expect({
      moment,
      walks: paths.walks,
      people: paths.people,
      nodes: Object.fromEntries(paths.nodes.map((node) => [node.id, [node.walks, node.people]])),
      links: Object.fromEntries(
        paths.links.map((link) => [`${link.source} > ${link.target}`, [link.walks, link.people]]),
      ),
    }).toEqual({ moment, ...reference.pathsOf(asked, question) })
  }
}

async function waitingOverrides(own: TestWorkspace): Promise<number> {
  const [row] = await server.stores.clickhouse.select({
    name: 'test.waitingOverrides',
    sql: 'SELECT uniqExact(identity_id) AS n FROM identity_overrides WHERE workspace_id = {id:UUID}',
    params: { id: own.id },
    row: z.object({ n: z.coerce.number() }),
  })
  return row?.n ?? 0
}

test('over fifty thousand events, joins before, while and after they are folded in never change an answer', async () => {
  const own = await server.workspace()
  const truth = new Truth()
  const hear = async (calls: readonly Call[]) => {
    truth.hear(calls)
    await sendAll(own, calls)
  }
  await sendAll(
    own,
    walked.map(({ device, name, time }) => ({
      type: 'track',
      event: name,
      anonymousId: `d${device}`,
      timestamp: new Date(time).toISOString(),
    })),
  )
  await server.caughtUp()
  await expectTruth(own, truth, 'nobody has signed in')

  const third = devices / 3
  const signIns = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => signIn(from + n, Math.floor((from + n) / 2)))
  await hear(signIns(0, third))
  await server.caughtUp()
  expect(await waitingOverrides(own)).toBeGreaterThanOrEqual(third)
  await expectTruth(own, truth, 'joined, not folded')
  await own.folded()
  expect(await waitingOverrides(own)).toBe(0)
  await expectTruth(own, truth, 'folded')

  await Promise.all([hear(signIns(third, 2 * third)), own.fold()])
  await server.caughtUp()
  await expectTruth(own, truth, 'joined again while folding')
  const joins = Array.from({ length: 200 }, (_, n) => join(2 * n, 2 * n + 1))
  await Promise.all([own.fold(), hear(joins)])
  await server.caughtUp()
  await expectTruth(own, truth, 'customers joined while their devices are folded')
  await own.folded()
  await expectTruth(own, truth, 'all folded')

  await hear([...joins.slice(0, 100).map((_, n) => join(4 * n, 4 * n + 2)), ...signIns(2 * third, devices)])
  await server.caughtUp()
  await expectTruth(own, truth, 'joined after folding')
  await own.folded()
  await expectTruth(own, truth, 'folded again')
}, 180_000)
