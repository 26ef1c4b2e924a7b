import type {
  AuditPage,
  IdentityChanged,
  IdentityReviewPage,
  IdentityRulesView,
  Person,
  SharedIdentifiers,
} from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-05-20T00:00:00Z') })
})
afterAll(() => server.close())

const at = (minute: number) => new Date(Date.parse('2026-05-01T00:00:00Z') + minute * 60_000).toISOString()
const identify = (minute: number, who: object, traits: object = {}) => ({
  type: 'identify',
  messageId: `${minute}-${JSON.stringify(who)}-${JSON.stringify(traits)}`.slice(0, 100),
  timestamp: at(minute),
  ...who,
  traits,
})
const did = (minute: number, event: string, who: object, more: object = {}) => ({
  type: 'track',
  event,
  messageId: `${minute}-${event}-${JSON.stringify(who)}`.slice(0, 100),
  timestamp: at(minute),
  ...who,
  ...more,
})
const tell = async (own: TestWorkspace, ...events: object[]) => {
  await own.send(events)
  await server.caughtUp()
}
const people = async (own: TestWorkspace): Promise<Person[]> => {
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?limit=200')
  return Promise.all(items.map((one) => own.key.get<Person>(`/api/v1/people/${one.id}`)))
}
/** Who is who, as lists of identifiers that events have spoken for. */
const groups = async (own: TestWorkspace) =>
  (await people(own))
    .map((one) =>
      one.identifiers
        .filter(({ kind }) => kind === 'userId' || kind === 'anonymousId')
        .map(({ value }) => value)
        .toSorted()
        .join(' '),
    )
    .toSorted()
const personWith = async (own: TestWorkspace, value: string) => {
  const found = (await people(own)).find((one) =>
    one.identifiers.some((i) => i.value === value && !i.isShown),
  )
  if (!found) throw new Error(`nobody has ${value}`)
  return found
}
const linkOf = (person: Person, a: string, b: string) => {
  const found = person.links.find((one) => one.a === a && one.b === b)
  if (!found) throw new Error(`no link ${a} ${b}`)
  return found
}
type Reviews = z.infer<typeof IdentityReviewPage>
const reviews = (own: TestWorkspace) => own.key.get<Reviews>('/api/v1/identity/reviews')
const decide = (own: TestWorkspace, pair: string[], decision: string) =>
  own.key.post<IdentityChanged>('/api/v1/identity/decisions', { people: pair, decision })

test('an e-mail, a phone and an external id join visitors, however they are written and wherever they are said', async () => {
  const own = await server.workspace()
  await tell(
    own,
    identify(0, { userId: 'ana' }, { email: 'Ana@X.example', phone: '+55 11 91234-5678' }),
    identify(1, { anonymousId: 'd1' }, { email: 'Ana <ana@x.example>' }),
    did(
      2,
      'Message',
      { anonymousId: 'wa' },
      { context: { externalIds: [{ type: 'phone', id: '5511912345678' }] } },
    ),
    did(3, 'Bought', { anonymousId: 'shop' }, { context: { traits: { email: 'ana@x.example' } } }),
    did(4, 'Bought', { anonymousId: 'pos' }, { context: { externalIds: [{ type: 'crm', id: 77 }] } }),
    did(5, 'Paid', { userId: 'ana' }, { context: { externalIds: [{ type: 'crm', id: '77' }] } }),
    did(6, 'Looked', { anonymousId: 'other' }, { context: { traits: { email: 'info@x.example' } } }),
    did(7, 'Looked', { anonymousId: 'another' }, { context: { traits: { email: 'info@x.example' } } }),
  )
  expect(await groups(own)).toEqual(['ana d1 pos shop wa', 'another', 'other'])
  const ana = await personWith(own, 'ana')
  expect(ana.interactions).toBe(4)
  expect(ana.identifiers.map(({ kind, value }) => `${kind} ${value}`)).toEqual(
    expect.arrayContaining(['email ana@x.example', 'phone +5511912345678', 'external:crm 77']),
  )
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=%2B5511912')
  expect(items.map((one) => one.id)).toEqual([ana.id])
})

