import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-05-20T00:00:00Z') })
})
afterAll(() => server.close())

const start = Date.parse('2026-05-01T00:00:00Z')
const at = (minute: number) => new Date(start + minute * 60_000).toISOString()
const range = { from: '2026-05-01', to: '2026-05-19' }

type Found = { id: string; name: string; isKnown: boolean; firstSeenAt: string; lastSeenAt: string }
type Detail = Found & {
  identifiers: { kind: string; value: string }[]
  traits: { name: string; value: unknown }[]
  accounts: { groupId: string; people: number }[]
  interactions: number
}
const people = async (own: TestWorkspace) => {
  await server.caughtUp()
  return (await own.key.get<{ items: Found[] }>('/api/v1/people?limit=200')).items
}
const person = (own: TestWorkspace, id: string) => own.key.get<Detail>(`/api/v1/people/${id}`)
const personOf = async (own: TestWorkspace, identifier: string) => {
  for (const one of await people(own)) {
    const found = await person(own, one.id)
    if (found.identifiers.some((own) => own.value === identifier)) return found
  }
  throw new Error(`nobody has ${identifier}`)
}

/** Everything a workspace tells about its people, without the ids that belong to this workspace alone. */
async function portrait(own: TestWorkspace) {
  const found = await Promise.all((await people(own)).map((one) => person(own, one.id)))
  const described = found.map((one) => ({
    name: one.name,
    isKnown: one.isKnown,
    span: [one.firstSeenAt, one.lastSeenAt],
    identifiers: one.identifiers.map(({ kind, value }) => `${kind} ${value}`).toSorted(),
    traits: Object.fromEntries(one.traits.map(({ name, value }) => [name, value])),
    accounts: one.accounts.map(({ groupId, people: n }) => [groupId, n]),
    interactions: one.interactions,
  }))
  const ask = async (kind: string, question: object) => {
    const { meta: _, ...answer } = await own.key.post(`/api/v1/questions/${kind}`, { range, ...question })
    return answer
  }
  return {
    people: described.toSorted((x, y) => (x.identifiers.join() < y.identifiers.join() ? -1 : 1)),
    trend: await ask('trend', { measure: 'people', breakdown: ['trait:plan'] }),
    paths: await ask('paths', { by: 'event', minShare: 0 }),
    personPaths: await ask('paths', { by: 'event', minShare: 0, scope: 'person', depth: 3 }),
    pulse: await ask('pulse', {}),
  }
}

const user = fc.constantFrom('u1', 'u2', 'u3', 'u4')
const device = fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5', 'd6')
const when = fc.integer({ min: 0, max: 60 * 24 * 4 })
const sender = fc.oneof(
  user.map((userId) => ({ userId })),
  device.map((anonymousId) => ({ anonymousId })),
  fc.record({ userId: user, anonymousId: device }),
)
const traits = fc.dictionary(
  fc.constantFrom('name', 'plan', 'email'),
  fc.constantFrom<string | null>('a', 'b', 'c', null),
  { maxKeys: 2 },
)
const call = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('track'), who: sender, event: fc.constantFrom('A', 'B', 'C') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('page'), who: sender, name: fc.constantFrom('home', 'about') }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('identify'), who: sender, traits }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('alias'),
      who: user.map((userId) => ({ userId })),
      previousId: fc.oneof(user, device),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('group'),
      who: sender,
      groupId: fc.constantFrom('g1', 'g2'),
      traits,
    }),
  },
)
const history = fc.array(fc.tuple(call, when), { minLength: 3, maxLength: 30 }).map((calls) =>
  calls.map(([{ who, ...rest }, minute], n) => ({
    ...rest,
    ...who,
    messageId: `m${String(n).padStart(3, '0')}`,
    // No two at the same moment: those keep the order in which they came.
    timestamp: new Date(Date.parse(at(minute)) + n).toISOString(),
  })),
)

test('order, repetition and splitting of the same events change neither people nor answers', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.infiniteStream(fc.nat({ max: 1_000_000 })), async (events, random) => {
      const [ordered, mixed] = [await server.workspace(), await server.workspace()]
      await ordered.send(events)
      await server.caughtUp()
      const shuffled = [...events, ...events.slice(0, 5)]
        .map((event) => [random.next().value, event] as const)
        .toSorted((x, y) => x[0] - y[0])
      for (let rest = shuffled.map(([, event]) => event); rest.length > 0; ) {
        const size = 1 + (random.next().value % 6)
        await mixed.send(rest.slice(0, size))
        if (random.next().value % 2 === 0) await server.caughtUp()
        rest = rest.slice(size)
      }
      const first = await portrait(ordered)
      expect(await portrait(mixed)).toEqual(first)
      await mixed.folded()
      expect(await portrait(mixed)).toEqual(first)
    }),
    { numRuns: 5, endOnFailure: true },
  )
}, 180_000)

