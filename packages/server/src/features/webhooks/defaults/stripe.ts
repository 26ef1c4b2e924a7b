import type { MappingPick, MappingRule, MappingValue, WebhookMapping } from '@teia/contracts'

type Fields = Record<string, MappingValue>

const object = (field: string) => `data.object.${field}`
const who = {
  messageId: { path: 'id' },
  timestamp: { path: 'created', as: 'unix_seconds' },
  userId: {
    path: [object('client_reference_id'), object('metadata.user_id'), object('metadata.userId')],
    as: 'text',
  },
  // Disputes name no customer: the charge is what they share with the payment.
  anonymousId: {
    path: [object('customer.id'), object('customer'), object('charge'), object('id'), 'account', 'id'],
    as: 'text',
    prefix: 'stripe:',
  },
  externalIds: {
    stripe_customer: { path: [object('customer.id'), object('customer')], as: 'text' },
    email: {
      path: [
        object('customer_details.email'),
        object('customer_email'),
        object('billing_details.email'),
        object('receipt_email'),
        object('evidence.customer_email_address'),
      ],
      as: 'text',
    },
    phone: {
      path: [object('customer_details.phone'), object('customer_phone'), object('billing_details.phone')],
      as: 'text',
    },
  },
  traits: {
    email: {
      path: [
        object('customer_details.email'),
        object('customer_email'),
        object('billing_details.email'),
        object('receipt_email'),
      ],
      as: 'text',
    },
    phone: {
      path: [object('customer_details.phone'), object('customer_phone'), object('billing_details.phone')],
      as: 'text',
    },
    name: {
      path: [object('customer_details.name'), object('customer_name'), object('billing_details.name')],
      as: 'text',
    },
  },
} satisfies Partial<MappingRule>

const money = (...fields: string[]): MappingPick => ({
  path: fields.map(object),
  as: 'minor_units',
  currency: object('currency'),
})
const currency: MappingPick = { path: object('currency'), as: 'text' }
const context: Fields = { webhook: { path: 'type' } }

function on(types: string[], event: MappingRule['event'], more: Partial<MappingRule>): MappingRule {
  return {
    ...who,
    when: [{ path: 'type', is: types }],
    type: 'track',
    ...(event && { event }),
    context,
    ...more,
  }
}
const order: Fields = { order_id: { path: object('id') }, currency, mode: { path: object('mode') } }

/**
 * Stripe's events. A checkout of a subscription or with an invoice is followed by `invoice.paid`, which then is the
 * order: each purchase completes once.
 * Source: https://docs.stripe.com/api/events/types
 */
export const stripeMapping: WebhookMapping = {
  rules: [
    {
      ...on(['checkout.session.completed'], 'Order Completed', {}),
      when: [
        { path: 'type', is: 'checkout.session.completed' },
        { path: object('invoice'), exists: false },
        { path: object('subscription'), exists: false },
      ],
      properties: {
        ...order,
        total: money('amount_total'),
        subtotal: money('amount_subtotal'),
        payment_status: { path: object('payment_status') },
      },
    },
    on(['invoice.paid'], 'Order Completed', {
      properties: {
        order_id: { path: object('id') },
        currency,
        total: money('amount_paid'),
        subtotal: money('subtotal'),
        subscription_id: {
          path: [object('subscription'), object('parent.subscription_details.subscription')],
          as: 'text',
        },
        billing_reason: { path: object('billing_reason') },
        products: {
          list: object('lines.data'),
          of: {
            name: { path: '$item.description' },
            quantity: { path: '$item.quantity', as: 'number' },
            price: { path: '$item.amount', as: 'minor_units', currency: '$item.currency' },
          },
        },
      },
    }),
    on(['invoice.payment_failed', 'payment_intent.payment_failed', 'charge.failed'], 'Payment Failed', {
      properties: {
        payment_id: { path: object('id') },
        currency,
        amount: money('amount_due', 'amount'),
        reason: {
          path: [object('last_payment_error.message'), object('failure_message')],
          as: 'text',
        },
        code: { path: [object('last_payment_error.code'), object('failure_code')], as: 'text' },
      },
    }),
    on(['charge.refunded'], 'Order Refunded', {
      properties: {
        order_id: { path: [object('invoice'), object('payment_intent'), object('id')], as: 'text' },
        charge_id: { path: object('id') },
        currency,
        total: money('amount_refunded'),
      },
    }),
    on(
      ['charge.dispute.created', 'charge.dispute.closed'],
      {
        path: 'type',
        words: { 'charge.dispute.created': 'Dispute Opened', 'charge.dispute.closed': 'Dispute Closed' },
      },
      {
        properties: {
          dispute_id: { path: object('id') },
          charge_id: { path: object('charge'), as: 'text' },
          currency,
          amount: money('amount'),
          reason: { path: object('reason') },
          status: { path: object('status') },
        },
      },
    ),
    on(
      ['customer.subscription.created', 'customer.subscription.updated', 'customer.subscription.deleted'],
      {
        path: 'type',
        words: {
          'customer.subscription.created': 'Subscription Started',
          'customer.subscription.updated': 'Subscription Changed',
          'customer.subscription.deleted': 'Subscription Cancelled',
        },
      },
      {
        properties: {
          subscription_id: { path: object('id') },
          status: { path: object('status') },
          plan: {
            path: [object('items.data[0].price.nickname'), object('items.data[0].price.id')],
            as: 'text',
          },
          price: {
            path: object('items.data[0].price.unit_amount'),
            as: 'minor_units',
            currency: object('currency'),
          },
          currency,
          reason: { path: object('cancellation_details.reason') },
          feedback: { path: object('cancellation_details.feedback') },
          comment: { path: object('cancellation_details.comment') },
        },
      },
    ),
    {
      ...who,
      when: [{ path: 'type', is: ['customer.created', 'customer.updated'] }],
      type: 'identify',
      anonymousId: { path: object('id'), as: 'text', prefix: 'stripe:' },
      externalIds: {
        stripe_customer: { path: object('id') },
        email: { path: object('email') },
        phone: { path: object('phone') },
      },
      traits: {
        email: { path: object('email') },
        phone: { path: object('phone') },
        name: { path: object('name') },
        createdAt: { path: object('created'), as: 'unix_seconds' },
      },
      context,
    },
    {
      ...who,
      when: [{ path: 'type' }, { path: 'object', is: 'event' }],
      otherwise: true,
      type: 'track',
      event: { path: 'type', as: 'text', prefix: 'Stripe ' },
      context,
      properties: {
        object: { path: object('object') },
        id: { path: object('id') },
        status: { path: object('status') },
        currency,
        amount: money('amount', 'amount_total', 'amount_due'),
      },
    },
  ],
}