test('a link tells its rule and the first event that made it, whatever arrives first', async () => {
  const own = await server.workspace()
  await tell(own, identify(9, { anonymousId: 'd', userId: 'u' }))
  await tell(own, did(5, 'Early', { anonymousId: 'd', userId: 'u' }))
  const { links } = await personWith(own, 'u')
  expect(links).toHaveLength(1)
  expect(links[0]).toMatchObject({
    a: 'd',
    b: 'u',
    rule: 'identify',
    state: 'applied',
    assertedAt: at(5),
    event: { messageId: expect.stringMatching(/^5-Early/), source: 'Site' },
  })
  const raw = await own.key.get<{ item: { name: string } }>(`/api/v1/events/${links[0]?.event?.eventId}`)
  expect(raw.item.name).toBe('Early')
})

test('undo gives back events, traits, consents and accounts; the same event again changes nothing; redo joins again', async () => {
  const own = await server.workspace()
  const consent = { consent: { categoryPreferences: { marketing: true } } }
  const joined = identify(3, { userId: 'u', anonymousId: 'd' })
  await tell(
    own,
    did(0, 'Looked', { anonymousId: 'd' }, { context: consent }),
    identify(1, { anonymousId: 'd' }, { plan: 'free' }),
    { type: 'group', anonymousId: 'd', groupId: 'home', timestamp: at(1) },
    identify(2, { userId: 'u' }, { name: 'Uma' }),
    joined,
  )
  const whole = await personWith(own, 'u')
  expect([whole.interactions, whole.accounts.length, whole.consents.length]).toEqual([1, 1, 1])
  await own.folded()
  const { id } = linkOf(whole, 'd', 'u')
  const undone = await own.key.post<IdentityChanged>('/api/v1/identity/links/undo', { link: id })
  expect(undone.people.map((one) => one.id)).toContain(whole.id)
  const parts = async () => {
    const [u, d] = [await personWith(own, 'u'), await personWith(own, 'd')]
    expect(u.id).not.toBe(d.id)
    expect([u.interactions, u.accounts.length, u.consents.length]).toEqual([0, 0, 0])
    expect([d.interactions, d.accounts.length, d.consents.length]).toEqual([1, 1, 1])
    expect(u.traits.map((one) => one.name)).toEqual(['name'])
    expect(d.traits.map((one) => one.name)).toEqual(['plan'])
    expect(linkOf(u, 'd', 'u')).toMatchObject({ state: 'undone', decidedBy: 'key: All' })
  }
  await parts()
  await tell(
    own,
    { ...joined, messageId: 'again', timestamp: at(8) },
    { ...joined, messageId: 'early', timestamp: at(0) },
  )
  await parts()
  await own.folded()
  await parts()
  await own.key.post('/api/v1/identity/links/redo', { link: id })
  const again = await personWith(own, 'd')
  expect([again.id, again.interactions]).toEqual([whole.id, 1])
  await own.folded()
  expect((await personWith(own, 'd')).interactions).toBe(1)
  const { items } = await own.key.get<z.infer<typeof AuditPage>>('/api/v1/audit')
  expect(items.map((one) => one.action).slice(0, 2)).toEqual(['identity.redo', 'identity.undo'])
  await own.key.post('/api/v1/identity/links/undo', { link: 'a:b:email' }, 404)
})

test('a merge can be undone after later merges, and the later ones stay', async () => {
  const own = await server.workspace()
  await tell(
    own,
    identify(0, { userId: 'a' }, { name: 'A' }),
    identify(1, { userId: 'b' }, { name: 'B' }),
    { type: 'alias', userId: 'a', previousId: 'b', timestamp: at(2) },
    identify(3, { userId: 'a', anonymousId: 'da' }),
    identify(4, { userId: 'b', anonymousId: 'db' }),
    did(5, 'X', { anonymousId: 'db' }),
  )
  expect(await groups(own)).toEqual(['a b da db'])
  const whole = await personWith(own, 'a')
  const of = (value: string) => whole.identifiers.find((one) => one.value === value)?.id ?? ''
  const url = `/api/v1/people/${whole.id}/unmerge`
  await own.key.post(url, { identifiers: [of('b'), of('db')] })
  expect(await groups(own)).toEqual(['a da', 'b db'])
  expect((await personWith(own, 'b')).interactions).toBe(1)
  await own.key.post(`/api/v1/people/${(await personWith(own, 'a')).id}/unmerge`, {})
  expect(await groups(own)).toEqual(['a', 'b db', 'da'])
  await own.key.post(`/api/v1/people/${(await personWith(own, 'a')).id}/unmerge`, {}, 409)
  await own.key.post(`/api/v1/people/${own.id}/unmerge`, {}, 404)
})

