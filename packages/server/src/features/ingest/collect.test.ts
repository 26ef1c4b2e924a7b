import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
let clock = Date.parse('2026-03-10T12:00:00Z')
const now = () => new Date(clock)
beforeAll(async () => {
  server = await openTestServer({ now })
})
afterAll(() => server.close())

type Arrived = {
  items: {
    verdict: string
    reason: string | null
    detail: string
    name: string
    type: string
    body: object
  }[]
}
const recent = async (own: TestWorkspace) =>
  (await own.key.get<Arrived>(`/api/v1/sources/${own.source.id}/recent`)).items
const track = (event: string, more: object = {}) => ({
  type: 'track',
  event,
  userId: 'u1',
  messageId: randomUUID(),
  ...more,
})
const names = async (own: TestWorkspace) => (await own.stored()).map((row) => row.name)

const singles: [string, object, string, string][] = [
  ['identify', { userId: 'u', traits: { name: 'Ana' } }, 'identify', 'Identified'],
  ['track', { userId: 'u', event: 'Bought' }, 'track', 'Bought'],
  ['page', { userId: 'u', name: 'Home' }, 'page', 'Page Viewed'],
  ['screen', { userId: 'u', name: 'Home' }, 'screen', 'Screen Viewed'],
  ['group', { userId: 'u', groupId: 'g' }, 'group', 'Group Joined'],
  ['alias', { userId: 'u', previousId: 'p' }, 'alias', 'Aliased'],
]
test('all calls are accepted under their long and short names', async () => {
  const own = await server.workspace()
  for (const [call, body] of singles)
    for (const path of [`/v1/${call}`, `/v1/${call[0]}`]) {
      const answer = await own.collect(path, body)
      expect([path, answer.status, answer.body]).toEqual([path, 200, { success: true }])
    }
  const kinds = (await own.stored()).map((row) => `${row.type} ${row.name}`)
  expect(kinds.toSorted()).toEqual(
    singles.flatMap(([, , type, name]) => [`${type} ${name}`, `${type} ${name}`]).toSorted(),
  )
})

test.each(['/v1/batch', '/v1/b', '/v1/import'])(
  '%s takes many calls and shares its context with each',
  async (path) => {
    const own = await server.workspace()
    const batch = singles.map(([call, body]) => ({ type: call, ...body }))
    const answer = await own.collect(path, {
      batch,
      context: { locale: 'it', library: { name: 'shared' } },
      sentAt: now().toISOString(),
    })
    expect(answer.status).toBe(200)
    expect((await own.stored()).length).toBe(6)
    const shared = await own.key.post<{ series: { total: number }[] }>('/api/v1/questions/trend', {
      range: { from: '2026-03-10', to: '2026-03-10' },
      filter: { property: 'context.locale', operator: 'equals', value: 'it' },
    })
    expect(shared.series[0]?.total).toBe(3)
  },
)

