import type {
  ConformanceAnswer,
  ConformancePeopleAnswer,
  MapAnswer,
  MapDocument,
  MapPeopleAnswer,
  MapStepAnswer,
  PlaceNumbers,
} from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
let own: TestWorkspace
let mapId: string
const now = '2026-06-30T12:00:00Z'
const range = { from: '2026-06-01', to: '2026-06-30' }

const step = (id: string, event: string, more: object = {}) => ({ id, name: id, matcher: { event }, ...more })
const document = {
  name: 'Buying',
  lanes: [{ id: 'feeling', kind: 'feeling' }],
  asIs: {
    stages: [
      {
        id: 'choose',
        name: 'Choose',
        steps: [step('sees', 'Product Viewed'), step('fills', 'Product Added')],
      },
      {
        id: 'buy',
        name: 'Buy',
        steps: [
          { id: 'thinks', name: 'Thinks it over' },
          step('pays', 'Order Completed'),
          step('returns', 'Order Refunded', { optional: true }),
        ],
      },
    ],
  },
}

const did = (userId: string, event: string, day: number, properties: object = {}) => ({
  type: 'track',
  userId,
  event,
  properties,
  messageId: `${userId}-${event}-${day}`,
  timestamp: new Date(Date.UTC(2026, 5, 1) + day * 86_400_000).toISOString(),
})

beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now) })
  own = await server.workspace()
  await own.send([
    // Ana goes all the way, back to the products in between, and says so.
    did('ana', 'Product Viewed', 1),
    did('ana', 'Product Added', 2),
    did('ana', 'Product Viewed', 3),
    did('ana', 'Order Completed', 4, { revenue: 50 }),
    did('ana', 'Survey Answered', 5, { metric: 'nps', score: 10 }),
    // Bo left long ago, after an answer at the cart.
    did('bo', 'Product Viewed', 1),
    did('bo', 'Product Added', 5),
    did('bo', 'Survey Answered', 6, { metric: 'csat', score: 1 }),
    // Cid is there now: the end of the range has not come.
    did('cid', 'Product Viewed', 27),
    // Dea bought without a cart, and gave it back; what she says weeks later counts for no step.
    did('dea', 'Order Completed', 10, { total: 20 }),
    did('dea', 'Order Refunded', 11),
    did('dea', 'Survey Answered', 25, { metric: 'nps', score: 0 }),
    // Eve does nothing of the journey.
    did('eve', 'Cart Viewed', 3),
  ])
  await server.caughtUp()
  mapId = (await own.key.post<{ id: string }>('/api/v1/maps', { document }, 201)).id
})
afterAll(() => server.close())

const ask = (more: object = {}) => own.key.post<MapAnswer>('/api/v1/questions/map', { mapId, range, ...more })
const place = (places: readonly PlaceNumbers[], id: string) => places.find((one) => one.id === id)
const peopleOf = (one: PlaceNumbers | undefined) =>
  one && [one.entered, one.now, one.wentOn.people, one.left, one.returned]

test('each step says who entered, is there now, went on, left and came back', async () => {
  const { steps, stages, people, outcome } = await ask()
  expect(steps.map((one) => one.id)).toEqual(['sees', 'fills', 'pays', 'returns'])
  expect(people).toBe(4)
  expect(peopleOf(place(steps, 'sees'))).toEqual([3, 1, 2, 0, 1])
  expect(peopleOf(place(steps, 'fills'))).toEqual([2, 0, 1, 1, 0])
  expect(peopleOf(place(steps, 'pays'))).toEqual([2, 0, 1, 1, 0])
  expect(peopleOf(place(stages, 'choose'))).toEqual([3, 1, 1, 1, 0])
  expect(outcome).toMatchObject({ step: 'pays', people: 2, share: 0.5 })
  expect(place(steps, 'sees')).toMatchObject({ interactions: 4, medianSeconds: 4 * 86_400 })
  expect(place(steps, 'returns')).toMatchObject({ medianSeconds: null, entered: 1 })
})

test('who goes on from a step is told by the day on which they came, and by what they did there first', async () => {
  const asked = { map: { mapId, range, compare: 'previous' }, step: 'sees' }
  const whole = await own.key.post<MapStepAnswer>('/api/v1/questions/map-step', asked)
  expect(whole.days).toHaveLength(30)
  const seen = whole.days.filter((day) => day.entered > 0)
  expect(seen.map((day) => [day.start.slice(0, 10), day.entered, day.wentOn, day.isRipe])).toEqual([
    ['2026-06-02', 2, 2, true],
    ['2026-06-28', 1, 0, false],
  ])
  expect([whole.usual, whole.groups]).toEqual([null, []])
  const split = await own.key.post<MapStepAnswer>('/api/v1/questions/map-step', {
    ...asked,
    step: 'choose',
    breakdown: 'event',
    limit: 1,
  })
  expect(split.groups.map((one) => [one.key, one.entered, one.wentOn, one.before])).toEqual([
    ['Product Viewed', 3, 1, null],
  ])
  const pays = await own.key.post<MapStepAnswer>('/api/v1/questions/map-step', {
    ...asked,
    step: 'pays',
    breakdown: 'property:revenue',
    limit: 1,
  })
  expect(pays.groups.map((one) => [one.key, one.entered, one.wentOn])).toEqual([
    ['', 1, 1],
    ['…other', 1, 0],
  ])
  const absent = await own.key.request('POST', '/api/v1/questions/map-step', {
    body: { ...asked, step: 'gone' },
  })
  expect(absent.status).toBe(400)
})