test('two users of one e-mail wait for a decision: yes joins them, no is remembered, and both can be taken back', async () => {
  const own = await server.workspace()
  await tell(own, identify(0, { userId: 'u1' }, { email: 'both@x.example' }))
  await tell(own, identify(1, { userId: 'u2' }, { email: 'both@x.example' }))
  expect(await groups(own)).toEqual(['u1', 'u2'])
  const { items, total } = await reviews(own)
  expect([items.length, total]).toEqual([1, 1])
  expect(items[0]?.links[0]).toMatchObject({
    rule: 'email',
    state: 'skipped',
    reason: 'limit',
    limitKind: 'userId',
  })
  const pair = items[0]?.people.map((one) => one.id) ?? []

  await decide(own, pair, 'different')
  expect((await reviews(own)).items).toEqual([])
  await tell(own, identify(2, { userId: 'u2' }, { email: 'both@x.example', plan: 'x' }))
  expect([await groups(own), (await reviews(own)).total]).toEqual([['u1', 'u2'], 0])
  await decide(own, pair, 'undecided')
  expect((await reviews(own)).total).toBe(1)
  await decide(own, pair, 'same')
  expect([await groups(own), (await reviews(own)).total]).toEqual([['u1 u2'], 0])
  const accepted = (await personWith(own, 'u1')).links.find((one) => one.rule === 'accepted')
  expect(accepted).toMatchObject({ state: 'applied', decidedBy: 'key: All', event: null })
  await decide(own, pair, 'same').then(
    () => expect.fail('joined twice'),
    (error) => expect(String(error)).toContain('409'),
  )
  await own.key.post('/api/v1/identity/links/undo', { link: accepted?.id })
  expect([await groups(own), (await reviews(own)).total]).toEqual([['u1', 'u2'], 1])
})

test('what many share joins nobody and is reported; a change of the rules computes everybody anew', async () => {
  const own = await server.workspace()
  const rules = await own.key.get<IdentityRulesView>('/api/v1/identity/rules')
  const change = async (edit: (rules: IdentityRulesView) => void, status = 200) => {
    const {
      changedAt: _at,
      changedBy: _by,
      work: _work,
      reading: _reading,
      ...next
    } = structuredClone(await own.key.get<IdentityRulesView>('/api/v1/identity/rules'))
    edit(next as IdentityRulesView)
    const answer = await own.key.request('PUT', '/api/v1/identity/rules', { body: next })
    expect([answer.status, answer.text]).toEqual([status, expect.any(String)])
    let { work } = await own.key.get<IdentityRulesView>('/api/v1/identity/rules')
    while (work.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 100))
      work = (await own.key.get<IdentityRulesView>('/api/v1/identity/rules')).work
    }
  }
  expect(rules.version).toBe(0)
  const visitors = ['d1', 'd2', 'd3', 'd4']
  await tell(own, ...visitors.map((d, n) => identify(n, { anonymousId: d }, { email: 'desk@x.example' })))
  expect(await groups(own)).toEqual(['d1 d2 d3 d4'])
  const shared = () => own.key.get<SharedIdentifiers>('/api/v1/identity/shared')

  await change((next) => (next.kinds.email.sharedAfter = 3))
  expect(await groups(own)).toEqual(visitors)
  expect((await shared()).items).toMatchObject([{ kind: 'email', value: 'desk@x.example', linked: 4 }])
  await tell(own, identify(9, { anonymousId: 'd5' }, { email: 'desk@x.example' }))
  expect(await groups(own)).toEqual([...visitors, 'd5'])

  await change((next) => (next.kinds.email.sharedAfter = 50))
  expect([await groups(own), (await shared()).items]).toEqual([['d1 d2 d3 d4 d5'], []])
  await change((next) => (next.kinds.email.use = 'show'))
  expect(await groups(own)).toEqual([...visitors, 'd5'])
  const seen = (await personWith(own, 'd5')).identifiers
  expect(seen.map(({ value, isShown }) => [value, isShown])).toEqual([
    ['d5', false],
    ['desk@x.example', true],
  ])
  await change((next) => {
    next.kinds.email.use = 'join'
    next.kinds.email.blocked = ['d?sk@*']
  })
  expect(await groups(own)).toEqual([...visitors, 'd5'])
  await change((next) => (next.kinds.email.blocked = []))
  expect(await groups(own)).toEqual(['d1 d2 d3 d4 d5'])
  await change((next) => (next.version = 1), 409)
  await change((next) => (next.kinds.email.limit = 0), 400)
})

