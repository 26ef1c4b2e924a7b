import type { SeparatesAnswer, SeparatesPeopleAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, march, openAskedServer, track } from '../../../test/asked-server.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
let planted: TestWorkspace
beforeAll(async () => {
  server = await openAskedServer()
  planted = await server.filled(plantedWorld())
})
afterAll(() => server.close())

const start = Date.parse('2026-03-05T00:00:00Z')
const at = (minute: number) => new Date(start + minute * 60_000).toISOString()
const people = 60

/**
 * Half of 60 people go on from the cart. Four of five of those have read the help before, one of five of the others; every
 * second one of both has searched. A letter after the outcome only those who went on have opened.
 */
function plantedWorld() {
  return Array.from({ length: people }, (_, n) => {
    const goesOn = n % 2 === 0
    const place = Math.floor(n / 2)
    const user = `u${n}`
    const plan = { plan: place % 2 === 0 ? 'pro' : 'free' }
    return [
      { type: 'identify', userId: user, traits: plan, timestamp: at(n) },
      ...(place % 5 < (goesOn ? 4 : 1) ? [track(user, 'Help Read', at(n + 1))] : []),
      ...(place % 2 === 0 ? [track(user, 'Searched', at(n + 1))] : []),
      track(user, 'Cart Seen', at(n + 5), {
        payment: place % 3 > 0 ? 'card' : 'voucher',
        id: user,
      }),
      ...(goesOn ? [track(user, 'Paid', at(n + 9)), track(user, 'Letter Opened', at(n + 20))] : []),
    ]
  }).flat()
}

const funnel = { range: march, steps: [{ event: 'Cart Seen' }, { event: 'Paid' }] }
const ask = (own: TestWorkspace, question: object = {}) =>
  own.key.post<SeparatesAnswer>('/api/v1/questions/separates', { funnel, step: 1, ...question })
const item = (answer: SeparatesAnswer, name: string, value?: string) =>
  answer.items.find((one) => one.name === name && one.value === value)

test('a planted difference comes first, and what both have alike is not called a difference', async () => {
  const answer = await ask(planted)
  expect([answer.wentOn, answer.left]).toEqual([30, 30])
  const [first] = answer.items
  expect([first?.kind, first?.name]).toEqual(['event', 'Help Read'])
  expect([first?.wentOn, first?.left].map((one) => [one?.with, one?.n])).toEqual([
    [24, 30],
    [6, 30],
  ])
  expect(first?.ratio.estimate).toBeCloseTo(4, 9)
  expect(first?.ratio.low).toBeGreaterThan(1)
  expect(first?.adjustedP).toBeLessThan(0.001)
  const searched = item(answer, 'Searched')
  expect([searched?.ratio.estimate, searched?.p, searched?.adjustedP]).toEqual([1, 1, 1])
  expect(answer.tested).toBe(answer.items.length)
})

test('nothing after the step counts, what everybody has says nothing, and values that are as many as people are not tried', async () => {
  const answer = await ask(planted)
  expect(item(answer, 'Paid') ?? item(answer, 'Letter Opened')).toBeUndefined()
  expect(item(answer, 'Cart Seen')).toBeUndefined()
  expect(answer.leftOut.common).toBeGreaterThan(0)
  expect(answer.leftOut.properties).toEqual(['id'])
  expect(item(answer, 'payment', 'card')?.wentOn.with).toBe(20)
  expect(item(answer, 'plan', 'pro')?.wentOn.with).toBe(15)
  const few = await ask(planted, { least: 25, kinds: ['event'] })
  expect([few.items.map((one) => one.name), few.leftOut.rare]).toEqual([['Help Read', 'Searched'], 0])
  const fewer = await ask(planted, { least: 31, kinds: ['event'] })
  expect([fewer.items, fewer.leftOut.rare]).toEqual([[], 2])
})

