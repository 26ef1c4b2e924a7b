import type { SeparatesAnswer, SeparatingThing } from '@teia/contracts'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../test/test-server.ts'
import { type Fact, fillWorkspace, type Truth } from './test/fill-workspace.ts'
import { busyWorld, funnelFilter, funnelQuestion } from './test/funnel-questions.ts'
import { funnelOf } from './test/funnel-reference.ts'
import * as reference from './test/reference.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const keyOf = ({ kind, name, value = '' }: SeparatingThing) => `${kind} ${name} ${value}`

/** What somebody had met and had when a step was reached. */
function metBy(truth: Truth, people: ReadonlySet<number>, step: Fact, lookbackDays: number): Set<string> {
  const since = step.time - lookbackDays * 86_400_000
  const isBefore = (fact: Fact) =>
    fact.time < step.time || (fact.time === step.time && fact.order <= step.order)
  const own = truth.facts.filter(
    (fact) => people.has(fact.person) && reference.isInteraction(fact) && fact.time > since && isBefore(fact),
  )
  const trait = truth.traits.get(step.person)?.s
  return new Set([
    ...own.flatMap((fact) => [
      `event ${fact.name} `,
      ...(fact.touchpoint === '' ? [] : [`touchpoint ${fact.touchpoint} `]),
      `channel ${fact.channel} `,
      `property n ${fact.properties.n}`,
    ]),
    ...(trait === undefined ? [] : [`trait s ${trait}`]),
  ])
}

test('what separates is counted as by looking at everybody one by one', async () => {
  const asked = fc.tuple(funnelQuestion, funnelFilter, fc.constantFrom(1, 2, 30))
  await fc.assert(
    fc.asyncProperty(busyWorld, fc.array(asked, { minLength: 4, maxLength: 4 }), async (world, questions) => {
      const { own, truth } = await fillWorkspace(server, world)
      const { timeZone, at } = world.moment
      const noon = DateTime.fromISO(at, { zone: timeZone }).set({ hour: 12 })
      const [from, to] = [noon.minus({ days: 1 }), noon.plus({ days: 5 })]
      for (const [any, filter, lookbackDays] of questions) {
        const { breakdown: _, ...funnel } = {
          ...any,
          order: any.order === 'any' ? ('ordered' as const) : any.order,
        }
        const next = funnel.steps.findIndex((one, place) => place > 0 && !one.optional)
        if (next < 0) continue
        const range = { from: from.toISODate(), to: to.toISODate() }
        const question = { funnel: { range, filter, ...funnel }, step: 1, least: 1, lookbackDays }
        const answer = await own.key.post<SeparatesAnswer>('/api/v1/questions/separates', question)
        const edges = {
          from: from.startOf('day').toMillis(),
          to: to.plus({ days: 1 }).startOf('day').toMillis(),
        }
        const walks = funnelOf({ truth, ...edges, timeZone, filter }, funnel)
        const groups = { wentOn: new Map<string, number>(), left: new Map<string, number>() }
        const sizes = { wentOn: 0, left: 0 }
        for (const { people, taken } of walks) {
          const [first] = taken
          if (!first) continue
          const part = taken[next] ? 'wentOn' : 'left'
          sizes[part] += 1
          for (const key of metBy(truth, people, first, lookbackDays))
            groups[part].set(key, (groups[part].get(key) ?? 0) + 1)
        }
        const keys = new Set([...groups.wentOn.keys(), ...groups.left.keys()])
        const expected = [...keys].flatMap((key) => {
          const counts = [groups.wentOn.get(key) ?? 0, groups.left.get(key) ?? 0] as const
          return counts[0] + counts[1] === walks.length ? [] : [[key, ...counts]]
        })
        expect([answer.wentOn, answer.left]).toEqual([sizes.wentOn, sizes.left])
        const found = answer.items.map((one) => [keyOf(one), one.wentOn.with, one.left.with])
        expect(found.toSorted()).toEqual(expected.toSorted())
      }
    }),
    { numRuns: Number(process.env.TEIA_PROPERTY_RUNS ?? 2), endOnFailure: true },
  )
}, 240_000)
