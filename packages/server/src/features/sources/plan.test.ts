import { Ajv } from 'ajv'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'
import { inferSchema } from './plan-inference.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
const clock = Date.parse('2026-03-10T12:00:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

test('every sample keeps to the schema that is inferred from all of them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 8 }),
      (samples) => {
        const clean = JSON.parse(JSON.stringify(samples)) as object[]
        const validate = new Ajv({ strict: false, ownProperties: true }).compile(inferSchema(clean))
        for (const sample of clean) expect([validate(sample), validate.errors]).toEqual([true, null])
      },
    ),
    { numRuns: 30 },
  )
})

test('an inferred schema names types and what is always there', () => {
  expect(
    inferSchema([
      { a: 1, b: 'x' },
      { a: 1.5, c: [1, null] },
    ]),
  ).toEqual({
    type: 'object',
    properties: {
      a: { type: 'number' },
      b: { type: 'string' },
      c: { type: 'array', items: { type: ['integer', 'null'] } },
    },
    required: ['a'],
  })
})

type Plan = { events: { event: string; version: number; schema: object | null; changedBy: string }[] }
const track = (event: string, properties: object) => ({ type: 'track', userId: 'u', event, properties })

test('a plan is inferred, edited, versioned, and flags or refuses what differs', async () => {
  const own = await server.workspace()
  const path = `/api/v1/sources/${own.source.id}`
  const put = (body: object) => own.key.request('PUT', `${path}/plan/events`, { body })
  const set = (trackingPlan: string) =>
    own.key.request('PATCH', path, { body: { settings: { trackingPlan } } })
  const recent = async () =>
    (
      await own.key.get<{ items: { verdict: string; reason: string | null; detail: string | null }[] }>(
        `${path}/recent`,
      )
    ).items

  await own.send([track('Bought', { total: 5, sku: 'a' }), track('Bought', { total: 2.5, sku: 'b' })])
  await own.stored()
  const inferred = await own.key.post<{ events: { event: string; seen: number; schema: object }[] }>(
    `${path}/plan/infer`,
    {},
  )
  expect(inferred.events).toEqual([
    {
      event: 'Bought',
      seen: 2,
      schema: {
        type: 'object',
        properties: { sku: { type: 'string' }, total: { type: 'number' } },
        required: ['sku', 'total'],
      },
    },
  ])
  expect((await put({ event: 'Bought', schema: inferred.events[0]?.schema })).status).toBe(200)
  expect((await put({ event: 'Bought', schema: { type: 'nonsense' } })).status).toBe(400)
  expect((await put({ event: 'Bought', schema: { properties: { a: { pattern: '(a+)+$' } } } })).status).toBe(
    400,
  )

  const wrong = track('Bought', { total: 'much' })
  await own.send([wrong])
  expect((await recent())[0]).toMatchObject({ verdict: 'accepted', detail: null })
  await set('flag')
  await own.send([wrong, track('Other', {})])
  const flagged = (await recent()).find((one) => one.detail !== null)
  expect(flagged).toMatchObject({
    verdict: 'accepted',
    detail: '“sku” is missing. “total” must be of the type number.',
  })
  expect(await own.stored()).toHaveLength(5)
  await set('refuse')
  await own.send([track('First', {}), wrong, track('Bought', { total: 1, sku: 'c' })])
  expect((await recent()).find((one) => one.reason === 'tracking_plan')?.verdict).toBe('refused')
  expect((await own.stored()).map((row) => row.name).slice(5)).toEqual(['First', 'Bought'])

  expect((await put({ event: 'Bought', schema: null })).body).toEqual({ events: [] })
  const versions = await own.key.get<Plan>(`${path}/plan/versions?event=Bought`)
  expect(versions.events.map((one) => [one.version, one.schema === null, one.changedBy])).toEqual([
    [2, true, 'key: All'],
    [1, false, 'key: All'],
  ])
  await own.send([wrong])
  expect(await own.stored()).toHaveLength(8)
})

test('a schema that cannot be used is refused with the place of each fault', async () => {
  const own = await server.workspace()
  const put = async (schema: object) => {
    const path = `/api/v1/sources/${own.source.id}/plan/events`
    const answer = await own.key.request('PUT', path, { body: { event: 'E', schema } })
    const issues = (answer.body as { issues?: { path: string }[] }).issues ?? []
    return [answer.status, issues.map((one) => one.path)]
  }
  expect(await put({ properties: { a: { type: 'nonsense' } } })).toEqual([
    400,
    expect.arrayContaining(['properties.a.type']),
  ])
  expect(await put({ properties: { a: { items: { pattern: '(a+)+$' } } } })).toEqual([
    400,
    ['properties.a.items.pattern'],
  ])
  // Names are no keywords, wherever they look like some; what is inside of them is a schema again.
  expect((await put({ properties: { pattern: { type: 'string' }, enum: { type: 'string' } } }))[0]).toBe(200)
  expect(await put({ properties: { enum: { pattern: '(a+)+$' } } })).toEqual([
    400,
    ['properties.enum.pattern'],
  ])
  expect((await put({ properties: { a: { enum: [{ pattern: 'x' }] } } }))[0]).toBe(200)
})

test('events are told apart by plan and reality', async () => {
  const own = await server.workspace()
  const path = `/api/v1/sources/${own.source.id}`
  const plan = (event: string) =>
    own.key.request('PUT', `${path}/plan/events`, { body: { event, schema: { required: ['total'] } } })
  await plan('Bought')
  await plan('Never Sent')
  await own.key.request('PATCH', path, { body: { settings: { trackingPlan: 'flag' } } })
  await own.send([track('Bought', { total: 1 }), track('Bought', {}), track('Other', {})])
  await own.stored()
  const { events } = await own.key.get<{ events: object[] }>(`${path}/plan/states`)
  expect(events).toMatchObject([
    { event: 'Bought', state: 'planned', seen: 2, flagged: 1, version: 1, changedBy: 'key: All' },
    { event: 'Never Sent', state: 'unseen', seen: 0, lastSeenAt: null, version: 1 },
    { event: 'Other', state: 'unplanned', seen: 1, flagged: 0, version: null },
  ])
})
