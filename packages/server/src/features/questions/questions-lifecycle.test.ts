import type {
  LifecycleAnswer,
  LifecyclePeopleAnswer,
  StickinessAnswer,
  StickinessPeopleAnswer,
} from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, openAskedServer, track } from '../../../test/asked-server.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
let own: TestWorkspace
beforeAll(async () => {
  server = await openAskedServer()
  own = await server.filled([
    // A week begins on Monday: the second, the ninth and the sixteenth of March.
    ...did('ana', '02-10', '03-03', '03-10', '03-11', '03-15', '03-17'),
    ...did('bea', '03-04', '03-18'),
    ...did('caio', '01-05', '02-24', '03-12'),
    ...did('dora', '03-16'),
    ...did('eva', '2025-11-01', '03-11'),
  ])
})
afterAll(() => server.close())

function did(user: string, ...days: string[]) {
  return days.map((day) => track(user, 'A', `${day.length > 5 ? day : `2026-${day}`}T12:00:00Z`))
}

const range = { from: '2026-03-04', to: '2026-03-20' }
const lifecycle = (question: object = {}) =>
  own.key.post<LifecycleAnswer>('/api/v1/questions/lifecycle', { range, ...question })
const told = (answer: LifecycleAnswer) =>
  answer.periods.map((one) => [one.people, one.new, one.returning, one.resurrected, one.dormant])

test('people of a week are new, were there the week before or are back, and the others of that week stayed away', async () => {
  const answer = await lifecycle()
  expect(answer.periods.map((one) => [one.start.slice(0, 10), one.isWhole])).toEqual([
    ['2026-03-02', true],
    ['2026-03-09', true],
    ['2026-03-16', false],
  ])
  expect(told(answer)).toEqual([
    // Ana is back, though the third lies before the range: the week is whole. Caio was there the week before.
    [2, 1, 0, 1, 1],
    [3, 0, 1, 2, 1],
    [3, 1, 1, 1, 2],
  ])
  for (const one of answer.periods) expect(one.people).toBe(one.new + one.returning + one.resurrected)
})

test('being active may mean one thing alone, and the range before is beside it', async () => {
  expect(told(await lifecycle({ activity: { event: 'B' } }))).toEqual(Array(3).fill([0, 0, 0, 0, 0]))
  const months = await lifecycle({ period: 'month', compare: 'previous' })
  expect(told(months)).toEqual([[5, 2, 2, 1, 0]])
  expect(months.previous?.map((one) => [one.start.slice(0, 7), one.people])).toEqual([
    ['2026-02', 2],
    ['2026-03', 1],
  ])
})

test('everything a week is made of opens its people', async () => {
  const behind = (part: string, more: object = {}) =>
    own.key.post<LifecyclePeopleAnswer>('/api/v1/questions/lifecycle-people', {
      lifecycle: { range },
      start: '2026-03-09T00:00:00.000Z',
      part,
      ...more,
    })
  const answers = await Promise.all(
    ['new', 'returning', 'resurrected', 'dormant'].map((part) => behind(part)),
  )
  expect(answers.map((one) => one.total)).toEqual([0, 1, 2, 1])
  expect(answers[2]?.items.map((one) => one.at.slice(0, 10))).toEqual(['2026-03-12', '2026-03-11'])
  expect(answers[3]?.items.map((one) => one.at.slice(0, 10))).toEqual(['2026-03-04'])
  const page = await behind('resurrected', { limit: 1 })
  expect((await behind('resurrected', { limit: 1, cursor: page.nextCursor })).items.length).toBe(1)
  expect((await behind('new', { start: '2026-03-10T00:00:00.000Z' })).total).toBe(0)
})

test('days on which people are active are counted by week and month, with those of a day per those of the period', async () => {
  const ask = (question: object = {}) =>
    own.key.post<StickinessAnswer>('/api/v1/questions/stickiness', { range, ...question })
  const weeks = await ask()
  expect(weeks.periods.map((one) => [one.people, one.byDays.map((day) => day.people), one.isWhole])).toEqual([
    [2, [2, 0, 0, 0, 0, 0, 0], true],
    [3, [2, 0, 1, 0, 0, 0, 0], true],
    [3, [3, 0, 0, 0, 0, 0, 0], false],
  ])
  expect(weeks.periods[1]?.ratio?.estimate).toBeCloseTo(5 / 3 / 7, 9)
  const [march] = (await ask({ period: 'month' })).periods
  expect([march?.days, march?.people, march?.byDays.slice(0, 5).map((day) => day.people)]).toEqual([
    31,
    5,
    [3, 1, 0, 0, 1],
  ])
  const { low = 0, high = 0, estimate = 0 } = march?.ratio ?? {}
  expect(low < estimate && estimate < high).toBe(true)
  const people = await own.key.post<StickinessPeopleAnswer>('/api/v1/questions/stickiness-people', {
    stickiness: { range },
    start: '2026-03-09T00:00:00.000Z',
    days: 3,
  })
  expect(people.items.map((one) => one.at.slice(0, 10))).toEqual(['2026-03-15'])
})

test('a range of too many periods is refused with advice', async () => {
  const body = { range: { from: '2024-01-01', to: '2026-03-02' }, period: 'day' }
  const answer = await own.key.request('POST', '/api/v1/questions/lifecycle', { body })
  expect([answer.status, answer.body]).toEqual([400, expect.objectContaining({ code: 'invalid_range' })])
})