test('only what lies within the days asked for is counted, also from before the range', async () => {
  const late = { ...funnel, range: { from: '2026-03-06', to: '2026-03-10' } }
  const own = await server.filled([
    ...Array.from({ length: 6 }, (_, n) => track(`u${n}`, 'Help Read', at(n))),
    ...Array.from({ length: 12 }, (_, n) => track(`u${n}`, 'Cart Seen', at(2 * 1440 + n))),
    ...Array.from({ length: 6 }, (_, n) => track(`u${n}`, 'Paid', at(2 * 1440 + 60 + n))),
  ])
  const within = async (lookbackDays: number) => {
    const answer = await ask(own, { funnel: late, lookbackDays })
    return item(answer, 'Help Read')?.wentOn.with
  }
  expect([await within(1), await within(3)]).toEqual([undefined, 6])
})

test('people who are alike are compared with each other, so that what only tells them apart is flagged', async () => {
  // In the app nearly all go on and have seen the tour; on the web few do either. Within both it makes no difference.
  const world = [
    { channel: 'app', n: 40, tour: 0.75, goesOn: 0.75 },
    { channel: 'web', n: 40, tour: 0.25, goesOn: 0.25 },
  ].flatMap(({ channel, n, tour, goesOn }) =>
    Array.from({ length: n }, (_, place) => {
      const user = `${channel}${place}`
      const context = { channel }
      const hasTour = place % 4 < tour * 4
      const isPaid = Math.floor(place / 4) % 4 < goesOn * 4
      return [
        ...(hasTour ? [{ ...track(user, 'Tour Seen', at(place)), context }] : []),
        { ...track(user, 'Cart Seen', at(place + 5)), context },
        ...(isPaid ? [{ ...track(user, 'Paid', at(place + 9)), context }] : []),
      ]
    }).flat(),
  )
  const own = await server.filled(world)
  const tour = item(await ask(own, { within: ['channel'] }), 'Tour Seen')
  expect(tour?.ratio.estimate).toBeGreaterThan(1.2)
  expect(tour?.withinRatio?.estimate).toBeCloseTo(1, 1)
  expect(tour?.isConfounded).toBe(true)
})

test('the people behind either share are listed, with it or without', async () => {
  const behind = (more: object) =>
    planted.key.post<SeparatesPeopleAnswer>('/api/v1/questions/separates-people', {
      separates: { funnel, step: 1 },
      thing: { kind: 'event', name: 'Help Read' },
      ...more,
    })
  const totals = await Promise.all([
    behind({ part: 'wentOn' }),
    behind({ part: 'left' }),
    behind({ part: 'left', has: false }),
    behind({ part: 'wentOn', thing: { kind: 'property', name: 'payment', value: 'card' } }),
    behind({ part: 'wentOn', thing: { kind: 'trait', name: 'plan', value: 'pro' } }),
  ])
  expect(totals.map((one) => one.total)).toEqual([24, 6, 24, 20, 15])
  const page = await behind({ part: 'left', limit: 4 })
  const rest = await behind({ part: 'left', limit: 4, cursor: page.nextCursor })
  expect(new Set([...page.items, ...rest.items].map((one) => one.id)).size).toBe(6)
  expect(page.items[0]?.at).toBe(at(51 + 5))
})

test('a step from which nobody can go on, or before which nothing comes, is refused', async () => {
  const refused = async (question: object) => {
    const body = { funnel, step: 1, ...question }
    const answer = await planted.key.request('POST', '/api/v1/questions/separates', { body })
    const { issues } = answer.body as { issues?: { path: string; fault: { code: string } }[] }
    return [answer.status, issues?.[0]?.path, issues?.[0]?.fault.code]
  }
  expect(await refused({ step: 2 })).toEqual([400, 'step', 'step_last'])
  expect(await refused({ step: 3 })).toEqual([400, 'step', 'step_absent'])
  expect(await refused({ funnel: { ...funnel, order: 'any' } })).toEqual([
    400,
    'funnel.order',
    'order_any_separates',
  ])
  expect((await refused({ lookbackDays: 400 }))[0]).toBe(400)
})
