import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-04-05T00:00:00Z') })
})
afterAll(() => server.close())

type Trend = { series: { key: string[]; total: number }[] }
const filled = async (batch: object[]) => {
  const own = await server.workspace()
  await own.send(batch)
  await server.caughtUp()
  return own
}
const trend = (own: TestWorkspace, question: object = {}) =>
  own.key.post<Trend>('/api/v1/questions/trend', {
    range: { from: '2026-03-01', to: '2026-03-10' },
    ...question,
  })
const peopleWith = async (own: TestWorkspace, trait: string, value: string) =>
  (await trend(own, { measure: 'people', filter: { trait, value } })).series[0]?.total ?? 0
const visits = (userId: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    type: 'track',
    userId,
    event: 'Looked',
    messageId: `${userId}-${n}`,
    timestamp: `2026-03-02T10:0${n}:00Z`,
  }))
const group = (userId: string, traits: object, minute: number) => ({
  type: 'group',
  userId,
  groupId: 'acme',
  traits,
  timestamp: `2026-03-01T00:0${minute}:00Z`,
})

test('split by what is known of the accounts of people, as it is now, and by the source', async () => {
  const own = await filled([...visits('ana', 3), ...visits('bea', 1), ...visits('caio', 2)])
  const group = (userId: string, traits: object, minute: number) => ({
    type: 'group',
    userId,
    groupId: 'acme',
    traits,
    timestamp: `2026-03-01T00:0${minute}:00Z`,
  })
  await own.send([group('ana', { industry: 'Toys' }, 1), group('bea', {}, 2)])
  await server.caughtUp()
  const byIndustry = async () =>
    Object.fromEntries(
      (await trend(own, { breakdown: ['trait:account.industry'] })).series.map((one) => [
        one.key[0],
        one.total,
      ]),
    )
  expect(await byIndustry()).toEqual({ Toys: 4, '': 2 })
  // What one of them says is known of the account, and so of everybody in it.
  await own.send([group('bea', { industry: 'Games' }, 3)])
  await server.caughtUp()
  expect(await byIndustry()).toEqual({ Games: 4, '': 2 })
  const filter = { trait: 'account.industry', value: 'Games' }
  expect((await trend(own, { filter, measure: 'people' })).series[0]?.total).toBe(2)

  const { series } = await trend(own, { breakdown: ['property:context.source'] })
  const [source] = (await own.key.get<{ items: { id: string }[] }>('/api/v1/sources')).items
  expect(series.map((one) => [one.key, one.total])).toEqual([[[source?.id], 6]])
  const bySource = { property: 'context.source', value: source?.id }
  expect((await trend(own, { filter: bySource })).series[0]?.total).toBe(6)
})

test('a trait of a person that is called “account” and the traits of accounts can both be asked for', async () => {
  const own = await filled([
    { type: 'identify', userId: 'ana', traits: { account: 'gold', 'account.tier': 2, person: { x: 'y' } } },
    { type: 'identify', userId: 'bea', traits: { account: { industry: 'Toys' } } },
    group('ana', { industry: 'Toys' }, 1),
    ...visits('ana', 1),
    ...visits('bea', 1),
  ])
  expect(await peopleWith(own, 'account.industry', 'Toys')).toBe(1)
  expect(await peopleWith(own, 'person.account', 'gold')).toBe(1)
  expect(await peopleWith(own, 'person.account.tier', '2')).toBe(1)
  expect(await peopleWith(own, 'person.account.industry', 'Toys')).toBe(1)
  expect(await peopleWith(own, 'person.person.x', 'y')).toBe(1)
  const { traits } = await own.key.get<{ traits: { name: string }[] }>('/api/v1/catalogue')
  expect(traits.map((one) => one.name)).toEqual([
    'account.industry',
    'person.account',
    'person.account.industry',
    'person.account.tier',
    'person.person.x',
  ])
  const { series } = await trend(own, { breakdown: ['trait:person.account'] })
  expect(series.map((one) => one.key[0]).toSorted()).toEqual(['', 'gold'])
})

test('what changes of an account with many people holds for all of them though nobody says it of each', async () => {
  const people = Array.from({ length: 1_200 }, (_, n) => `u${n}`)
  const own = await filled(people.flatMap((userId) => [group(userId, {}, 1), ...visits(userId, 1)]))
  const ofAcme = (industry: string) =>
    vi.waitUntil(async () => (await peopleWith(own, 'account.industry', industry)) === people.length, {
      timeout: 60_000,
      interval: 100,
    })
  await own.send([group('u7', { industry: 'Toys' }, 2)])
  await ofAcme('Toys')
  // Two changes one after the other: the second may come while people are written anew for the first.
  await own.send([group('u7', { industry: 'Games' }, 3)])
  await server.caughtUp()
  await own.send([group('u9', { industry: 'Books' }, 4)])
  await ofAcme('Books')
  expect(await peopleWith(own, 'account.industry', 'Games')).toBe(0)
}, 180_000)
