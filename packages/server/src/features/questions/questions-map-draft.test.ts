import {
  type DraftStep,
  type MapAnswer,
  MapDocument,
  type MapDraftAnswer,
  mapDraftLimits,
  type Problem,
} from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
let own: TestWorkspace
const range = { from: '2026-06-01', to: '2026-06-30' }
const outcome = { event: 'Order Completed' }
const [hour, day] = [3600, 86_400]

const did = (userId: string, event: string, at: number, more: object = {}) => ({
  type: 'track',
  userId,
  event,
  messageId: `${userId}-${event.slice(0, 20)}-${at}`,
  timestamp: new Date(Date.UTC(2026, 5, 1) + at * 3_600_000).toISOString(),
  ...more,
})
const world = [
  // Ana and Bo look around days before they order; Ana looks again afterwards.
  did('ana', 'Catalogue Asked', 0),
  did('ana', 'Product Viewed', 72),
  did('ana', 'Product Added', 94),
  did('ana', 'Order Completed', 96),
  did('ana', 'Product Viewed', 120),
  did('bo', 'Catalogue Asked', 24),
  did('bo', 'Product Viewed', 118),
  did('bo', 'Product Viewed', 119),
  did('bo', 'Order Completed', 120),
  // Cid puts something in the cart twice and orders at once, then again.
  did('cid', 'Product Added', 200),
  did('cid', 'Product Added', 200.5),
  did('cid', 'Order Completed', 201),
  did('cid', 'Product Added', 300),
  did('cid', 'Order Completed', 301),
  // Dea comes to order and nothing else; Eve never does.
  did('dea', 'Order Completed', 240),
  did('dea', 'Thanked', 241),
  did('eve', 'Catalogue Asked', 0),
  did('eve', 'Product Viewed', 1),
]

beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-07-05T00:00:00Z') })
  own = await server.workspace()
  await own.send(world)
  await server.caughtUp()
})
afterAll(() => server.close())

const draft = (more: object = {}, of = own) =>
  of.key.post<MapDraftAnswer>('/api/v1/questions/map-draft', { range, outcome, ...more })
const stepsOf = (answer: MapDraftAnswer): DraftStep[] => answer.stages.flatMap((stage) => stage.steps)
const told = (answer: MapDraftAnswer) =>
  stepsOf(answer).map((step) => [step.name, step.people, step.place, step.seconds, step.met, step.optional])

/** The document that the page makes of what is accepted. */
function documentOf(
  { stages, outcome: end }: MapDraftAnswer,
  isAccepted = (_: DraftStep) => true,
): MapDocument {
  const step = ({ id, name, matcher }: Pick<DraftStep, 'id' | 'name' | 'matcher'>) => ({ id, name, matcher })
  const drawn = stages.map(({ id, lead, steps }) => ({
    id,
    name: lead,
    steps: steps.filter(isAccepted).map(step),
  }))
  const last = end ? [{ id: 'stage-outcome', name: 'Outcome', steps: [step(end)] }] : []
  return MapDocument.parse({ name: 'Drafted', asIs: { stages: [...drawn, ...last] } })
}

/** Who entered each step of a map that is made of a draft. */
async function enteredIn(document: MapDocument, more: object = {}, of = own) {
  const { id } = await of.key.post<{ id: string }>('/api/v1/maps', { document }, 201)
  const { steps } = await of.key.post<MapAnswer>('/api/v1/questions/map', { mapId: id, range, ...more })
  return Object.fromEntries(steps.map((step) => [step.id, step.entered]))
}

test('steps are what those who reached the outcome met before it, in their order, with place, time and everybody who was there', async () => {
  const answer = await draft()
  expect(answer.people).toBe(4)
  expect(answer.outcome).toMatchObject({ name: 'Order Completed', matcher: outcome })
  // Ana 96 h and Bo 96 h before; Ana 24 h, Bo 2 h before; Ana 2 h, Cid 1 h before.
  expect(told(answer)).toEqual([
    ['Catalogue Asked', 2, 1, 96 * hour, 3, false],
    ['Product page', 2, 2, 13 * hour, 3, false],
    ['Cart', 2, 2, 1.5 * hour, 2, false],
  ])
  const [first] = stepsOf(answer)
  expect([first?.share, first?.low, first?.high]).toEqual([
    0.5,
    expect.closeTo(0.15, 2),
    expect.closeTo(0.85, 2),
  ])
})

