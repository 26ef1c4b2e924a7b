import fc from 'fast-check'
import { moments, type SmallWorld } from './small-world.ts'

const minute = 60_000
const names = ['A', 'B', 'C', 'Product Viewed', 'Product Added'] as const
const happening = fc.record({
  gap: fc.constantFrom(0, 0, 1, 500, minute, 29 * minute, 30 * minute, 5 * 60 * minute, 24 * 60 * minute),
  call: fc.constantFrom(...names).map((event) => ({ type: 'track', event })),
  by: fc.constantFrom('user' as const, 'both' as const),
  site: fc.constantFrom(
    { app: { name: 'Shop' } },
    { page: { path: '/p' } },
    { app: { name: 'Shop' }, groupId: 'acme' },
    { page: { path: '/p' }, groupId: 'globex' },
  ),
  campaign: fc.constant(undefined),
  properties: fc.record({ n: fc.nat(2) }),
})
const visit = fc.record({
  person: fc.nat(2),
  device: fc.nat(1),
  startsAt: fc.integer({ min: -3 * 24 * 60, max: 2 * 24 * 60 }),
  happenings: fc.array(happening, { minLength: 4, maxLength: 12 }),
})

/** Few people who do few things often, so that walks are deep and meet each other. */
export const busyWorld: fc.Arbitrary<SmallWorld> = fc.record({
  moment: fc.constantFrom(...moments),
  visits: fc.array(visit, { minLength: 3, maxLength: 6 }),
  traits: fc.array(fc.record({ s: fc.constantFrom('x', 'y') }), { minLength: 4, maxLength: 4 }),
  joins: fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 1 }),
  signInMinute: fc.array(fc.integer({ min: -8000, max: 8000 }), { minLength: 4, maxLength: 4 }),
  accounts: fc.uniqueArray(
    fc.tuple(fc.nat(2), fc.constantFrom('acme', 'globex', 'initech'), fc.integer({ min: -8000, max: 8000 })),
    { maxLength: 4, selector: ([, , minute]) => minute },
  ),
})

const ofN = fc.nat(2).map((value) => ({ property: 'n', operator: 'lte' as const, value }))
const filter = fc.option(ofN, { freq: 3, nil: undefined })
const place = fc.oneof(
  { weight: 5, arbitrary: fc.record({ event: fc.constantFrom(...names), filter }) },
  {
    weight: 1,
    arbitrary: fc.record({ touchpoint: fc.constantFrom('Product page', 'Cart', 'product-page@app') }),
  },
)
const either = fc.oneof(
  { weight: 5, arbitrary: place },
  {
    weight: 1,
    arbitrary: fc.record({ anyOf: fc.array(place, { minLength: 1, maxLength: 3 }), filter }),
  },
)
/** An event, a touchpoint, or either of several. */
export const somePlace = either
const step = fc.record({ asked: either, optional: fc.constantFrom(false, false, true) })
const length = fc.constantFrom(
  { value: 1, unit: 'second' as const },
  { value: 1, unit: 'minute' as const },
  { value: 30, unit: 'minute' as const },
  { value: 5, unit: 'hour' as const },
  { value: 2, unit: 'day' as const },
  { value: 1, unit: 'month' as const },
)

export const funnelFilter = fc.option(ofN, { freq: 5, nil: undefined })

/** Everything about a funnel but its range and its filter; only such as are not refused. */
export const funnelQuestion = fc
  .record({
    steps: fc.array(step, { minLength: 2, maxLength: 4 }),
    order: fc.constantFrom('ordered' as const, 'ordered' as const, 'strict' as const, 'any' as const),
    from: fc.constantFrom('first' as const, 'previous' as const),
    length,
    scope: fc.constantFrom('person' as const, 'person' as const, 'session' as const, 'account' as const),
    exclusions: fc.array(fc.tuple(either, fc.option(fc.nat(2), { nil: undefined })), {
      maxLength: 2,
      size: 'small',
    }),
    breakdown: fc.constantFrom(undefined, 'channel', 'property:n', 'trait:s', 'event'),
    limit: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ steps, order, from, length, exclusions, breakdown, ...rest }) => ({
    ...rest,
    order,
    ...(breakdown !== undefined && { breakdown }),
    window: { ...length, from: order === 'any' ? ('first' as const) : from },
    steps: steps.map(({ asked, optional }, at) => ({
      ...asked,
      optional: at > 0 && order !== 'strict' && optional,
    })),
    exclusions:
      order === 'any'
        ? []
        : exclusions.map(([asked, after]) => ({
            ...asked,
            ...(after !== undefined && { after: 1 + (after % (steps.length - 1)) }),
          })),
  }))
export type AskedFunnel = typeof funnelQuestion extends fc.Arbitrary<infer Funnel> ? Funnel : never
