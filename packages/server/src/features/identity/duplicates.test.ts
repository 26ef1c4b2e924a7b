import type { DuplicatePage, IdentityWork } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-05-20T00:00:00Z') })
})
afterAll(() => server.close())

type Page = z.infer<typeof DuplicatePage>
const list = (own: TestWorkspace, more = '') => own.key.get<Page>(`/api/v1/identity/duplicates?${more}`)
async function search(own: TestWorkspace): Promise<Page> {
  await own.key.post<IdentityWork>('/api/v1/identity/duplicates/search', undefined)
  let page = await list(own, 'limit=200')
  while (page.work.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 100))
    page = await list(own, 'limit=200')
  }
  return page
}
const firstNames = ['Ana', 'Bruno', 'Carla', 'Diego', 'Elisa', 'Fabio', 'Giulia', 'Hugo', 'Irene', 'Joana']
const starts = ['Sil', 'Ros', 'Per', 'Bian', 'Cos', 'Fer', 'Alm', 'Gre', 'Lim', 'Con', 'Tav', 'Mor', 'Vi']
const ends = ['va', 'sini', 'eira', 'chetti', 'tanza', 'rari', 'eida', 'goli', 'oncelli', 'tini', 'ares']
/** Spreads numbers evenly without a seed to keep: Knuth's multiplicative hash. */
const pick = (n: number, salt: number, below: number) =>
  Math.floor((((n + 1) * salt * 2_654_435_761) % 2 ** 32) / (2 ** 32 / below))
const two = (n: number) => String(n).padStart(2, '0')
const customer = (n: number) => {
  const [first, surname] = [firstNames[pick(n, 3, 10)], `${starts[n % 13]}${ends[n % 11]}`]
  return {
    name: `${first} ${surname}`,
    email: `${first}.${surname}@mail.example`.toLowerCase(),
    phone: `+55119${10_000_000 + pick(n, 7, 80_000_000)}`,
    birthday: `${1940 + pick(n, 11, 65)}-${two(1 + pick(n, 13, 12))}-${two(1 + pick(n, 17, 28))}`,
    address: {
      street: `${starts[pick(n, 19, 13)]}${ends[pick(n, 23, 11)]} ${n}`,
      city: n % 2 ? 'Recife' : 'Torino',
    },
  }
}
const identify = (userId: string, traits: object) => ({ type: 'identify', userId, messageId: userId, traits })

test('likely duplicates are found with what speaks for them, and nobody is joined', async () => {
  const own = await server.workspace()
  const people = Array.from({ length: 140 }, (_, n) => customer(n))
  const again = people.slice(0, 12).map(({ email, ...one }, n) => ({
    ...one,
    name: n % 3 === 0 ? one.name.replace('a', 'aa') : one.name,
    email: email.replace('@mail', '@work'),
    phone: n % 4 === 0 ? `+55119${99_000_000 + n}` : one.phone,
  }))
  await own.send([
    ...people.map((one, n) => identify(`p${n}`, one)),
    // The phone joins by the rules; here it is only a trait, as it is while phones are only shown.
    ...again.map(({ phone, ...one }, n) => identify(`q${n}`, { ...one, mobile: phone })),
  ])
  await server.caughtUp()
  const before = (await own.key.get<{ total: number }>('/api/v1/people')).total
  const { items, total, work } = await search(own)
  expect(work).toMatchObject({ state: 'done', problem: null })
  expect(work.done).toBe(work.total)
  expect((await own.key.get<{ total: number }>('/api/v1/people')).total).toBe(before)

  const identifiers = new Map<string, string>()
  for (const { people: pair } of items)
    for (const { id } of pair) {
      const found = await own.key.get<{ identifiers: { kind: string; value: string }[] }>(
        `/api/v1/people/${id}`,
      )
      identifiers.set(id, found.identifiers.find((one) => one.kind === 'userId')?.value ?? '')
    }
  const pairs = items.map(({ people: pair }) =>
    pair
      .map(({ id }) => identifiers.get(id))
      .toSorted()
      .join(' '),
  )
  const planted = again.map((_, n) => `p${n} q${n}`)
  expect(pairs.toSorted()).toEqual(planted.toSorted())
  expect(total).toBe(12)
  expect(items.map((one) => one.score)).toEqual(items.map((one) => one.score).toSorted((x, y) => y - x))
  const [first] = items
  expect(first?.evidence.reduce((sum, one) => sum + one.weight, 0)).toBeCloseTo(first?.score ?? 0, 6)
  expect(first?.evidence.map((one) => one.field)).toEqual(['name', 'email', 'phone', 'birthday', 'address'])

  const decide = (page: Page, decision: string) =>
    own.key.post('/api/v1/identity/decisions', {
      people: page.items[0]?.people.map((one) => one.id),
      decision,
    })
  const paged = await list(own, 'limit=1')
  await decide(paged, 'same')
  expect((await own.key.get<{ total: number }>('/api/v1/people')).total).toBe(before - 1)
  const rest = await list(own, 'limit=1')
  expect([rest.total, rest.items[0]?.id !== paged.items[0]?.id]).toEqual([11, true])
  await decide(rest, 'different')
  const next = await search(own)
  expect(next.total).toBe(10)
  expect(next.items.map((one) => one.id)).not.toContain(rest.items[0]?.id)
}, 120_000)

test('people of whom too little is known are proposed to nobody, and a search can be cancelled', async () => {
  const own = await server.workspace()
  await own.send([
    { type: 'track', event: 'E', anonymousId: 'd1' },
    { type: 'track', event: 'E', anonymousId: 'd2' },
    identify('a', { name: 'Ana' }),
    identify('b', { name: 'Ana' }),
  ])
  await server.caughtUp()
  expect((await search(own)).items).toEqual([])
  await own.key.post('/api/v1/identity/duplicates/search', undefined)
  const { state } = await own.key.post<IdentityWork>('/api/v1/identity/duplicates/cancel', undefined)
  expect(['cancelled', 'done']).toContain(state)
})
