import { createHmac, randomUUID } from 'node:crypto'
import type { Webhook, WebhookTrial } from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
let clock = Date.parse('2026-03-10T12:00:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

const hmac = (secret: string | Buffer, text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', secret).update(text).digest(encoding)
type Arrived = { verdict: string; reason: string | null; name: string; body: object }

/** A webhook source with one secret, and how its provider would call it. */
async function open(own: TestWorkspace, kind: string, secret: string | null = `secret-${randomUUID()}`) {
  const source = await own.key.post<{ id: string }>('/api/v1/sources', { name: kind, kind }, 201)
  const path = `/api/v1/sources/${source.id}`
  const webhook = await own.key.get<Webhook>(`${path}/webhook`)
  if (secret !== null) await own.key.post(`${path}/webhook/secrets`, { secret }, 201)
  const url = new URL(webhook.url).pathname
  return {
    id: source.id,
    path,
    url,
    webhook,
    secret: secret ?? '',
    call: (body: string | Buffer, headers: Record<string, string> = {}) =>
      server.request('POST', url, { headers: { 'content-type': 'application/json', ...headers }, body }),
    recent: async () => (await own.key.get<{ items: Arrived[] }>(`${path}/recent`)).items,
    change: (body: object) => own.key.request('PATCH', `${path}/webhook`, { body }),
  }
}
type Opened = Awaited<ReturnType<typeof open>>
const stripeHeader = (secret: string, body: string, at = clock) => {
  const t = Math.floor(at / 1000)
  return { 'stripe-signature': `t=${t},v1=${hmac(secret, `${t}.${body}`, 'hex')}` }
}
const shopify = (hook: Opened, body: string, topic: string, id: string = randomUUID()) =>
  hook.call(body, {
    'x-shopify-topic': topic,
    'x-shopify-webhook-id': id,
    'x-shopify-hmac-sha256': hmac(hook.secret, body, 'base64'),
  })
const whatsapp = (hook: Opened, body: string) =>
  hook.call(body, { 'x-hub-signature-256': `sha256=${hmac(hook.secret, body, 'hex')}` })
const invoice = (id: string) =>
  JSON.stringify({
    id,
    object: 'event',
    type: 'invoice.paid',
    created: 1_773_100_000,
    data: { object: { id: 'in_1', customer: 'cus_1', currency: 'eur', amount_paid: 1250 } },
  })

describe('a Stripe delivery', () => {
  test('becomes an event once, however often it comes', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'stripe')
    const body = invoice('evt_1')
    for (let n = 0; n < 3; n += 1)
      expect((await hook.call(body, stripeHeader(hook.secret, body))).status).toBe(200)
    const rows = await own.stored()
    expect(rows.map((row) => [row.name, row.message_id, row.at])).toEqual([
      ['Order Completed', 'evt_1', 1_773_100_000_000],
    ])
    expect(JSON.parse(rows[0]?.properties ?? '{}')).toMatchObject({
      order_id: 'in_1',
      total: 12.5,
      currency: 'eur',
    })
  })

  test('is refused with a wrong signature, a changed body, an old time or none, and shown with the reason', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'stripe')
    const body = invoice('evt_2')
    const old = clock - 301_000
    const refused = [
      await hook.call(body, stripeHeader('another secret', body)),
      await hook.call(body.replace('1250', '1'), stripeHeader(hook.secret, body)),
      await hook.call(body, stripeHeader(hook.secret, body, old)),
      await hook.call(body, stripeHeader(hook.secret, body, clock + 301_000)),
      await hook.call(body),
      await hook.call(body, { 'stripe-signature': 't=x,v1=zz' }),
    ]
    expect(refused.map((one) => one.status)).toEqual([403, 403, 403, 403, 401, 401])
    expect((await hook.recent()).map((one) => one.reason)).toEqual([
      'missing_signature',
      'missing_signature',
      'stale_timestamp',
      'stale_timestamp',
      'invalid_signature',
      'invalid_signature',
    ])
    expect(await own.stored()).toEqual([])
  })

  test('passes with any of several secrets, so that one can be changed without a gap', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'stripe', 'whsec_old_secret')
    const added = await own.key.post<{ id: string; secret: string }>(`${hook.path}/webhook/secrets`, {}, 201)
    for (const [n, secret] of ['whsec_old_secret', added.secret].entries()) {
      const body = invoice(`evt_r${n}`)
      expect((await hook.call(body, stripeHeader(secret, body))).status).toBe(200)
    }
    const { secrets } = await own.key.get<Webhook>(`${hook.path}/webhook`)
    expect(JSON.stringify(secrets)).not.toContain('whsec_old_secret')
    const first = secrets.find((one) => one.id !== added.id)
    await own.key.request('DELETE', `${hook.path}/webhook/secrets/${first?.id}`)
    const body = invoice('evt_r2')
    expect((await hook.call(body, stripeHeader('whsec_old_secret', body))).status).toBe(403)
    expect(await own.stored()).toHaveLength(2)
  })
})