test('what people said counts for the step where they were, and what they ordered for all where they had been', async () => {
  const { steps } = await ask()
  expect(place(steps, 'pays')).toMatchObject({
    score: { metric: 'nps', value: 100, n: 1 },
    feeling: { value: 2, n: 1 },
    revenue: { value: 70, people: 2 },
  })
  expect(place(steps, 'fills')).toMatchObject({
    score: { metric: 'csat', value: 0, n: 1 },
    feeling: { value: -2, n: 1 },
    revenue: { value: 50, people: 1 },
  })
  expect(place(steps, 'returns')).toMatchObject({ score: null, feeling: null, revenue: { value: 0 } })
})

test('a longer patience has more people be there still, and hears what they say later', async () => {
  const { steps } = await ask({ patience: { value: 30, unit: 'day' } })
  expect(peopleOf(place(steps, 'fills'))).toEqual([2, 1, 1, 0, 0])
  expect(place(steps, 'returns')?.score).toMatchObject({ metric: 'nps', value: -100 })
})

test('every number of a step opens exactly the people behind it, page by page', async () => {
  const { steps, stages } = await ask()
  for (const one of [...steps, ...stages])
    for (const [part, count] of [
      ['entered', one.entered],
      ['now', one.now],
      ['wentOn', one.wentOn.people],
      ['left', one.left],
      ['returned', one.returned],
    ] as const) {
      const asked = { map: { mapId, range }, step: one.id, part, limit: 1 }
      const found: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: MapPeopleAnswer = await own.key.post('/api/v1/questions/map-people', { ...asked, cursor })
        expect(page.total).toBe(count)
        found.push(...page.items.map((person) => person.id))
        cursor = page.nextCursor
      }
      expect(new Set(found).size).toBe(count)
    }
})

test('steps that are not kept are counted as those that are, beside others and the period before', async () => {
  const steps = (document as MapDocument).asIs.stages.flatMap((stage) =>
    stage.steps.flatMap(({ id, matcher, optional = false }) =>
      matcher ? [{ id, matcher, optional, stage: stage.id }] : [],
    ),
  )
  const kept = await ask()
  const asked = {
    steps,
    range,
    compare: 'previous',
    against: { filter: { event: 'Order Refunded', operator: 'did' } },
  }
  const drawn = await own.key.post<MapAnswer>('/api/v1/questions/map', asked)
  expect(drawn.steps).toEqual(kept.steps)
  expect(drawn.against?.people).toBe(1)
  expect(drawn.previous).toMatchObject({ people: 0, outcome: { people: 0, low: 0, high: 1 } })
})

test('the segment of a map narrows its numbers', async () => {
  await own.key.post('/api/v1/segments', { name: 'Gave back', kind: 'list' }, 201)
  const narrowed = await own.key.post<{ id: string }>(
    '/api/v1/maps',
    { document: { ...document, segment: 'Gave back' } },
    201,
  )
  const answer = await own.key.post<MapAnswer>('/api/v1/questions/map', { mapId: narrowed.id, range })
  expect(answer.people).toBe(0)
})

test.each([
  [{}, 400, 'map_or_steps'],
  [{ mapId: 'nothing' }, 404, 'map_not_found'],
  [{ steps: [] }, 400, 'map_unmeasured'],
])('a question about %o is refused', async (drawn, status, word) => {
  const answer = await own.key.request('POST', '/api/v1/questions/map', { body: { range, ...drawn } })
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(word)])
})

test('conformance says how many walk as drawn, where they do not, and what that goes with', async () => {
  const answer = await own.key.post<ConformanceAnswer>('/api/v1/questions/conformance', { mapId, range })
  // Ana goes back to the products; Bo and Cid end early; Dea begins late. Only the last step may be left out.
  expect([answer.people, answer.fitting, answer.variants, answer.isPartial]).toEqual([4, 0, 4, false])
  const found = answer.deviations.map((one) => [one.kind, one.step, one.people, one.times])
  expect(found).toEqual(
    expect.arrayContaining([
      ['skipped', 'fills', 2, 2],
      ['skipped', 'pays', 2, 2],
      ['skipped', 'sees', 1, 1],
      ['repeated', 'sees', 1, 1],
    ]),
  )
  expect(found.length).toBe(4)
  // Of a walk and the shortest way: 1 of 4 + 3, 1 of 2 + 3, 2 of 1 + 3, 2 of 2 + 3.
  const costs = [1 / 7, 1 / 5, 2 / 4, 2 / 5]
  expect(answer.fitness).toBeCloseTo(1 - costs.reduce((sum, one) => sum + one, 0) / 4, 9)
  expect(answer.logFitness).toBeCloseTo(1 - 6 / 21, 9)
  expect(answer.logLow).toBeLessThanOrEqual(answer.logFitness)
  expect(answer.logHigh).toBeGreaterThanOrEqual(answer.logFitness)
  // 0.5, 0.6, 0.8 and 6/7.
  expect(answer.distribution).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 2, 0])
  const harm = answer.deviations.find((one) => one.kind === 'skipped' && one.step === 'pays')
  // Bo felt −2 and ordered nothing, Cid said nothing; the others felt 2 and −2 and ordered 70.
  expect(harm).toMatchObject({ scoreLoss: 2, revenueLoss: 70 })
  const none = await own.key.post<ConformanceAnswer>('/api/v1/questions/conformance', {
    mapId,
    range: { from: '2025-01-01', to: '2025-01-31' },
  })
  expect(none).toMatchObject({ people: 0, fitness: 1, deviations: [], distribution: new Array(10).fill(0) })
})

