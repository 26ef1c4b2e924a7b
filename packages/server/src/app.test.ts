import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, openTestServer, type TestServer, type TestWorkspace } from '../test/test-server.ts'

let server: TestServer
let own: TestWorkspace
beforeAll(async () => {
  server = await openTestServer()
  own = await server.workspace()
})
afterAll(() => server.close())

const missing = '00000000-0000-7000-8000-000000000000'
const codeOf = (answer: Answer) => (answer.body as { code?: string }).code

test('faults are problems with a stable code', async () => {
  const cases: [Answer, number, string][] = [
    [await server.request('GET', '/api/v1/nothing'), 404, 'not_found'],
    [await server.request('GET', '/nothing'), 404, 'not_found'],
    [await server.request('PUT', '/api/v1/workspace'), 404, 'not_found'],
    [await server.request('POST', '/v1/nothing', { body: {} }), 404, 'not_found'],
    [
      await server.request('POST', '/api/auth/sign-up/email', {
        body: { email: 'a@b.example', password: 'x'.repeat(20), name: 'x' },
      }),
      404,
      'not_found',
    ],
    [await own.key.request('PATCH', '/api/v1/workspace', { body: { name: '' } }), 400, 'invalid_request'],
    [
      await own.key.request('PATCH', '/api/v1/workspace', {
        body: '{',
        headers: { 'content-type': 'application/json' },
      }),
      400,
      'invalid_json',
    ],
    [
      await own.key.request('PATCH', '/api/v1/workspace', {
        body: '<a/>',
        headers: { 'content-type': 'application/xml' },
      }),
      415,
      'unsupported_media_type',
    ],
    [
      await own.key.request('PATCH', '/api/v1/workspace', { body: { name: 'x'.repeat(1_100_000) } }),
      413,
      'body_too_large',
    ],
    [
      await own.key.request('PATCH', '/api/v1/workspace', { body: { timeZone: 'Mars/Olympus' } }),
      400,
      'invalid_time_zone',
    ],
    [await own.key.request('PATCH', '/api/v1/workspace', { body: { name: 'a\0b' } }), 400, 'invalid_request'],
    [await own.key.request('GET', '/api/v1/people?search=%00'), 400, 'invalid_request'],
    [await own.key.request('GET', '/api/v1/people?limit=0'), 400, 'invalid_request'],
    [await own.key.request('GET', '/api/v1/people?cursor=garbage'), 400, 'invalid_cursor'],
    [
      await own.key.request(
        'GET',
        `/api/v1/people?cursor=${Buffer.from(`["no time","${missing}"]`).toString('base64url')}`,
      ),
      400,
      'invalid_request',
    ],
    [
      await own.key.request(
        'GET',
        `/api/v1/audit?cursor=${Buffer.from('["99999999999999999999999"]').toString('base64url')}`,
      ),
      400,
      'invalid_request',
    ],
  ]
  for (const [answer, status, code] of cases) {
    expect([answer.text.slice(0, 200), answer.status, codeOf(answer)]).toEqual([
      answer.text.slice(0, 200),
      status,
      code,
    ])
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: `/docs/errors#${code}`,
      title: expect.any(String),
      detail: expect.any(String),
      instance: expect.any(String),
    })
  }
})

test('health is told to everybody, metrics only to the machine itself', async () => {
  expect((await server.request('GET', '/healthz')).body).toEqual({ status: 'ok' })
  expect((await server.request('GET', '/readyz')).body).toEqual({
    status: 'ready',
    stores: { clickhouse: true, postgres: true, log: true },
  })
  expect((await server.request('GET', '/metrics')).text).toContain('process_cpu')
  const outside = await server.app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' })
  expect(outside.statusCode).toBe(404)
  for (const header of ['x-forwarded-for', 'forwarded', 'via'])
    expect((await server.request('GET', '/metrics', { headers: { [header]: '203.0.113.9' } })).status).toBe(
      404,
    )
})
