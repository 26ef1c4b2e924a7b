import type { IdentityRulesView, Person } from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-05-20T00:00:00Z'), work: ['reading'] })
})
afterAll(() => server.close())

type Email = IdentityRulesView['email']
type Call = Record<string, unknown>
const at = (minute: number) => new Date(Date.parse('2026-05-01T00:00:00Z') + minute * 60_000).toISOString()
const rulesOf = (own: TestWorkspace) => own.key.get<IdentityRulesView>('/api/v1/identity/rules')

async function change(own: TestWorkspace, wanted: Partial<IdentityRulesView>): Promise<void> {
  const { changedAt: _at, changedBy: _by, work: _work, reading: _reading, ...rules } = await rulesOf(own)
  const answer = await own.key.request('PUT', '/api/v1/identity/rules', { body: { ...rules, ...wanted } })
  expect(answer.status).toBe(200)
}
const isRead = (own: TestWorkspace) =>
  expect
    .poll(async () => (await rulesOf(own)).reading.state, { timeout: 60_000, interval: 100 })
    .not.toBe('running')

async function people(own: TestWorkspace): Promise<Person[]> {
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?limit=200')
  return Promise.all(items.map((one) => own.key.get<Person>(`/api/v1/people/${one.id}`)))
}
/** Everything that who is who says: identifiers by person, and the links with what became of them. */
const whoIsWho = async (own: TestWorkspace) =>
  (await people(own))
    .map((one) => ({
      identifiers: one.identifiers.map(({ kind, value }) => `${kind} ${value}`).toSorted(),
      links: one.links
        .map((link) => `${link.from.value} ${link.to.value} ${link.rule} ${link.state} ${link.assertedAt}`)
        .toSorted(),
    }))
    .toSorted((x, y) => (x.identifiers.join() < y.identifiers.join() ? -1 : 1))

const preview = async (own: TestWorkspace, wanted: Partial<IdentityRulesView>) => {
  const { changedAt: _at, changedBy: _by, work: _work, reading: _reading, ...rules } = await rulesOf(own)
  return own.key.post('/api/v1/identity/rules/preview', { ...rules, ...wanted })
}
type Who = Awaited<ReturnType<typeof whoIsWho>>
/** How many people are one with another afterwards, and how many have fallen apart. */
function movesBetween(before: Who, after: Who) {
  const speaking = ({ identifiers }: Who[number]) =>
    identifiers.filter((one) => /^(userId|anonymousId) /.test(one))
  const meets = (one: Who[number], other: Who[number]) =>
    speaking(one).some((identifier) => speaking(other).includes(identifier))
  const count = (some: Who, test: (one: Who[number]) => boolean) => some.filter(test).length
  return {
    isTooLarge: false,
    before: before.length,
    after: after.length,
    joining: count(before, (one) =>
      after.some((then) => meets(one, then) && count(before, (other) => meets(other, then)) > 1),
    ),
    parting: count(before, (one) => count(after, (then) => meets(one, then)) > 1),
  }
}

const addresses = [
  'ana@x.example',
  'a.na@x.example',
  'ana+shop@x.example',
  'an.a+news@x.example',
  'bo@x.example',
]
const who = fc.oneof(
  fc.record({ userId: fc.constantFrom('u1', 'u2', 'u3') }),
  fc.record({ anonymousId: fc.constantFrom('a1', 'a2', 'a3') }),
  fc.record({ userId: fc.constantFrom('u1', 'u2'), anonymousId: fc.constantFrom('a1', 'a2') }),
)
const call: fc.Arbitrary<Call> = fc
  .record({
    who,
    minute: fc.integer({ min: 0, max: 500 }),
    email: fc.option(fc.constantFrom(...addresses), { nil: undefined }),
    phone: fc.option(fc.constantFrom('(11) 91234-5678', '+55 11 91234-5678'), { nil: undefined }),
    crm: fc.option(fc.constantFrom('C-1', 'c1', 'c 2'), { nil: undefined }),
    isIdentify: fc.boolean(),
  })
  .map(({ who, minute, email, phone, crm, isIdentify }) => {
    const traits = { ...(email && { email }), ...(phone && { phone }) }
    const externalIds = crm === undefined ? [] : [{ type: 'crm_id', id: crm }]
    return {
      ...(isIdentify ? { type: 'identify', traits } : { type: 'track', event: 'Did' }),
      ...who,
      timestamp: at(minute),
      context: { externalIds, ...(!isIdentify && { traits }) },
    }
  })
