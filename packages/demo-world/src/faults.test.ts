import { beforeAll, expect, test } from 'vitest'
import { loadWorld, openWorld, truthOf, type World, type WorldEvent, type WorldTruth } from './index.ts'

/** Two thousand people who all buy: enough cases of each fault for a plain count. */
const options = { people: 2000, days: 120, until: '2026-11-20T00:00:00.000Z', seed: 11 }
const day = 86_400_000
const until = Date.parse(options.until)
const buyers: Record<string, number> = { julia: 0.3, renato: 0.4, celeste: 0.3 }
let world: World
let truth: WorldTruth
let tracks: Extract<WorldEvent, { type: 'track' }>[]

beforeAll(async () => {
  const whole = await loadWorld('mercado-aurora')
  const archetypes = whole.archetypes.map((archetype) => ({ ...archetype, share: buyers[archetype.id] ?? 0 }))
  world = { ...whole, archetypes, signals: { ...whole.signals, enabled: false } }
  const simulation = openWorld({ world, ...options })
  tracks = [...simulation.events].filter((event) => event.type === 'track')
  truth = simulation.truth()
}, 30_000)

const share = (hits: number, n: number) => hits / Math.max(1, n)
const at = (event: WorldEvent) => Date.parse(event.timestamp)
const named = (name: string) => tracks.filter((event) => event.event === name)

test('the gateway slowdown makes mobile shoppers drop at payment, for nine days', () => {
  const paid = new Set(named('Order Completed').map((event) => event.properties.checkout_id))
  const entered = named('Payment Info Entered').filter((event) => event.context.device?.type === 'mobile')
  const during = entered.filter((event) => at(event) >= until - 23 * day && at(event) < until - 14 * day)
  const before = entered.filter((event) => at(event) < until - 23 * day)
  const lost = (list: typeof entered) =>
    share(list.filter((event) => !paid.has(event.properties.checkout_id)).length, list.length)
  expect(during.length).toBeGreaterThan(15)
  expect(lost(during)).toBeGreaterThan(lost(before) + 0.1)
})

test('the carrier is late in one region from the onset on, and only there', () => {
  const parcels = named('Shipment Delivered').filter((event) => event.properties.carrier === 'Andorinha')
  const lateShare = (list: typeof parcels) =>
    share(list.filter((event) => Number(event.properties.days_late) > 0).length, list.length)
  const after = parcels.filter(
    (event) => Date.parse(String(event.properties.promised_at)) >= until - 18 * day,
  )
  const before = parcels.filter(
    (event) => Date.parse(String(event.properties.promised_at)) < until - 18 * day,
  )
  const south = (event: WorldEvent) => event.type === 'track' && event.properties.region === 'South'
  expect(lateShare(after.filter(south))).toBeGreaterThan(0.2)
  expect(lateShare(before.filter(south))).toBeLessThan(0.15)
  expect(lateShare(after.filter((event) => !south(event)))).toBeLessThan(0.2)
})

test('every planted fault shows in the truth with the direction it was planted with', () => {
  const faults = new Map(truth.faults.map((fault) => [fault.id, fault]))
  const shares = (id: string) => {
    const fault = faults.get(id)
    return { before: fault?.before.share ?? Number.NaN, during: fault?.during.share ?? Number.NaN }
  }
  expect(shares('pagaflux-slow').during).toBeGreaterThan(shares('pagaflux-slow').before * 1.5)
  expect(shares('andorinha-south-late').during).toBeGreaterThan(shares('andorinha-south-late').before * 2)
  expect(shares('returns-untrained').during).toBeGreaterThan(shares('returns-untrained').before)
  expect(shares('instagram-assists').during).toBeLessThan(shares('instagram-assists').before * 0.5)
  expect(shares('julia-changes').during).toBeLessThan(shares('julia-changes').before * 0.85)
})

test('a late parcel costs points in the survey that follows', () => {
  const late = new Set(
    named('Shipment Delivered').flatMap((event) =>
      Number(event.properties.days_late) > 0 ? [event.properties.order_id] : [],
    ),
  )
  const answers = named('Survey Answered').filter((event) => event.properties.survey_id === 'after-delivery')
  const mean = (list: typeof answers) =>
    share(
      list.reduce((sum, event) => sum + Number(event.properties.score), 0),
      list.length,
    )
  const afterLate = answers.filter((event) => late.has(event.properties.order_id))
  const afterTime = answers.filter((event) => !late.has(event.properties.order_id))
  expect(mean(afterLate)).toBeLessThan(mean(afterTime) - 1.5)
})

test('a world without faults has none', () => {
  expect(truthOf({ world: { ...world, faults: [] }, ...options, people: 100 }).faults).toEqual([])
})
