import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
const clock = Date.parse('2026-03-10T12:00:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

type Consents = { purpose: string; granted: boolean; at: string; expiresAt: string | null }[]

async function consentsOf(own: TestWorkspace): Promise<Consents> {
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  const person = await own.key.get<{ consents: Consents }>(`/api/v1/people/${items[0]?.id}`)
  return person.consents.toSorted((one, other) => one.purpose.localeCompare(other.purpose))
}
const agree = (consent: object, timestamp = '2026-03-10T11:00:00Z') => ({
  type: 'track',
  event: 'Consented',
  userId: 'c',
  timestamp,
  context: { consent },
})

test('a consent is kept with the end that it names, by purpose or for all; a refusal has none', async () => {
  const own = await server.workspace()
  await own.send([
    agree({
      categoryPreferences: { ads: true, news: true, profile: false },
      expiresAt: '2026-09-01T00:00:00Z',
      categoryExpiresAt: { news: '2026-04-01T00:00:00Z' },
    }),
  ])
  expect((await consentsOf(own)).map((one) => [one.purpose, one.granted, one.expiresAt])).toEqual([
    ['ads', true, '2026-09-01T00:00:00.000Z'],
    ['news', true, '2026-04-01T00:00:00.000Z'],
    ['profile', false, null],
  ])
})

test('a consent without an end of its own gets the one of its source, from when it was given', async () => {
  const own = await server.workspace()
  await own.send([agree({ categoryPreferences: { before: true } }, '2026-03-10T10:00:00Z')])
  await own.key.request('PATCH', `/api/v1/sources/${own.source.id}`, {
    body: { settings: { consentDays: 30 } },
  })
  await own.send([agree({ consentMode: { ads: 'granted' } })])
  expect((await consentsOf(own)).map((one) => [one.purpose, one.at, one.expiresAt])).toEqual([
    ['ads', '2026-03-10T11:00:00.000Z', '2026-04-09T11:00:00.000Z'],
    ['before', '2026-03-10T10:00:00.000Z', null],
  ])
})

test('what is no instant is no end', async () => {
  const own = await server.workspace()
  await own.send([agree({ categoryPreferences: { ads: true }, expiresAt: 'some day' })])
  expect((await consentsOf(own))[0]).toMatchObject({ granted: true, expiresAt: null })
})
