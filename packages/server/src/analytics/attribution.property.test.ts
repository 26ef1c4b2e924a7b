import type { AttributionAnswer, AttributionPeopleAnswer } from '@teia/contracts'
import { attributionModels } from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const dayMs = 86_400_000
const begin = Date.UTC(2026, 2, 1)
/** The range begins after the first days, so that some touches and outcomes lie before it. */
const range = { from: '2026-03-06', to: '2026-03-20' }
const edges = { from: begin + 5 * dayMs, to: begin + 20 * dayMs }

const step = fc.record({
  who: fc.nat(5),
  /** No two at once: which of them comes first would be chance. */
  hour: fc.nat(20 * 24 - 1),
  what: fc.constantFrom('A', 'B', 'C', 'D', 'Bought'),
  worth: fc.integer({ min: -5, max: 100 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
const world = fc.record({
  steps: fc.uniqueArray(step, { minLength: 10, maxLength: 60, selector: ({ hour }) => hour }),
  /** The account of each person; the last has none. */
  accounts: fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 5, maxLength: 5 }),
})
const asked = fc.record({
  per: fc.constantFrom('person', 'account'),
  lookbackDays: fc.integer({ min: 1, max: 12 }),
  collapseRepeats: fc.boolean(),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never
type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never

const timeOf = ({ hour }: Step) => begin + hour * 3_600_000
const messagesOf = ({ steps, accounts }: World) => [
  ...accounts.map((account, who) => ({
    type: 'group',
    userId: `p${who}`,
    groupId: account,
    timestamp: new Date(begin - dayMs).toISOString(),
    messageId: `g${who}`,
  })),
  ...steps.map((one) => ({
    type: 'track',
    userId: `p${one.who}`,
    event: one.what === 'Bought' ? 'Bought' : 'Seen',
    properties: one.what === 'Bought' ? { total: one.worth } : { channel: one.what },
    timestamp: new Date(timeOf(one)).toISOString(),
    messageId: `m${one.hour}`,
  })),
]

type Path = { channels: string[]; worth: number | null; people: Set<number> }
/** Walks through everything that a person or account did, one by one. */
function pathsOf({ steps, accounts }: World, { per, lookbackDays, collapseRepeats }: Asked): Path[] {
  const reach = steps.filter((one) => timeOf(one) >= edges.from - lookbackDays * dayMs)
  const units = Map.groupBy(
    reach.toSorted((x, y) => x.hour - y.hour),
    ({ who }) => (per === 'person' ? `p${who}` : accounts[who]),
  )
  const paths: Path[] = []
  for (const [unit, walk] of units) {
    if (unit === undefined) continue
    let met: Step[] = []
    const close = (end: number, last: Step | null) => {
      const near = met.filter((one) => timeOf(one) >= end - lookbackDays * dayMs)
      const kept = collapseRepeats ? near.filter((one, at) => one.what !== near[at + 1]?.what) : near
      met = []
      if (last ? end < edges.from : kept.length === 0) return
      const people = new Set([...kept, ...(last ? [last] : [])].map(({ who }) => who))
      paths.push({ channels: kept.map(({ what }) => what), worth: last?.worth ?? null, people })
    }
    for (const one of walk) {
      if (one.what === 'Bought') close(timeOf(one), one)
      else met.push(one)
    }
    close(edges.to, null)
  }
  return paths
}

/** What a rule gives each channel of the paths that converted; paths without a touch have a channel without a name. */
function given(paths: readonly Path[], pick: (channels: readonly string[]) => readonly string[]) {
  const sums: Record<string, number> = {}
  for (const { channels } of paths.filter(({ worth }) => worth !== null)) {
    const picked = channels.length === 0 ? [''] : pick(channels)
    for (const one of picked) sums[one] = (sums[one] ?? 0) + 1 / picked.length
  }
  return sums
}

test('every model gives away all conversions and all value that walking by hand finds, per person and per account, and a channel has the people of its paths', async () => {
  const questions = fc.array(asked, { minLength: 3, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(world, questions, async (small, several) => {
      const own = await server.workspace({ timeZone: 'UTC' })
      await own.send(messagesOf(small))
      await server.caughtUp()
      for (const one of several) {
        const question = {
          ...{ range, channel: 'properties.channel', models: attributionModels, intervals: false },
          ...{ outcome: { event: 'Bought', valueProperty: 'total' }, ...one },
        }
        const answer = await own.key.post<AttributionAnswer>('/api/v1/questions/attribution', question)
        const paths = pathsOf(small, one)
        const converted = paths.filter(({ worth }) => worth !== null)
        const value = converted.reduce((sum, { worth }) => sum + (worth ?? 0), 0)
        expect([answer.conversions, answer.nulls]).toEqual([
          converted.length,
          paths.length - converted.length,
        ])
        expect(answer.value).toBeCloseTo(value, 6)
        for (const { model, channels } of answer.models) {
          const sum = (of: 'conversions' | 'value' | 'share') =>
            channels.reduce((all, channel) => all + channel[of], 0)
          expect([model, sum('conversions')]).toEqual([model, expect.closeTo(converted.length, 6)])
          expect([model, sum('value')]).toEqual([model, expect.closeTo(value, 6)])
          expect([model, sum('share')]).toEqual([model, expect.closeTo(converted.length > 0 ? 1 : 0, 6)])
        }
        for (const [model, pick] of [
          ['first', (channels: readonly string[]) => channels.slice(0, 1)],
          ['last', (channels: readonly string[]) => channels.slice(-1)],
          ['linear', (channels: readonly string[]) => channels],
          ['shapley', (channels: readonly string[]) => [...new Set(channels)]],
        ] as const) {
          const found = answer.models.find((other) => other.model === model)?.channels ?? []
          const some = found.filter(({ conversions }) => conversions > 0)
          const expected = Object.entries(given(paths, pick)).map(([name, n]) => [name, expect.closeTo(n, 6)])
          expect([model, Object.fromEntries(some.map((c) => [c.channel, c.conversions]))]).toEqual([
            model,
            Object.fromEntries(expected),
          ])
        }
        const behind = paths.filter(({ worth, channels }) => worth !== null && channels.includes('A'))
        const people = await own.key.post<AttributionPeopleAnswer>('/api/v1/questions/attribution-people', {
          ...{ attribution: question, channel: 'A' },
        })
        expect(people.total).toBe(new Set(behind.flatMap((path) => [...path.people])).size)
      }
    }),
    { numRuns: Number(process.env.TEIA_PROPERTY_RUNS ?? 5), endOnFailure: true },
  )
}, 240_000)
