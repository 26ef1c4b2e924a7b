import { createHmac, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Webhook } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 120_000 })

const folder = fileURLToPath(new URL('../../../../../../shared/data/payloads/', import.meta.url))
const isThere = existsSync(folder)
if (!isThere)
  process.stderr.write(`Skipped: the bodies of real providers are not there in shared/data/payloads.\n`)
const read = (path: string) => JSON.parse(readFileSync(`${folder}${path}`, 'utf8'))
const secret = 'a secret of the provider'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

async function openHook(kind: string) {
  const own = await server.workspace()
  const source = await own.key.post<{ id: string }>('/api/v1/sources', { name: kind, kind }, 201)
  const webhook = await own.key.get<Webhook>(`/api/v1/sources/${source.id}/webhook`)
  await own.key.post(`/api/v1/sources/${source.id}/webhook/secrets`, { secret }, 201)
  const reasons = async () => {
    const { items } = await own.key.get<{
      items: { verdict: string; reason: string | null; body: object }[]
    }>(`/api/v1/sources/${source.id}/recent`)
    return items.filter((one) => one.verdict === 'refused')
  }
  const url = new URL(webhook.url).pathname
  const send = async (body: string, headers: Record<string, string>) =>
    (await server.request('POST', url, { headers, body })).status
  return { own, reasons, send }
}

/** The bodies inside of a file of examples, by name; examples may be grouped. */
function examplesOf(name: string, value: Record<string, unknown>): [string, object][] {
  if ('entry' in value || 'object' in value) return [[name, value]]
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null
      ? examplesOf(`${name}.${key}`, inner as Record<string, unknown>)
      : [],
  )
}

describe.skipIf(!isThere)('bodies of real providers', () => {
  test('of WhatsApp all become events or signals, none is refused', async () => {
    const { own, reasons, send } = await openHook('whatsapp')
    const examples = readdirSync(`${folder}whatsapp`)
      .filter((file) => file !== 'examples.json')
      .flatMap((file) => examplesOf(file.replace('.json', ''), read(`whatsapp/${file}`)))
    expect(examples.length).toBeGreaterThan(50)
    for (const [name, example] of examples) {
      // The examples share ids; real messages do not.
      const body = JSON.stringify(example)
        .replaceAll(/"(wamid\.[^"]*|<WHATSAPP_MESSAGE_ID>|wacid\.[^"]*)"/g, `"$1-${name}"`)
        .replaceAll(/"<[A-Z_]*TIMESTAMP>"/g, '"1697043223"')
      const signature = createHmac('sha256', secret).update(body).digest('hex')
      expect([name, await send(body, { 'x-hub-signature-256': `sha256=${signature}` })]).toEqual([name, 200])
    }
    expect(await reasons()).toEqual([])
    const names = new Set((await own.stored()).map((row) => row.name))
    for (const name of [
      'Message Received',
      'Message Sent',
      'Message Delivered',
      'Message Read',
      'Message Failed',
      'Call Started',
      'Call Ended',
      'Identified',
      'WhatsApp message_template_status_update',
    ])
      expect([...names]).toContain(name)
  })

  test('of Stripe become the events that the map names, with the amount in the usual unit', async () => {
    const { own, reasons, send } = await openHook('stripe')
    const { resources } = read('stripe/fixtures3.json') as { resources: Record<string, object> }
    const sent: [string, string, string][] = [
      ['checkout.session.completed', 'checkout.session', 'Order Completed'],
      ['invoice.paid', 'invoice', 'Order Completed'],
      ['customer.subscription.deleted', 'subscription', 'Subscription Cancelled'],
      ['charge.refunded', 'charge', 'Order Refunded'],
      ['charge.dispute.created', 'dispute', 'Dispute Opened'],
      ['customer.created', 'customer', 'Identified'],
      ['payment_intent.payment_failed', 'payment_intent', 'Payment Failed'],
      ...Object.keys(resources).map((name): [string, string, string] => [
        `${name}.sampled`,
        name,
        `Stripe ${name}.sampled`,
      ]),
    ]
    for (const [type, resource] of sent) {
      const body = JSON.stringify({
        id: `evt_${randomUUID()}`,
        object: 'event',
        type,
        created: 1_234_567_890,
        data: { object: resources[resource] },
      })
      const t = Math.floor(Date.now() / 1000)
      const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
      expect([type, await send(body, { 'stripe-signature': `t=${t},v1=${v1}` })]).toEqual([type, 200])
    }
    expect(await reasons()).toEqual([])
    const rows = await own.stored()
    expect(rows.map((row) => row.name).toSorted()).toEqual(sent.map(([, , name]) => name).toSorted())
    const dispute = rows.find((row) => row.name === 'Dispute Opened')
    const properties = JSON.parse(dispute?.properties ?? '{}')
    expect(Number(properties.amount)).toBe(10)
    expect(properties).toMatchObject({
      currency: 'usd',
      charge_id: 'ch_1PgafuB7WZ01zgkWXYmPNZs8',
    })
  })

  test('of Shopify become orders, refunds, checkouts and people', async () => {
    const { own, reasons, send } = await openHook('shopify')
    const sent: [string, object, string][] = [
      ['orders/create', read('shopify/order.json').order, 'Order Completed'],
      ['orders/paid', read('shopify/order.json').order, 'Order Paid'],
      ['orders/cancelled', read('shopify/orders.json').orders[0], 'Order Cancelled'],
      ['refunds/create', read('shopify/refund.json').refund, 'Order Refunded'],
      ['checkouts/create', read('shopify/checkouts.json').checkouts[0], 'Checkout Started'],
      ['customers/update', read('shopify/customer.json').customer, 'Identified'],
      ['fulfillments/create', read('shopify/fulfillment.json').fulfillment, 'Shopify fulfillments/create'],
      [
        'fulfillment_events/create',
        read('shopify/fulfillment_event.json').fulfillment_event,
        'Shopify fulfillment_events/create',
      ],
    ]
    for (const [topic, example] of sent) {
      const body = JSON.stringify(example)
      const headers = {
        'x-shopify-topic': topic,
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
      }
      expect([topic, await send(body, headers)]).toEqual([topic, 200])
    }
    expect(await reasons()).toEqual([])
    const rows = await own.stored()
    expect(rows.map((row) => row.name).toSorted()).toEqual(sent.map(([, , name]) => name).toSorted())
    const order = JSON.parse(rows.find((row) => row.name === 'Order Completed')?.properties ?? '{}')
    expect(order).toMatchObject({ order_id: '450789469', total: 409.94, currency: 'USD' })
    expect(order.products).toHaveLength(3)
  })
})
