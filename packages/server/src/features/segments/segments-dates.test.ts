import type { Problem, Segment, SegmentMembers, SegmentPreview, TrendAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { keepMembersOf } from './keep-members.service.ts'

const start = Date.parse('2026-05-20T12:00:00Z')
const dayMs = 86_400_000
let now = start
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now) })
})
afterAll(() => server.close())

async function keep(own: TestWorkspace): Promise<void> {
  await keepMembersOf(server.deps, own.id)
  await server.caughtUp()
}
const define = (own: TestWorkspace, name: string, rule: object) =>
  own.key.post<Segment>('/api/v1/segments', { name, kind: 'live', rule }, 201)
async function namesIn(own: TestWorkspace, segment: { id: string }): Promise<string[]> {
  const { items } = await own.key.get<SegmentMembers>(`/api/v1/segments/${segment.id}/people`)
  return items.map((one) => one.name).toSorted()
}
const said = (userId: string, traits: object) => ({
  type: 'identify',
  userId,
  traits,
  timestamp: new Date(start - dayMs).toISOString(),
  messageId: `${userId} said`,
})
const soon = (value: number, trait = 'renewal_date') => ({ trait, operator: 'in_next_days', value })

test('whose date comes within thirty days comes in by time alone, and leaves when that day is over', async () => {
  now = start
  const own = await server.workspace()
  await own.send([
    said('ana', { renewal_date: '2026-06-25' }),
    said('bea', { renewal_date: '2026-06-01' }),
    said('caio', { renewal_date: 'in summer' }),
    said('davi', { renewal_date: 20_260_601 }),
  ])
  await server.caughtUp()
  const segment = await define(own, 'Renews soon', soon(30))
  const late = await define(own, 'Was due', { trait: 'renewal_date', operator: 'more_than_ago', value: 7 })
  expect(late.rule).toEqual({ trait: 'renewal_date', operator: 'more_days_ago', value: 7 })
  await keep(own)
  expect([await namesIn(own, segment), await namesIn(own, late)]).toEqual([['bea'], []])
  const moments: [at: string, soon: string[], late: string[]][] = [
    ['2026-05-25T23:59:59.999Z', ['bea'], []],
    ['2026-05-26T00:00:00Z', ['ana', 'bea'], []],
    ['2026-06-01T23:59:59.999Z', ['ana', 'bea'], []],
    ['2026-06-02T00:00:00Z', ['ana'], []],
    ['2026-06-09T00:00:00Z', ['ana'], ['bea']],
    ['2026-06-26T00:00:00Z', [], ['bea']],
  ]
  for (const [at, inSoon, inLate] of moments) {
    now = Date.parse(at)
    await keep(own)
    expect([at, await namesIn(own, segment), await namesIn(own, late)]).toEqual([at, inSoon, inLate])
  }
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=ana')
  const timeline = await own.key.get<{ items: { name: string; time: string }[] }>(
    `/api/v1/people/${items[0]?.id}/timeline`,
  )
  expect(timeline.items.map((one) => [one.name, one.time])).toEqual([
    ['Segment Left', '2026-06-26T00:00:00.000Z'],
    ['Segment Entered', '2026-05-26T00:00:00.000Z'],
    ['Identified', '2026-05-19T12:00:00.000Z'],
  ])
})

test('the date of an account moves its people, and a new date moves them again', async () => {
  now = start
  const own = await server.workspace()
  const group = (id: string, contract_ends: string, hours: number) => ({
    type: 'group',
    userId: id,
    groupId: `account of ${id}`,
    traits: { contract_ends },
    timestamp: new Date(start - hours * 3_600_000).toISOString(),
    messageId: `${id} ${contract_ends}`,
  })
  await own.send([group('ana', '2026-05-24T09:00:00+02:00', 30), group('bea', '2026-09-01', 30)])
  await server.caughtUp()
  const segment = await define(own, 'Ends within a week', soon(7, 'account.contract_ends'))
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['ana'])
  await own.send([group('ana', '2026-08-01', 20), group('bea', '2026-05-21', 20)])
  await server.caughtUp()
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['bea'])
})

test('the same condition filters questions by the people’s dates as they are from now, and is refused where it cannot be meant', async () => {
  now = start
  const own = await server.workspace()
  await own.send([
    said('ana', { renewal_date: '2026-05-30' }),
    said('bea', { renewal_date: '2026-05-01' }),
    ...['ana', 'bea', 'caio'].map((userId) => ({
      type: 'track',
      event: 'Looked',
      userId,
      properties: { renewal_date: '2026-05-30' },
      timestamp: new Date(start - dayMs).toISOString(),
      messageId: `${userId} looked`,
    })),
  ])
  await server.caughtUp()
  const range = { from: '2026-05-01', to: '2026-05-20' }
  const total = async (filter: object) =>
    (await own.key.post<TrendAnswer>('/api/v1/questions/trend', { range, filter })).series[0]?.total
  expect(await total(soon(30))).toBe(1)
  expect(await total({ trait: 'renewal_date', operator: 'in_last_days', value: 30 })).toBe(1)
  expect(await total({ not: soon(30) })).toBe(2)
  const preview = await own.key.post<SegmentPreview>('/api/v1/segments/preview', { rule: soon(30) })
  expect(preview).toMatchObject({ people: 1, of: 3, sample: [{ name: 'ana' }] })
  now = start + 20 * dayMs
  expect(await total(soon(30))).toBe(0)

  const ofAnEvent = { property: 'renewal_date', operator: 'in_next_days', value: 30 }
  const refused: [string, object, string][] = [
    ['questions/trend', { range, filter: ofAnEvent }, 'operator_unfit'],
    ['questions/trend', { range, filter: { event: 'Looked', operator: 'in_next' } }, 'operator_unfit'],
    ['segments/preview', { rule: { did: { where: ofAnEvent } } }, 'operator_unfit'],
    ['segments/preview', { rule: soon(-1) }, 'operand_unfit'],
    ['segments/preview', { rule: soon(1e9) }, 'operand_unfit'],
    ['segments/preview', { rule: { ...soon(1), value: 'soon' } }, 'operand_unfit'],
  ]
  for (const [path, body, code] of refused) {
    const answer = await own.key.request('POST', `/api/v1/${path}`, { body })
    expect([code, answer.status, JSON.stringify(answer.body as Problem)]).toEqual([
      code,
      400,
      expect.stringContaining(code),
    ])
  }
})