test('stages part where the time to the outcome jumps, with how many people met any of their steps', async () => {
  const { stages } = await draft()
  expect(stages.map((stage) => [stage.steps.map(({ name }) => name), stage.people, stage.seconds])).toEqual([
    [['Catalogue Asked'], 2, { least: 4 * day, most: 4 * day }],
    [['Product page'], 2, { least: 13 * hour, most: 13 * hour }],
    [['Cart'], 2, { least: 1.5 * hour, most: 1.5 * hour }],
  ])
})

test('steps of one stage go by their place in the walks, whichever was longer ago', async () => {
  const alike = await server.workspace()
  const both = ['ana', 'bo'].flatMap((who) => [
    did(who, 'Asked', 0),
    did(who, 'Answered', 0.1),
    did(who, 'Order Completed', 10),
  ])
  const one = ['cid', 'dea'].flatMap((who) => [did(who, 'Answered', 0), did(who, 'Order Completed', 12)])
  await alike.send([...both, ...one])
  await server.caughtUp()
  const answer = await draft({}, alike)
  expect(answer.stages).toHaveLength(1)
  expect(stepsOf(answer).map(({ name, place, seconds }) => [name, place, seconds])).toEqual([
    ['Asked', 1, 10 * hour],
    ['Answered', 1.5, 10.95 * hour],
  ])
})

test('a map of what was accepted counts at each step who the draft said', async () => {
  const answer = await draft()
  const all = await enteredIn(documentOf(answer))
  expect(all).toEqual({
    ...Object.fromEntries(stepsOf(answer).map((step) => [step.id, step.met])),
    outcome: answer.people,
  })
  // Of those who ordered, all met the steps before they first did.
  const ordered = { filter: { event: 'Order Completed', operator: 'did' } }
  const [rejected, ...kept] = stepsOf(answer)
  const some = await enteredIn(
    documentOf(answer, (step) => step.id !== rejected?.id),
    ordered,
  )
  expect(some).toEqual({
    ...Object.fromEntries(kept.map((step) => [step.id, step.people])),
    outcome: answer.people,
  })
})

test('a map that begins with the outcome holds what came after it', async () => {
  const answer = await draft({ side: 'after' })
  // Ana 24 h and nobody else; Cid 99 h; Dea 1 h.
  expect(told(answer)).toEqual([
    ['Thanked', 1, 1, hour, 1, true],
    ['Product page', 1, 1, day, 3, true],
    ['Cart', 1, 1, 99 * hour, 2, true],
  ])
})

test('what too few did is no step, and a segment narrows who is counted', async () => {
  const few = await draft({ minShare: 0.51 })
  expect([few.stages, few.leftOut]).toEqual([[], { rare: 3, beyond: 0 }])
  await own.key.post('/api/v1/segments', { name: 'Nobody yet', kind: 'list' }, 201)
  const nobody = await draft({ segmentId: 'Nobody yet' })
  expect(nobody).toMatchObject({ people: 0, outcome: null, stages: [], leftOut: { rare: 0, beyond: 0 } })
})

test('an interaction that is the outcome, or that a touchpoint has, is in no other step', async () => {
  const desk = await server.workspace()
  const matcher = { events: ['Order Completed', 'Asked'] }
  await desk.key.post('/api/v1/touchpoints', { name: 'Desk', channel: 'store', matcher }, 201)
  const where = { property: 'by', operator: 'equals', value: 'phone' }
  const called = { name: 'Called', channel: 'phone', matcher: { events: ['Contacted'], where } }
  await desk.key.post('/api/v1/touchpoints', called, 201)
  const by = { properties: { by: 'phone' } }
  await desk.send([
    did('ana', 'Contacted', 1, by),
    did('ana', 'Contacted', 2),
    did('ana', 'Asked', 3),
    did('ana', 'Order Completed', 4),
    did('bo', 'Contacted', 1),
    did('bo', 'Order Completed', 4),
    did('cid', 'Contacted', 1, by),
  ])
  await server.caughtUp()
  const answer = await draft({}, desk)
  expect(stepsOf(answer).map((step) => [step.name, step.people, step.met, step.matcher])).toEqual([
    ['Called', 1, 2, { touchpoint: 'called' }],
    ['Contacted', 2, 2, { event: 'Contacted', filter: { touchpoint: 'Called', operator: 'not_equals' } }],
    ['Desk', 1, 1, { touchpoint: 'desk', filter: { event: 'Order Completed', operator: 'not_equals' } }],
  ])
  expect(await enteredIn(documentOf(answer), {}, desk)).toEqual({
    'step-1': 2,
    'step-2': 2,
    'step-3': 1,
    outcome: 2,
  })
  const place = await draft({ outcome: { touchpoint: 'Desk' } }, desk)
  expect([place.people, place.outcome?.touchpoint?.name]).toEqual([2, 'Desk'])
})

