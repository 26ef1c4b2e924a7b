import type { RetentionAnswer, RetentionPeopleAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, openAskedServer, track } from '../../../test/asked-server.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

const range = { from: '2026-03-02', to: '2026-03-06' }
const ask = (own: TestWorkspace, question: object = {}) =>
  own.key.post<RetentionAnswer>('/api/v1/questions/retention', {
    range,
    first: { event: 'A' },
    returning: { event: 'B' },
    period: 'day',
    periods: 4,
    ...question,
  })
const grid = ({ cohorts }: RetentionAnswer) => cohorts.map((one) => [one.people, one.returned, one.of])
const did = (user: string, event: string, ...times: string[]) =>
  times.map((time) => track(user, event, `2026-03-${time}:00Z`))

/** Ana comes back after 20 hours and after three days, Bea after two days, Caio enters late and never does. */
const three = () => [
  ...did('ana', 'A', '02T20:00', '03T10:00'),
  ...did('ana', 'B', '03T16:00', '06T00:00'),
  ...did('bea', 'A', '02T08:00'),
  ...did('bea', 'B', '02T07:00', '04T09:00'),
  ...did('caio', 'A', '05T12:00'),
]

test('a period of one’s own runs from the first time, and counts only where it has fully passed', async () => {
  const own = await server.filled(three())
  const answer = await ask(own)
  expect(grid(answer)).toEqual([
    [2, [1, 0, 1, 1], [2, 2, 2, 2]],
    [0, [null, null, null, null], [0, 0, 0, 0]],
    [0, [null, null, null, null], [0, 0, 0, 0]],
    [1, [0, null, null, null], [1, 0, 0, 0]],
    [0, [null, null, null, null], [0, 0, 0, 0]],
  ])
  expect(answer.cohorts[0]?.start).toBe('2026-03-02T00:00:00.000Z')
  const [zero, , two] = answer.curve
  expect([zero?.returned, zero?.of, two?.share]).toEqual([1, 3, 0.5])
  expect([two?.low, two?.high].map((share) => Number(share?.toFixed(4)))).toEqual([0.0945, 0.9055])
})

test('periods of the calendar, “or later”, and entering again in each cohort', async () => {
  const own = await server.filled(three())
  expect(grid(await ask(own, { clock: 'rolling' }))[0]).toEqual([2, [0, 1, 1, 0], [2, 2, 2, 2]])
  expect(grid(await ask(own, { count: 'since' }))[0]).toEqual([2, [2, 2, 2, 1], [2, 2, 2, 2]])
  const again = await ask(own, { entry: 'recurring', clock: 'rolling' })
  expect(again.cohorts.map((one) => one.people)).toEqual([2, 1, 0, 1, 0])
  expect(grid(again)[1]).toEqual([1, [1, 0, 0, 1], [1, 1, 1, 1]])
})

test('the present ends what is known, and cohorts follow the zone of the workspace', async () => {
  const own = await server.filled(
    [track('ana', 'A', '2026-03-31T02:00:00Z'), track('bea', 'A', '2026-04-04T10:00:00Z')],
    'America/Sao_Paulo',
  )
  const answer = await ask(own, { range: { from: '2026-03-30', to: '2026-04-30' }, periods: 6 })
  expect(answer.cohorts[0]).toMatchObject({ start: '2026-03-30T03:00:00.000Z', people: 1 })
  expect(answer.cohorts[0]?.of).toEqual([1, 1, 1, 1, 0, 0])
  expect(answer.curve.map((one) => one?.of ?? null)).toEqual([1, 1, 1, 1, null, null])
})

test('the curve is split by what is known when somebody enters, and every cell opens its people', async () => {
  const own = await server.filled(three())
  const split = await ask(own, { breakdown: 'property:none' })
  expect(split.series.map((one) => [one.key, one.people, one.curve])).toEqual([['', 3, split.curve]])
  const behind = (more: object) =>
    own.key.post<RetentionPeopleAnswer>('/api/v1/questions/retention-people', {
      retention: { range, first: { event: 'A' }, returning: { event: 'B' }, period: 'day', periods: 4 },
      ...more,
    })
  const cohort = '2026-03-02T00:00:00.000Z'
  expect((await behind({})).total).toBe(3)
  expect((await behind({ cohort })).items.map((one) => one.at)).toEqual([
    '2026-03-02T20:00:00.000Z',
    '2026-03-02T08:00:00.000Z',
  ])
  expect((await behind({ cohort, period: 2 })).items.map((one) => one.at)).toEqual([
    '2026-03-02T08:00:00.000Z',
  ])
  expect((await behind({ period: 0, part: 'away' })).total).toBe(2)
  const page = await behind({ limit: 2 })
  expect((await behind({ limit: 2, cursor: page.nextCursor })).items.length).toBe(1)
})

test('a grid that is too large is refused with advice', async () => {
  const own = await server.filled([])
  const refused = async (question: object) => {
    const body = { range, first: { event: 'A' }, returning: { event: 'A' }, period: 'day', ...question }
    const answer = await own.key.request('POST', '/api/v1/questions/retention', { body })
    return [answer.status, (answer.body as { code: string }).code]
  }
  expect(await refused({ range: { from: '2026-01-01', to: '2026-03-02' } })).toEqual([400, 'invalid_range'])
  expect(await refused({ periods: 61 })).toEqual([400, 'invalid_request'])
  expect(await refused({ first: {} })).toEqual([400, 'invalid_request'])
})