const email: fc.Arbitrary<Email> = fc.record({ ignoreTag: fc.boolean(), ignoreDots: fc.boolean() })
const reading = fc.record({
  email,
  defaultCountry: fc.constantFrom(null, 'BR'),
  read: fc.constantFrom(undefined, 'ignore_case' as const, 'letters_and_digits' as const),
})
type Reading = typeof reading extends fc.Arbitrary<infer One> ? One : never
const rule = { use: 'join' as const, priority: 30, limit: 5, sharedAfter: 50, blocked: [] }
const asRules = ({ email, defaultCountry, read }: Reading): Partial<IdentityRulesView> => ({
  email,
  defaultCountry,
  externalTypes: { crm_id: { ...rule, ...(read && { read }) } },
})

test('whatever was read before, events read again make the people that the new reading would have made from the start', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { minLength: 1, maxLength: 14 }),
      fc.array(call, { maxLength: 4 }),
      fc.array(reading, { minLength: 2, maxLength: 3 }),
      async (earlier, later, readings) => {
        const ids = (calls: Call[], from: string) =>
          calls.map((one, place) => ({ ...one, messageId: `${from}-${place}` }))
        const [first, second] = [ids(earlier, 'e'), ids(later, 'l')]
        const own = await server.workspace()
        const [beginning, ...changes] = readings
        if (beginning) await change(own, asRules(beginning))
        await own.send(first)
        await server.caughtUp()
        const early = await whoIsWho(own)
        const told = await preview(own, asRules(readings.at(-1) as Reading))
        // The last change comes while the one before may still be read, and events arrive meanwhile.
        for (const next of changes) await change(own, asRules(next))
        await own.send(second)
        await server.caughtUp()
        await isRead(own)

        const fresh = await server.workspace()
        await change(fresh, asRules(readings.at(-1) as Reading))
        await fresh.send([...first, ...second])
        await server.caughtUp()
        await isRead(fresh)
        const people = await whoIsWho(own)
        expect(people).toEqual(await whoIsWho(fresh))
        if (later.length === 0) expect(told).toEqual(movesBetween(early, people))
      },
    ),
    { numRuns: 5 },
  )
})

test('what somebody took back stays taken back under the address that it is read as now', async () => {
  const own = await server.workspace()
  const identify = (minute: number, userId: string, address: string) => ({
    type: 'identify',
    userId,
    timestamp: at(minute),
    traits: { email: address },
  })
  await change(own, {
    kinds: { ...(await rulesOf(own)).kinds, userId: { ...rule, priority: 10, limit: 3 } },
  })
  await own.send([identify(1, 'u1', 'ana@x.example'), identify(2, 'u2', 'ana+shop@x.example')])
  await server.caughtUp()
  const second = (await people(own)).find((one) => one.identifiers.some(({ value }) => value === 'u2'))
  const link = second?.links.find((one) => one.rule === 'email')
  await own.key.post('/api/v1/identity/links/undo', { link: link?.id })
  await change(own, { email: { ignoreTag: true, ignoreDots: false } })
  await isRead(own)
  expect(await people(own)).toHaveLength(2)
  const again = (await people(own)).find((one) => one.identifiers.some(({ value }) => value === 'u2'))
  expect(again?.links.filter((one) => one.rule === 'email')).toMatchObject([
    { state: 'undone', to: { value: 'ana@x.example' } },
  ])
})

test('what is read as before was first said when it was, also when the same is heard again', async () => {
  const own = await server.workspace()
  const call = (minute: number, email?: string) => ({
    type: 'identify',
    userId: 'u1',
    timestamp: at(minute),
    traits: { phone: '+55 11 91234-5678', ...(email && { email }) },
  })
  await own.send([call(5), call(186, 'ana+shop@x.example')])
  await server.caughtUp()
  await change(own, { email: { ignoreTag: true, ignoreDots: false } })
  await isRead(own)
  await own.send([call(300)])
  await server.caughtUp()
  const [person] = await people(own)
  expect(person?.links.map(({ rule, assertedAt }) => [rule, assertedAt]).toSorted()).toEqual([
    ['email', at(186)],
    ['phone', at(5)],
  ])
})