test('names that nobody would choose become steps of a valid map that counts them', async () => {
  const names = [
    `${'long '.repeat(50)}👍`,
    "'; DROP TABLE events --",
    'a\u001fb',
    '{"not": []}',
    '\\',
    `${'ẞ'.repeat(119)}👍`,
  ]
  const hostile = await server.workspace()
  await hostile.send([...names, 'Order Completed'].map((name, at) => did('ana', name, at)))
  await server.caughtUp()
  const answer = await draft({}, hostile)
  expect(stepsOf(answer)).toHaveLength(names.length)
  const entered = await enteredIn(documentOf(answer), {}, hostile)
  expect(new Set(Object.values(entered))).toEqual(new Set([1]))
})

test('a draft is a valid map whose steps count as it says, whatever people did and in whichever order it arrived', async () => {
  const happening = fc.record({
    who: fc.constantFrom('u1', 'u2', 'u3', 'u4'),
    what: fc.constantFrom(
      'Product Viewed',
      'Product Added',
      'Odd',
      'Other',
      'Order Completed',
      'Email Opened',
    ),
    minute: fc.integer({ min: 0, max: 30_000 }),
  })
  const question = fc.record({
    side: fc.constantFrom('before', 'after'),
    minShare: fc.constantFrom(0.01, 0.3, 0.6),
    outcome: fc.constantFrom<object>({ event: 'Order Completed' }, { touchpoint: 'Cart' }, { event: 'Odd' }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(happening, { selector: ({ minute }) => minute, minLength: 8, maxLength: 40 }),
      question,
      async (happenings, asked) => {
        const filled = async (order: typeof happenings) => {
          const made = await server.workspace()
          await made.send(order.map(({ who, what, minute }) => did(who, what, minute / 60)))
          await server.caughtUp()
          return made
        }
        const [straight, reversed] = [await filled(happenings), await filled(happenings.toReversed())]
        const { meta: _, ...answer } = await draft(asked, straight)
        const { meta: __, ...again } = await draft(asked, reversed)
        expect(again).toEqual(answer)
        const steps = stepsOf({ ...answer, meta: _ })
        const document = documentOf({ ...answer, meta: _ })
        expect(steps.length).toBeLessThan(mapDraftLimits.steps)
        for (const step of steps) {
          expect(step.people).toBeGreaterThan(0)
          expect(step.people).toBeLessThanOrEqual(answer.people)
          expect(step.met).toBeGreaterThanOrEqual(step.people)
        }
        if (!answer.outcome) return
        const entered = await enteredIn(document, {}, straight)
        expect(entered).toEqual({
          ...Object.fromEntries(steps.map((step) => [step.id, step.met])),
          outcome: answer.people,
        })
      },
    ),
    { numRuns: 8 },
  )
})

test('an outcome that nobody reached gives no draft', async () => {
  const answer = await draft({ outcome: { event: 'Never' } })
  expect(answer).toMatchObject({ people: 0, outcome: null, stages: [] })
})

test.each([
  [{ outcome: undefined }, 400, 'invalid_request'],
  [{ outcome: { event: 'A', touchpoint: 'B' } }, 400, 'invalid_request'],
  [{ minShare: 0 }, 400, 'invalid_request'],
  [{ range: { from: '2026-06-30', to: '2026-06-01' } }, 400, 'invalid_range'],
])('a question with %o is refused', async (more, status, code) => {
  const body = { range, outcome, ...more }
  const answer = await own.key.request('POST', '/api/v1/questions/map-draft', { body })
  expect([answer.status, (answer.body as Problem).code]).toEqual([status, code])
})

test('who may not ask questions gets no draft', async () => {
  const answer = await server.request('POST', '/api/v1/questions/map-draft', { body: { range, outcome } })
  expect(answer.status).toBe(401)
})