const departed = async (of: object, more: object = {}) => {
  const body = { conformance: { mapId, range, ...more }, of, limit: 1 }
  const found: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: ConformancePeopleAnswer = await own.key.post('/api/v1/questions/conformance-people', {
      ...body,
      cursor,
    })
    found.push(...page.items.map((person) => person.name))
    expect(page.total).toBeGreaterThanOrEqual(found.length)
    cursor = page.nextCursor
  }
  return found
}

test('every deviation and every part of the scale of fitness opens exactly its people, latest first', async () => {
  const answer = await own.key.post<ConformanceAnswer>('/api/v1/questions/conformance', { mapId, range })
  expect(await departed({ kind: 'skipped', step: 'fills' })).toEqual(['cid', 'dea'])
  expect(await departed({ kind: 'skipped', step: 'sees' })).toEqual(['dea'])
  expect(await departed({ kind: 'repeated', step: 'sees' })).toEqual(['ana'])
  expect(await departed({ fits: false })).toEqual(['cid', 'dea', 'bo', 'ana'])
  expect(await departed({ fits: true })).toEqual([])
  for (const [fitness, people] of answer.distribution.entries())
    expect(await departed({ fitness })).toHaveLength(people)
  for (const { kind, step, people } of answer.deviations)
    expect(await departed({ kind, step })).toHaveLength(people)
  const narrowed = { filter: { event: 'Order Refunded', operator: 'did' } }
  expect(await departed({ kind: 'skipped', step: 'fills' }, narrowed)).toEqual(['dea'])
  expect(await departed({ kind: 'added', step: 'nowhere' })).toEqual([])
})

test.each([
  [{ conformance: { mapId: 'nothing', range }, of: { fits: true } }, 404, 'map_not_found'],
  [{ conformance: { steps: [], range }, of: { fits: true } }, 400, 'map_unmeasured'],
  [{ conformance: { steps: [], range }, of: { fitness: 10 } }, 400, 'invalid_request'],
  [{ conformance: { steps: [], range }, of: {} }, 400, 'invalid_request'],
])('a question for the people of %o is refused', async (body, status, word) => {
  const answer = await own.key.request('POST', '/api/v1/questions/conformance-people', { body })
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(word)])
})

test('an answer that was given before follows what is stored, joined and removed since', async () => {
  const other = await server.workspace()
  const { id } = await other.key.post<{ id: string }>('/api/v1/maps', { document }, 201)
  const people = async () => {
    await server.caughtUp()
    const answer = await other.key.post<MapAnswer>('/api/v1/questions/map', { mapId: id, range })
    const aligned = await other.key.post<ConformanceAnswer>('/api/v1/questions/conformance', {
      mapId: id,
      range,
    })
    expect(aligned.people).toBe(answer.people)
    return [answer.people, answer.steps[0]?.revenue.value]
  }
  expect(await people()).toEqual([0, 0])
  await other.send([did('ana', 'Product Viewed', 1), did('bo', 'Product Viewed', 1)])
  expect(await people()).toEqual([2, 0])
  expect(await people()).toEqual([2, 0])
  await other.send([did('ana', 'Order Completed', 2, { total: 5 })])
  expect(await people()).toEqual([2, 5])
  await other.send([{ type: 'alias', userId: 'ana', previousId: 'bo', messageId: 'alias' }])
  expect(await people()).toEqual([1, 5])
  await other.folded()
  expect(await people()).toEqual([1, 5])
  await other.key.request('PUT', `/api/v1/maps/${id}`, {
    headers: { 'if-match': '"1"' },
    body: { document: { ...document, asIs: { stages: document.asIs.stages.slice(1) } } },
  })
  const changed = await other.key.post<MapAnswer>('/api/v1/questions/map', { mapId: id, range })
  expect(changed.steps.map((one) => one.id)).toEqual(['pays', 'returns'])
  const anew = await other.key.post<ConformanceAnswer>('/api/v1/questions/conformance', { mapId: id, range })
  // Ana alone walked the steps that are left, as they are drawn.
  expect([anew.people, anew.fitting]).toEqual([1, 1])
})