test('where sources or identifiers disagree, a trait shows what each says', async () => {
  const own = await server.workspace()
  const crm = await own.key.post<{ writeKey: string }>(
    '/api/v1/sources',
    { name: 'CRM', kind: 'server' },
    201,
  )
  const fromCrm = { authorization: `Basic ${Buffer.from(`${crm.writeKey}:`).toString('base64')}` }
  await tell(own, identify(5, { userId: 'u' }, { plan: 'free', city: 'Rio' }))
  await own.collect(
    '/v1/batch',
    { batch: [identify(2, { userId: 'u' }, { plan: 'gold', city: 'Rio' })] },
    fromCrm,
  )
  await tell(
    own,
    identify(1, { anonymousId: 'd' }, { plan: 'trial' }),
    identify(6, { userId: 'u', anonymousId: 'd' }),
  )
  const { traits } = await personWith(own, 'u')
  expect(traits.find((one) => one.name === 'city')?.conflicts).toEqual([])
  expect(traits.find((one) => one.name === 'plan')).toEqual({
    name: 'plan',
    value: 'free',
    setAt: at(5),
    origin: 'sent',
    source: 'Site',
    conflicts: [
      { value: 'gold', setAt: at(2), source: 'CRM', identifier: 'u' },
      { value: 'trial', setAt: at(1), source: 'Site', identifier: 'd' },
    ],
  })
})

const who = fc.oneof(
  fc.constantFrom('u1', 'u2', 'u3').map((userId) => ({ userId })),
  fc.constantFrom('d1', 'd2', 'd3').map((anonymousId) => ({ anonymousId })),
  fc.record({ userId: fc.constantFrom('u1', 'u2', 'u3'), anonymousId: fc.constantFrom('d1', 'd2', 'd3') }),
)
const said = fc.record(
  {
    email: fc.constantFrom('a@x.example', 'b@x.example'),
    phone: fc.constantFrom('+5511912345678', '+393471234567'),
  },
  { requiredKeys: [] },
)
const told = fc.array(fc.tuple(who, said, fc.nat({ max: 50 })), { minLength: 3, maxLength: 15 })

test('taking links back before, between and after the events gives the same people as any other order', async () => {
  await fc.assert(
    fc.asyncProperty(told, fc.nat(), fc.nat(), async (calls, pick, cut) => {
      const [early, late] = [await server.workspace(), await server.workspace()]
      const events = calls.map(([sender, traits, minute], n) => ({
        ...identify(minute, sender, traits),
        messageId: `m${n}`,
      }))
      const undoIn = async (own: TestWorkspace, wanted?: string) => {
        const links = (await people(own)).flatMap((one) => one.links)
        const named = [
          ...new Map(links.map((link) => [`${link.a} ${link.b} ${link.rule}`, link.id])),
        ].toSorted()
        const [name, id] = wanted
          ? (named.find(([one]) => one === wanted) ?? [])
          : (named[pick % named.length] ?? [])
        if (id) await own.key.post('/api/v1/identity/links/undo', { link: id })
        return name
      }
      const middle = 1 + (cut % events.length)
      await tell(early, ...events.slice(0, middle))
      const undone = await undoIn(early)
      await tell(early, ...events.slice(middle).toReversed(), ...events.slice(0, 3))
      await tell(late, ...events.toReversed())
      if (undone) await undoIn(late, undone)
      expect(await groups(late)).toEqual(await groups(early))
    }),
    { numRuns: 6, endOnFailure: true },
  )
}, 120_000)
