import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateWorld, loadWorld, openWorld, truthOf, type World, type WorldEvent } from './index.ts'

let world: World
let events: WorldEvent[]
const options = { people: 2000, days: 180, until: '2026-11-20T00:00:00.000Z', seed: 7 }

beforeAll(async () => {
  world = await loadWorld('mercado-aurora')
  events = [...generateWorld({ world, ...options })]
}, 30_000)

const bytesOf = (people: number, days: number, seed: number) =>
  [...generateWorld({ world, ...options, people, days, seed })]
    .map((event) => JSON.stringify(event))
    .join('\n')

test('the same seed and sizes give the same bytes, another seed gives others', () => {
  expect(bytesOf(60, 40, 3)).toBe(bytesOf(60, 40, 3))
  expect(bytesOf(60, 40, 3)).not.toBe(bytesOf(60, 40, 4))
})

test('any small world ends, keeps to its window and comes in order of arrival', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer(),
      (people, days, seed) => {
        const until = Date.parse(options.until)
        const start = until - days * 86_400_000
        let last = start
        for (const event of generateWorld({ world, ...options, people, days, seed })) {
          const arrival = Date.parse(event.receivedAt)
          expect(arrival).toBeGreaterThanOrEqual(last)
          expect(arrival).toBeLessThan(until)
          expect(Date.parse(event.timestamp)).toBeGreaterThanOrEqual(start)
          last = arrival
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('the first day is handed over before the second is played, so memory does not grow with the days', () => {
  const simulation = openWorld({ world, ...options, people: 200 })
  expect(simulation.events.next().done).toBe(false)
  expect(simulation.progress()).toBe(0)
  const start = Date.parse(options.until) - options.days * 86_400_000
  for (const event of simulation.events) {
    const day = Math.floor((Date.parse(event.receivedAt) - start) / 86_400_000)
    if (day !== Math.round(simulation.progress() * options.days))
      expect.unreachable('a message came off its day')
  }
  expect(simulation.progress()).toBe(1)
})

test('people stay the same when the world grows', () => {
  const emailsOf = (people: number) =>
    new Set(
      [...generateWorld({ world, ...options, days: 30, people })].flatMap((e) =>
        e.type === 'identify' && e.traits.email ? [`${e.userId} ${e.traits.email}`] : [],
      ),
    )
  const larger = emailsOf(120)
  for (const email of emailsOf(60)) expect(larger).toContain(email)
})

describe('messages', () => {
  test('each is a whole Segment message within the limits of the specification', () => {
    const kinds = new Set<string>()
    for (const event of events) {
      kinds.add(event.type)
      expect(event.messageId.length).toBeLessThanOrEqual(100)
      expect(event.userId ?? event.anonymousId).toBeTruthy()
      if (event.type === 'track') expect(event.event).toMatch(/^[A-Z]/)
      if (event.type === 'identify') expect(Object.keys(event.traits).length).toBeGreaterThan(0)
      if (event.type === 'group') expect(event.groupId).toMatch(/^MA-F/)
      if (event.type === 'alias') expect(event.previousId).not.toBe(event.userId)
    }
    expect([...kinds].sort()).toEqual(['alias', 'group', 'identify', 'page', 'screen', 'track'])
  })

  test('the time is the arrival corrected by the sender’s clock, also where that clock is wrong', () => {
    let wrong = 0
    for (const event of events) {
      const corrected =
        Date.parse(event.receivedAt) - (Date.parse(event.sentAt) - Date.parse(event.originalTimestamp))
      expect(corrected).toBe(Date.parse(event.timestamp))
      if (event.sentAt !== event.receivedAt) wrong++
    }
    expect(wrong).toBeGreaterThan(0)
  })

  test('addresses, numbers and domains are from ranges that belong to nobody', () => {
    for (const event of events) {
      if (event.context.ip) expect(event.context.ip).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\./)
      if (event.type === 'identify' && event.traits.email)
        expect(event.traits.email).toMatch(/^[a-z.0-9]+@\w+\.example$/)
    }
  })
})

describe('the network', () => {
  test('repeats 0.4 % of the messages later with the same id', () => {
    const first = new Map<string, string>()
    let repeats = 0
    for (const event of events) {
      const earlier = first.get(event.messageId)
      if (earlier === undefined) first.set(event.messageId, event.receivedAt)
      else {
        repeats++
        expect(event.receivedAt > earlier).toBe(true)
      }
    }
    expect(repeats / first.size).toBeGreaterThan(0.003)
    expect(repeats / first.size).toBeLessThan(0.005)
  })

  test('holds 1 % back for five minutes to two days', () => {
    const delays = events.map((event) => Date.parse(event.receivedAt) - Date.parse(event.timestamp))
    const late = delays.filter((delay) => delay >= 5 * 60_000)
    expect(late.length / delays.length).toBeGreaterThan(0.008)
    expect(late.length / delays.length).toBeLessThan(0.013)
    expect(Math.max(...late)).toBeGreaterThan(36 * 3_600_000)
  })
})

test('the day and the week have their rhythm', () => {
  const views = events.filter(
    (e) => e.type === 'track' && e.event === 'Product Viewed' && e.context.timezone === 'America/Sao_Paulo',
  )
  const local = views.map((event) => new Date(Date.parse(event.timestamp) - 3 * 3_600_000))
  const inHours = (from: number, to: number) =>
    local.filter((d) => d.getUTCHours() >= from && d.getUTCHours() < to).length
  expect(inHours(19, 22)).toBeGreaterThan(4 * inHours(2, 5))
  const onDays = (...days: number[]) => local.filter((d) => days.includes(d.getUTCDay())).length
  expect(onDays(1, 2)).toBeGreaterThan(1.1 * onDays(6, 0))
})

test('many browse, fewer fill a cart, fewer still pay, and about eight in ten payments end in an order', () => {
  const count = (name: string) => events.filter((e) => e.type === 'track' && e.event === name).length
  const steps = [
    'Product Viewed',
    'Product Added',
    'Cart Viewed',
    'Checkout Started',
    'Payment Info Entered',
    'Order Completed',
  ].map(count)
  for (let at = 1; at < steps.length; at++) expect(steps[at]).toBeLessThan(steps[at - 1] ?? 0)
  const success = count('Order Completed') / count('Payment Info Entered')
  expect(success).toBeGreaterThan(0.74)
  expect(success).toBeLessThan(0.88)
})

test('the truth counts what was handed over', () => {
  const simulation = openWorld({ world, ...options, people: 300 })
  const seen = [...simulation.events]
  const truth = simulation.truth()
  expect(truth.events.total).toBe(seen.length)
  expect(truth).toEqual(truthOf({ world, ...options, people: 300 }))
  const identities = [...simulation.identities()]
  expect(identities.filter((row) => row.anonymousIds.length > 0).length).toBeLessThanOrEqual(300)
  expect(truth.identity.peopleSeen).toBe(truth.personas.reduce((sum, persona) => sum + persona.seen, 0))
})
