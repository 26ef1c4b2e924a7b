import type { WebhookProvider } from '@teia/contracts'

export type Sample = { name: string; headers: Record<string, string>; body: unknown }

const stripeCharge = {
  id: 'evt_1PXzExample',
  object: 'event',
  type: 'charge.refunded',
  created: 1763900000,
  livemode: false,
  data: {
    object: {
      id: 'ch_3PXzExample',
      object: 'charge',
      amount: 18490,
      amount_refunded: 18490,
      currency: 'brl',
      customer: 'cus_QExample',
      payment_intent: 'pi_3PXzExample',
      billing_details: { email: 'ana@example.com', name: 'Ana Souza', phone: null },
    },
  },
}

const whatsappValue = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '551140028922', phone_number_id: '106540352242922' },
            ...value,
          },
        },
      ],
    },
  ],
})

/** Deliveries as each provider sends them, short and with invented people, to try a mapping on. */
export const samples: Record<WebhookProvider, readonly Sample[]> = {
  stripe: [
    {
      name: 'checkout.session.completed',
      headers: {},
      body: {
        id: 'evt_1PXyExample',
        object: 'event',
        type: 'checkout.session.completed',
        created: 1763900000,
        livemode: false,
        data: {
          object: {
            id: 'cs_test_a1Example',
            object: 'checkout.session',
            client_reference_id: '42',
            amount_subtotal: 16990,
            amount_total: 18490,
            currency: 'brl',
            mode: 'payment',
            payment_status: 'paid',
            customer: 'cus_QExample',
            customer_details: { email: 'ana@example.com', name: 'Ana Souza', phone: '+5541987654321' },
          },
        },
      },
    },
    { name: 'charge.refunded', headers: {}, body: stripeCharge },
  ],
  shopify: [
    {
      name: 'orders/create',
      headers: { 'x-shopify-topic': 'orders/create', 'x-shopify-webhook-id': 'b54557e4-example' },
      body: {
        id: 820982911946154500,
        email: 'ana@example.com',
        created_at: '2026-11-20T10:15:00-03:00',
        currency: 'BRL',
        total_price: '184.90',
        name: '#1001',
        customer: { id: 115310627314723950, email: 'ana@example.com', first_name: 'Ana', last_name: 'Souza' },
        line_items: [{ product_id: 788032119674292900, title: 'Café moído', quantity: 2, price: '84.95' }],
      },
    },
    {
      name: 'customers/redact',
      headers: { 'x-shopify-topic': 'customers/redact', 'x-shopify-webhook-id': 'c6a1-example' },
      body: {
        shop_id: 954889,
        shop_domain: 'example.myshopify.com',
        customer: { id: 191167, email: 'ana@example.com', phone: '+5541987654321' },
        orders_to_redact: [299938],
      },
    },
  ],
  whatsapp: [
    {
      name: 'message',
      headers: {},
      body: whatsappValue({
        contacts: [{ profile: { name: 'Ana Souza' }, wa_id: '5541987654321' }],
        messages: [
          {
            from: '5541987654321',
            id: 'wamid.Example1',
            timestamp: '1763900000',
            type: 'text',
            text: { body: 'Meu pacote não chegou' },
          },
        ],
      }),
    },
    {
      name: 'status',
      headers: {},
      body: whatsappValue({
        statuses: [
          {
            id: 'wamid.Example2',
            status: 'delivered',
            timestamp: '1763900060',
            recipient_id: '5541987654321',
            pricing: { billable: true, pricing_model: 'PMP', category: 'utility' },
          },
        ],
      }),
    },
  ],
  cloudevents: [
    {
      name: 'application/cloudevents+json',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: {
        specversion: '1.0',
        id: 'a-1',
        source: '/gateway/payments',
        type: 'com.example.payment.declined',
        subject: 'customer/42',
        time: '2026-11-20T13:15:00Z',
        data: { code: 51, latency_ms: 8400 },
      },
    },
  ],
  generic: [
    {
      name: 'order',
      headers: { 'content-type': 'application/json' },
      body: {
        event: 'order.delivered',
        occurred_at: '2026-11-20T13:15:00Z',
        customer: { id: '42', email: 'ana@example.com' },
        order: { id: 'A-1001', total_cents: 18490, currency: 'BRL' },
        items: [{ sku: 'CAFE-250', quantity: 2 }],
      },
    },
  ],
}

/** A mapping to begin with for a sender that nobody knows: it fits the sample of the generic kind. */
export const firstMapping = {
  rules: [
    {
      when: [{ path: 'event', is: 'order.delivered' }],
      type: 'track',
      event: 'Order Delivered',
      userId: { path: 'customer.id', as: 'text' },
      timestamp: { path: 'occurred_at', as: 'iso' },
      properties: {
        order_id: { path: 'order.id' },
        total: { path: 'order.total_cents', as: 'minor_units', currency: 'order.currency' },
        currency: { path: 'order.currency' },
      },
      traits: { email: { path: 'customer.email' } },
    },
  ],
}