describe('a Shopify delivery', () => {
  test('of a privacy topic is kept as a request that is due in 30 days', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'shopify')
    const asked = JSON.stringify({
      shop_domain: 's.example',
      customer: { id: 191, email: 'ana@test.example' },
    })
    const id = randomUUID()
    for (let n = 0; n < 2; n += 1)
      expect((await shopify(hook, asked, 'customers/redact', id)).status).toBe(200)
    const { items } = await own.key.get<{ items: { kind: string; subject: object; dueAt: string }[] }>(
      '/api/v1/privacy/requests',
    )
    expect(items.map(({ kind, subject, dueAt }) => [kind, subject, dueAt])).toEqual([
      [
        'erase',
        { shop: 's.example', customer_id: '191', email: 'ana@test.example' },
        '2026-04-09T12:00:00.000Z',
      ],
    ])
    expect(await own.stored()).toEqual([])
  })
})

describe('a WhatsApp delivery', () => {
  test('is confirmed with the verify token and with no other', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'whatsapp')
    const ask = (token: string) =>
      server.request(
        'GET',
        `${hook.url}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=158201444`,
      )
    const confirmed = await ask(hook.webhook.verifyToken ?? '')
    expect([confirmed.status, confirmed.text]).toEqual([200, '158201444'])
    expect(confirmed.headers['content-type']).toContain('text/plain')
    expect((await ask('guess')).status).toBe(403)
  })

  test('counts a message once, and a status once by message and state', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'whatsapp')
    const body = (value: object) =>
      JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
      })
    const message = body({
      contacts: [{ profile: { name: 'Ana' }, wa_id: '5511999' }],
      messages: [
        { from: '5511999', id: 'wamid.A', timestamp: '1773100000', type: 'text', text: { body: 'Oi' } },
      ],
    })
    const status = (state: string) =>
      body({ statuses: [{ id: 'wamid.B', status: state, timestamp: '1773100001', recipient_id: '5511999' }] })
    for (const one of [message, status('sent'), status('read'), message, status('sent')])
      expect((await whatsapp(hook, one)).status).toBe(200)
    const names = (await own.stored()).map((row) => row.name).toSorted()
    expect(names).toEqual(['Identified', 'Message Read', 'Message Received', 'Message Sent'])
    const { items } = await own.key.get<{ items: { name: string }[] }>('/api/v1/people')
    expect(items.map((one) => one.name)).toEqual(['Ana'])
  })
})