test('the write key is found with a colon, without one, and in the body', async () => {
  const own = await server.workspace()
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  await server.request('POST', '/v1/track', {
    headers: basic(`${own.writeKey}:`),
    body: { userId: 'u', event: 'a' },
  })
  await server.request('POST', '/v1/track', {
    headers: basic(own.writeKey),
    body: { userId: 'u', event: 'b' },
  })
  await server.request('POST', '/v1/track', { body: { userId: 'u', event: 'c', writeKey: own.writeKey } })
  await server.request('POST', '/v1/track', {
    headers: { authorization: 'Bearer an-oauth-token' },
    body: { userId: 'u', event: 'd', writeKey: own.writeKey },
  })
  await server.request('POST', '/v1/batch', { body: { batch: [track('e')], writeKey: own.writeKey } })
  expect((await names(own)).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a body is read as JSON whatever its content type says, and also when it is compressed', async () => {
  const own = await server.workspace()
  const text = (event: string) => JSON.stringify({ userId: 'u', event })
  for (const [event, type] of [
    ['plain', 'text/plain'],
    ['form', 'application/x-www-form-urlencoded'],
    ['utf', 'text/plain;charset=UTF-8'],
    ['odd', 'x/y'],
  ] as const)
    expect((await own.collect('/v1/t', text(event), { 'content-type': type })).status).toBe(200)
  expect((await own.collect('/v1/t', text('untyped'))).status).toBe(200)
  expect(
    (
      await own.collect('/v1/t', gzipSync(text('packed')), {
        'content-encoding': 'gzip',
        'content-type': 'application/json',
      })
    ).status,
  ).toBe(200)
  expect((await own.collect('/v1/t', Buffer.from('no gzip'), { 'content-encoding': 'gzip' })).status).toBe(
    400,
  )
  expect(
    (await own.collect('/v1/t', gzipSync(Buffer.alloc(600_000, 32)), { 'content-encoding': 'gzip' })).status,
  ).toBe(400)
  expect((await names(own)).toSorted()).toEqual(['form', 'odd', 'packed', 'plain', 'untyped', 'utf'])
})

test('the pixel always answers with an image, and stores what it can read', async () => {
  const own = await server.workspace()
  const data = Buffer.from(
    JSON.stringify({ userId: 'u', event: 'Email Opened', writeKey: own.writeKey }),
  ).toString('base64')
  for (const url of [
    `/v1/pixel/track?data=${encodeURIComponent(data)}`,
    '/v1/pixel/track?data=@@@',
    '/v1/pixel/track',
    `/v1/pixel/nothing?data=${data}`,
  ]) {
    const answer = await server.request('GET', url)
    expect([url, answer.status, answer.headers['content-type']]).toEqual([url, 200, 'image/gif'])
    expect(answer.text.startsWith('GIF89a')).toBe(true)
  }
  expect(await names(own)).toEqual(['Email Opened'])
})

test('project settings tell a browser where to send; an unknown key has none', async () => {
  const own = await server.workspace()
  const answer = await server.request('GET', `/v1/projects/${own.writeKey}/settings`, {
    headers: { host: 'cx.example:8080', origin: 'https://shop.example' },
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    integrations: { 'Segment.io': { apiKey: own.writeKey, apiHost: 'cx.example:8080/v1' } },
  })
  expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example')
  expect((await server.request('GET', '/v1/projects/nobody/settings')).status).toBe(404)
})

test('browsers of any origin may send, with the headers that clients use', async () => {
  const preflight = await server.request('OPTIONS', '/v1/t', {
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-retry-count',
    },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers['access-control-allow-origin']).toBe('https://shop.example')
  const allowed = String(preflight.headers['access-control-allow-headers']).toLowerCase()
  for (const header of ['authorization', 'content-type', 'x-retry-count']) expect(allowed).toContain(header)
  expect(String(preflight.headers['access-control-allow-methods'])).toContain('POST')
})

test('bodies that are no JSON, empty or over 500 KB are refused with 400', async () => {
  const own = await server.workspace()
  const padded = (bytes: number) => JSON.stringify({ batch: [], pad: 'x'.repeat(bytes) })
  const post = (body: string) =>
    server.request('POST', '/v1/batch', { headers: { authorization: own.basic }, body })
  expect((await post('{"batch":')).status).toBe(400)
  expect((await server.request('POST', '/v1/batch', { headers: { authorization: own.basic } })).status).toBe(
    400,
  )
  expect((await post(padded(499 * 1024))).status).toBe(200)
  expect((await post(padded(501 * 1024))).status).toBe(400)
  expect((await post(padded(900 * 1024))).status).toBe(400)
})

test('what cannot be accepted is shown with its reason and does not fail the rest', async () => {
  const own = await server.workspace()
  const deep = {
    userId: 'u',
    event: 'x',
    properties: JSON.parse(`${'{"a":'.repeat(150)}1${'}'.repeat(150)}`) as object,
  }
  const refused: [unknown, string][] = [
    [track('Large', { properties: { text: 'x'.repeat(33 * 1024) } }), 'event_too_large'],
    [{ type: 'track', ...deep }, 'event_too_large'],
    [{ event: 'x', userId: 'u' }, 'missing_type'],
    [{ type: 'sing', userId: 'u' }, 'unknown_type'],
    [{ type: 'track', event: 'x' }, 'no_user_anon_id'],
    [{ type: 'track', userId: 'u' }, 'missing_event_name'],
    [{ type: 'group', userId: 'u' }, 'missing_group_id'],
    [{ type: 'alias', userId: 'u' }, 'missing_previous_id'],
    [track('x', { messageId: 'm'.repeat(101) }), 'invalid_message_id'],
    [track('x', { timestamp: 'yesterday' }), 'invalid_timestamp'],
    [track('x', { timestamp: '1971-01-01T00:00:00Z' }), 'invalid_timestamp'],
    [track('x', { timestamp: '2999-01-01T00:00:00Z' }), 'invalid_timestamp'],
    [track('x', { timestamp: 12 }), 'invalid_timestamp'],
    [['no', 'object'], 'not_an_object'],
    [null, 'not_an_object'],
    ['text', 'not_an_object'],
  ]
  const answer = await own.send([
    track('Before'),
    ...(refused.map(([message]) => message) as object[]),
    track('After'),
  ])
  expect([answer.status, answer.body]).toEqual([200, { success: true }])
  expect((await names(own)).toSorted()).toEqual(['After', 'Before'])
  const shown = (await recent(own)).filter((one) => one.verdict === 'refused')
  expect(shown.map((one) => one.reason)).toEqual(refused.map(([, reason]) => reason).toReversed())
  for (const one of shown) expect(one.detail).not.toBe('')
  const traffic = await own.key.get<{ last24h: object; reasons: { reason: string; count: number }[] }>(
    `/api/v1/sources/${own.source.id}/traffic`,
  )
  expect(traffic.last24h).toEqual({ accepted: 2, refused: refused.length, duplicate: 0 })
  expect(traffic.reasons.find((one) => one.reason === 'not_an_object')?.count).toBe(3)
})

test('of a batch with too many events the first 2,500 are stored and the excess is refused', async () => {
  const own = await server.workspace()
  const batch = Array.from({ length: 2_501 }, (_, n) => ({
    type: 'track',
    event: 'E',
    userId: 'u',
    messageId: `m${n}`,
  }))
  expect((await own.send(batch)).status).toBe(200)
  expect((await own.stored()).length).toBe(2_500)
  expect((await recent(own)).find((one) => one.verdict === 'refused')?.reason).toBe('too_many_events')
})

test('a message id counts once, in one batch, across batches and across sources of a workspace', async () => {
  const own = await server.workspace()
  const same = track('Once')
  await own.send([same, same])
  await own.send([{ ...same, event: 'Once, changed' }])
  await server.caughtUp()
  await own.send([same])
  const second = await own.key.post<{ writeKey: string }>('/api/v1/sources', { name: 'Second' }, 201)
  await server.request('POST', '/v1/t', { body: { ...same, writeKey: second.writeKey } })
  expect(await names(own)).toEqual(['Once'])
  expect((await recent(own)).filter((one) => one.verdict === 'duplicate').length).toBe(3)
  const other = await server.workspace()
  await other.send([same])
  expect(await names(other)).toEqual(['Once'])
})

test('the time is corrected by the skew of the client’s clock', async () => {
  const own = await server.workspace()
  const at = (minutes: number) => new Date(clock + minutes * 60_000).toISOString()
  await own.send([
    track('Slow clock', { originalTimestamp: at(-70), sentAt: at(-60) }),
    track('Fast clock', { originalTimestamp: at(50), sentAt: at(60) }),
    track('Small delay', {
      timestamp: new Date(clock - 60_000).toISOString(),
      sentAt: new Date(clock - 2_000).toISOString(),
    }),
    track('Told late', { timestamp: at(-600) }),
    track('Told and sent late', { timestamp: at(-600), originalTimestamp: at(-70), sentAt: at(-60) }),
    track('No time'),
  ])
  const times = Object.fromEntries((await own.stored()).map((row) => [row.name, (row.at - clock) / 60_000]))
  expect(times).toEqual({
    'Slow clock': -10,
    'Fast clock': -10,
    'Small delay': -1,
    'Told late': -600,
    'Told and sent late': -600,
    'No time': 0,
  })
})

test('NUL characters and lone surrogates are cleaned wherever they stand, and the log goes on', async () => {
  const own = await server.workspace()
  const nasty =
    '{"type":"identify","userId":"n\\u0000ul","messageId":"x1","traits":{"na\\u0000me":"A\\ud800B","\\udfff":"\\u0000"}}'
  const event =
    '{"type":"track","event":"E\\u0000\\ud83d","userId":"n\\u0000ul","messageId":"x2","properties":{"a\\u0000":"\\ud83d\\ude00 \\\\u0000 \\udc00"},"context":{"x":"\\u0000"}}'
  expect(
    (await own.collect('/v1/batch', `{"batch":[${nasty},${event}]}`, { 'content-type': 'text/plain' }))
      .status,
  ).toBe(200)
  await own.collect('/v1/batch', '{"batch":[{"type":"track","event":"\\u0000"},{"type":"\\u0000\\ud800"}]}')
  await own.send([track('After')])
  const rows = await own.stored()
  expect(rows.map((row) => row.name).toSorted()).toEqual(['After', 'E\uFFFD', 'Identified'].toSorted())
  expect(JSON.parse(rows.find((row) => row.name.startsWith('E'))?.properties ?? '')).toEqual({
    a: '\u{1F600} \\u0000 \uFFFD',
  })
  const people = await own.key.get<{ items: { name: string }[] }>('/api/v1/people?search=nul')
  expect(people.items.map((one) => one.name)).toEqual(['A\uFFFDB'])
})

test('hostile shapes are stored as they came, and never stop their neighbours', async () => {
  const own = await server.workspace()
  const shapes: unknown[] = [
    { 'a.b': 1, a: { b: 2 } },
    { '': 1, ' ': 2, '`': 3, "'": 4, '"': 5, '\\': 6 },
    { list: [1, 'two', { three: [null, [true]] }], empty: [], none: {} },
    { huge: 1e308, small: -1e-308, big: 2 ** 53, negative: -0 },
    { mixed: 'text' },
    { mixed: 1 },
    { mixed: { in: 1 } },
    { mixed: [1] },
    { mixed: null },
    { __proto__x: 1, constructor: 'c', toString: 't' },
    Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`key${n}`, n])),
    { date: '2026-02-30T99:99:99Z', uuid: 'not', ip: '::1' },
  ]
  await own.send(
    shapes.map((properties, n) =>
      track(`Shape ${n}`, { properties, traits: properties, context: { custom: properties } }),
    ),
  )
  await own.send(shapes.map((traits, n) => ({ type: 'identify', userId: `shape ${n}`, traits })))
  await own.send([track('After')])
  const rows = await own.stored()
  const parked = await sql<{
    detail: string
  }>`SELECT detail FROM dead_letters WHERE workspace_id = ${own.id}`.execute(server.stores.postgres)
  expect(parked.rows).toEqual([])
  expect(rows.length).toBe(shapes.length * 2 + 1)
  expect((await own.key.get<{ items: object[] }>('/api/v1/people?limit=200')).items.length).toBe(
    shapes.length + 1,
  )
})