test('what a visitor did before signing in belongs to them afterwards, and the old address leads on', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'track', event: 'Looked', anonymousId: 'd', timestamp: at(0) }])
  const [visitor] = await people(own)
  expect(visitor?.isKnown).toBe(false)
  await own.send([
    { type: 'identify', userId: 'u', anonymousId: 'd', traits: { name: 'Ana' }, timestamp: at(5) },
  ])
  const [ana, ...others] = await people(own)
  expect([ana?.name, others]).toEqual(['Ana', []])
  expect(ana?.id).not.toBe(visitor?.id)
  expect((await person(own, visitor?.id ?? '')).id).toBe(ana?.id)
  const { items } = await own.key.get<{ items: { name: string }[] }>(`/api/v1/people/${visitor?.id}/timeline`)
  expect(items.map((one) => one.name)).toEqual(['Identified', 'Looked'])
})

test('a shared device stays with the first who signed in on it, also when that is learnt late', async () => {
  const own = await server.workspace()
  await own.send([
    { type: 'track', event: 'E', anonymousId: 'kiosk', timestamp: at(0) },
    { type: 'identify', userId: 'second', anonymousId: 'kiosk', timestamp: at(20) },
  ])
  expect((await personOf(own, 'kiosk')).identifiers.map((one) => one.value)).toContain('second')
  await own.send([{ type: 'identify', userId: 'first', anonymousId: 'kiosk', timestamp: at(10) }])
  expect((await personOf(own, 'kiosk')).identifiers.map((one) => one.value).toSorted()).toEqual([
    'first',
    'kiosk',
  ])
  const alone = await personOf(own, 'second')
  expect([alone.identifiers.length, alone.interactions]).toEqual([1, 0])
  await own.folded()
  expect((await personOf(own, 'first')).interactions).toBe(1)
})

test('an alias joins two user ids, and traits take the latest value of both', async () => {
  const own = await server.workspace()
  await own.send([
    { type: 'identify', userId: 'old', traits: { name: 'Old', plan: 'a' }, timestamp: at(0) },
    { type: 'identify', userId: 'new', traits: { plan: 'b' }, timestamp: at(5) },
    { type: 'alias', userId: 'new', previousId: 'old', timestamp: at(9) },
  ])
  const [joined, ...others] = await people(own)
  expect(others).toEqual([])
  const found = await person(own, joined?.id ?? '')
  expect(found.traits.map(({ name, value }) => [name, value])).toEqual([
    ['name', 'Old'],
    ['plan', 'b'],
  ])
})

test('pages of people, of a timeline and of accounts show everything once', async () => {
  const own = await server.workspace()
  await own.send(
    Array.from({ length: 23 }, (_, n) => [
      { type: 'identify', userId: `p${n}`, traits: { name: `Name ${n % 4}` }, timestamp: at(n % 3) },
      {
        type: 'group',
        userId: `p${n}`,
        groupId: `g${n}`,
        traits: { name: `Group ${n % 3}` },
        timestamp: at(n % 3),
      },
      { type: 'track', event: `E${n}`, userId: 'p1', timestamp: at(n % 2) },
    ]).flat(),
  )
  await server.caughtUp()
  const walk = async (url: string) => {
    const ids: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await own.key.get(
        `${url}${url.includes('?') ? '&' : '?'}limit=4${cursor && `&cursor=${cursor}`}`,
      )
      ids.push(...page.items.map((one) => one.id))
      cursor = page.nextCursor
    }
    return [ids.length, new Set(ids).size]
  }
  for (const sort of ['lastSeen', 'firstSeen', 'name'])
    expect([sort, await walk(`/api/v1/people?sort=${sort}`)]).toEqual([sort, [23, 23]])
  expect(await walk('/api/v1/accounts')).toEqual([23, 23])
  expect(await walk(`/api/v1/people/${(await personOf(own, 'p1')).id}/timeline`)).toEqual([25, 25])
})
