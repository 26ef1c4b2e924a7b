import { expect, test } from 'vitest'
import { type Answer, openTestServer } from '../../../test/test-server.ts'

const codeOf = (answer: Answer) => (answer.body as { code?: string }).code

test('sign-ins and calls are limited, with 429', async () => {
  await using tight = await openTestServer({ limits: { apiCallsPerMinute: 5, signInsPerMinute: 3 } })
  const statuses: number[] = []
  for (let n = 0; n < 5; n += 1)
    statuses.push(
      (
        await tight.app.inject({
          method: 'POST',
          url: '/api/auth/sign-in/email',
          remoteAddress: '203.0.113.50',
          payload: { email: 'nobody@test.example', password: 'wrong password' },
        })
      ).statusCode,
    )
  expect(statuses).toEqual([401, 401, 401, 429, 429])
  for (let n = 0; n < 5; n += 1) await tight.request('GET', '/api/v1/setup')
  const limited = await tight.request('GET', '/api/v1/setup')
  expect([limited.status, codeOf(limited)]).toEqual([429, 'rate_limited'])
  expect(limited.headers['retry-after']).toBeDefined()
  const guess = () =>
    tight.app.inject({
      url: '/api/v1/people',
      headers: { authorization: 'Bearer teia_sk_guess' },
      remoteAddress: '203.0.113.51',
    })
  const guesses: number[] = []
  for (let n = 0; n < 6; n += 1) guesses.push((await guess()).statusCode)
  expect(guesses).toEqual([401, 401, 401, 401, 401, 429])
})

test('every public route by which passwords or tokens could be tried is limited as sign-in is', async () => {
  await using tight = await openTestServer({ limits: { apiCallsPerMinute: 1_000, signInsPerMinute: 2 } })
  const token = 'x'.repeat(32)
  const calls: [string, string, object?][] = [
    ['GET', `/api/v1/invitations/view?token=${token}`],
    ['POST', '/api/v1/invitations/accept', { token, name: 'X', password: 'a long password' }],
    ['POST', '/api/v1/account/password', { token, password: 'a long password' }],
    ['POST', '/api/v1/account/password/forgotten', { email: 'a@test.example', language: 'en' }],
    ['POST', '/api/v1/account/email', { email: 'a@test.example', password: 'x', language: 'en' }],
    ['POST', '/api/v1/account/email/confirm', { token, language: 'en' }],
    ['POST', '/api/v1/setup', {}],
  ]
  const headers = (await (await tight.workspace()).as('owner')).headers
  for (const [method, url, body] of calls) {
    const ask = body ? { body, headers } : { headers }
    const codes: unknown[] = []
    for (let n = 0; n < 3; n += 1) codes.push(codeOf(await tight.request(method, url, ask)))
    expect([url, codes.map((code) => code === 'rate_limited')]).toEqual([url, [false, false, true]])
  }
})

test('collection over its limit is answered with 429 and when to come back', async () => {
  await using tight = await openTestServer({ collectLimit: 1 })
  const mine = await tight.workspace()
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => mine.send([{ type: 'track', userId: 'u', event: 'E' }])),
  )
  expect(answers.map((one) => one.status)).toEqual([200, 429, 429])
  expect(answers[1]?.headers).toMatchObject({ 'retry-after': '1', 'x-ratelimit-reset': '1' })
})