test('a source that is switched off stores nothing, says so, and answers as usual', async () => {
  const own = await server.workspace()
  await own.key.request('PATCH', `/api/v1/sources/${own.source.id}`, { body: { enabled: false } })
  clock += 6_000
  const answer = await own.send([track('x'), track('y')])
  expect([answer.status, answer.body]).toEqual([200, { success: true }])
  expect(await own.stored()).toEqual([])
  expect((await recent(own)).map((one) => [one.verdict, one.reason])).toEqual([
    ['refused', 'source_disabled'],
    ['refused', 'source_disabled'],
  ])
  expect((await server.request('GET', `/v1/projects/${own.writeKey}/settings`)).status).toBe(404)
  expect(
    (await server.request('POST', '/v1/t', { body: { userId: 'u', event: 'x', writeKey: 'unknown' } }))
      .status,
  ).toBe(200)
})

test('refusals that are kept outlive the memory of the server', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'nothing' }])
  await expect
    .poll(
      async () =>
        (
          await sql<{
            n: string
          }>`SELECT count(*) AS n FROM refusals WHERE source_id = ${own.source.id}`.execute(
            server.stores.postgres,
          )
        ).rows[0]?.n,
    )
    .toBe('1')
  await using next = await openTestServer({ now, stores: server.stores })
  const answer = await next.request('GET', `/api/v1/sources/${own.source.id}/recent`, {
    headers: own.key.headers,
  })
  expect((answer.body as Arrived).items.map((one) => one.reason)).toEqual(['unknown_type'])
})