describe('CloudEvents', () => {
  const event = (more: object = {}) => ({
    specversion: '1.0',
    id: '1',
    source: '/gateway',
    type: 'latency.high',
    time: '2026-03-10T11:00:00Z',
    data: { ms: 900 },
    ...more,
  })
  test('come structured, in batches and in binary mode, and count once by source and id', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'cloudevents')
    const bearer = { authorization: `Bearer ${hook.secret}` }
    const structured = { ...bearer, 'content-type': 'application/cloudevents+json; charset=utf-8' }
    const batch = { ...bearer, 'content-type': 'application/cloudevents-batch+json' }
    const binary = {
      ...bearer,
      'ce-specversion': '1.0',
      'ce-id': '3',
      'ce-source': '/gateway',
      'ce-type': 'caf%C3%A9',
    }
    const answers = [
      await hook.call(JSON.stringify(event()), structured),
      await hook.call(JSON.stringify([event(), event({ id: '2', userid: 'u9' }), { id: 'x' }]), batch),
      await hook.call('{"ms":1}', binary),
      await hook.call('<xml/>', { ...bearer, 'content-type': 'application/cloudevents+xml' }),
      await hook.call('{}', bearer),
      await hook.call('{', structured),
      await hook.call(JSON.stringify(event()), { 'content-type': 'application/cloudevents+json' }),
    ]
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 415, 415, 400, 401])
    const rows = await own.stored()
    expect(rows.map((row) => [row.name, row.type, row.message_id])).toEqual([
      ['latency.high', 'signal', '/gateway 1'],
      ['latency.high', 'track', '/gateway 2'],
      ['café', 'signal', '/gateway 3'],
    ])
    expect((await hook.recent()).map((one) => one.reason)).toContain('invalid_cloudevent')
  })

  test('are preceded by a handshake', async () => {
    const hook = await open(await server.workspace(), 'cloudevents')
    const answer = await server.request('OPTIONS', hook.url, {
      headers: { 'webhook-request-origin': 'events.example' },
    })
    expect([answer.status, answer.headers['webhook-allowed-origin']]).toEqual([200, 'events.example'])
  })
})

describe('a generic webhook', () => {
  const mapping = {
    rules: [
      {
        each: 'events[]',
        type: 'track',
        event: { path: '$item.kind', as: 'text' },
        userId: { path: '$item.who', as: 'text' },
        messageId: { path: '$item.id' },
        timestamp: { path: '$item.at', as: 'unix_seconds' },
        properties: { shop: { path: 'shop' }, amount: { path: '$item.amount', as: 'number' } },
      },
    ],
  }
  const body = JSON.stringify({
    shop: 'S',
    events: [{ id: 1, kind: 'Sold', who: 7, at: 1_773_100_000, amount: '9.5' }],
  })

  test('takes Standard Webhooks, HMAC headers, bearer tokens, or anything with a warning', async () => {
    const own = await server.workspace()
    const secret = `whsec_${Buffer.from('a key of some bytes').toString('base64')}`
    const hook = await open(own, 'generic', secret)
    const t = Math.floor(clock / 1000)
    const key = Buffer.from(secret.slice(6), 'base64')
    const sign = (id: string) => ({
      'webhook-id': id,
      'webhook-timestamp': String(t),
      'webhook-signature': `v1,AAAA v1,${hmac(key, `${id}.${t}.${body}`, 'base64')}`,
    })
    expect((await hook.call(body, sign('msg_1'))).status).toBe(200)
    expect((await hook.recent())[0]?.reason).toBe('no_rule')
    expect((await hook.change({ mapping })).status).toBe(200)
    expect((await hook.call(body, sign('msg_2'))).status).toBe(200)
    expect((await hook.call(body, { ...sign('msg_3'), 'webhook-id': 'msg_4' })).status).toBe(403)

    const change = (signature: object) => hook.change({ signature })
    await change({ scheme: 'hmac', header: 'x-sign', encoding: 'base64', algorithm: 'sha512', prefix: 'v0=' })
    const signed = createHmac('sha512', secret).update(body).digest('base64')
    expect((await hook.call(body, { 'x-sign': `v0=${signed}` })).status).toBe(200)
    expect((await hook.call(body, { 'x-sign': signed })).status).toBe(401)
    await change({ scheme: 'bearer' })
    expect((await hook.call(body, { authorization: `Bearer ${secret}` })).status).toBe(200)
    expect((await hook.call(body, { authorization: 'Bearer x' })).status).toBe(403)
    const open_ = await change({ scheme: 'none' })
    expect((open_.body as Webhook).warnings).toEqual(['unsigned'])
    expect((await hook.call(body)).status).toBe(200)
    expect((await own.stored()).map((row) => [row.name, row.at, row.properties])).toEqual([
      ['Sold', 1_773_100_000_000, '{"amount":9.5,"shop":"S"}'],
    ])
  })

  test('can be tried with a sample, and nothing of it is stored', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'generic')
    const trial = await own.key.post<WebhookTrial>(`${hook.path}/try`, { body, mapping })
    expect(trial.messages).toMatchObject([{ rule: 0, message: { event: 'Sold', userId: '7' } }])
    const bad = { rules: [{ ...mapping.rules[0], userId: { path: '$item.nobody' } }] }
    const refused = await own.key.post<WebhookTrial>(`${hook.path}/try`, { body, mapping: bad })
    expect([refused.messages, refused.refused[0]?.reason]).toEqual([[], 'no_user_anon_id'])
    expect((await own.key.post<WebhookTrial>(`${hook.path}/try`, { body: '{' })).refused[0]?.reason).toBe(
      'invalid_json',
    )
    const wrong = { body, mapping: { rules: [{ ...mapping.rules[0], each: 'a[' }] } }
    expect((await own.key.request('POST', `${hook.path}/try`, { body: wrong })).status).toBe(400)
    expect(await own.stored()).toEqual([])
    expect(await hook.recent()).toEqual([])
  })
})

describe('every webhook', () => {
  test('answers for an unknown address, a removed one, one switched off, one without a secret and too much', async () => {
    const own = await server.workspace()
    const hook = await open(own, 'stripe')
    const bare = await open(own, 'stripe', null)
    expect((await server.request('POST', '/v1/webhooks/nowhere', { body: '{}' })).status).toBe(404)
    expect((await bare.call('{}')).status).toBe(401)
    expect((await bare.recent())[0]?.reason).toBe('no_secret')
    expect((await hook.call('x'.repeat(1024 * 1024 + 1))).status).toBe(413)
    await own.key.request('PATCH', hook.path, { body: { enabled: false } })
    clock += 6_000
    const body = invoice('evt_off')
    expect((await hook.call(body, stripeHeader(hook.secret, body))).status).toBe(200)
    expect((await hook.recent())[0]?.reason).toBe('source_disabled')
    await own.key.request('DELETE', hook.path)
    clock += 6_000
    expect((await hook.call(body, stripeHeader(hook.secret, body))).status).toBe(410)
    expect(await own.stored()).toEqual([])
  })

  test('lets nobody in by the write key of its source', async () => {
    const own = await server.workspace()
    const made = await own.key.post<{ writeKey: string }>(
      '/api/v1/sources',
      { name: 's', kind: 'generic' },
      201,
    )
    await server.request('POST', '/v1/track', { body: { writeKey: made.writeKey, userId: 'u', event: 'E' } })
    expect(await own.stored()).toEqual([])
  })

  test('never fails on its own side, whatever is sent', async () => {
    const own = await server.workspace()
    const hooks = await Promise.all(
      ['stripe', 'shopify', 'whatsapp', 'cloudevents', 'generic'].map((kind) => open(own, kind)),
    )
    for (const hook of hooks) await hook.change({ signature: { scheme: 'none' } })
    await hooks[4]?.change({
      mapping: {
        rules: [{ type: 'track', event: 'E', userId: 'u', properties: { all: { path: '$body' } } }],
      },
    })
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    const awkward = [
      deep,
      '['.repeat(50_000) + ']'.repeat(50_000),
      '',
      '\0',
      '"\\ud800"',
      '{"__proto__":{"a":1}}',
      '[]',
      'null',
      '1e999',
    ]
    const check = async (body: string | Buffer) => {
      for (const hook of hooks) {
        const answer = await hook.call(body, {
          'content-type': 'application/cloudevents+json',
          'x-shopify-topic': 'orders/create',
        })
        expect([answer.status < 500, body.toString().slice(0, 50), answer.text]).toEqual([
          true,
          body.toString().slice(0, 50),
          answer.text,
        ])
      }
    }
    for (const body of awkward) await check(body)
    const anything = fc.oneof(
      fc.json({ maxDepth: 5 }),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    )
    await fc.assert(fc.asyncProperty(anything, check), { numRuns: 60 })
    await server.caughtUp()
  })
})
