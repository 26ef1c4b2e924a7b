import type { MappingRule, MappingValue, WebhookMapping } from '@teia/contracts'

type Fields = Record<string, MappingValue>

const topic = '$header.x-shopify-topic'
const common = {
  messageId: { path: '$header.x-shopify-webhook-id' },
  userId: { path: ['customer.id', 'customer_id'], as: 'text', prefix: 'shopify:' },
  // An order without a customer belongs to its cart or checkout, a refund to its order.
  anonymousId: {
    path: ['email', 'contact_email', 'cart_token', 'checkout_token', 'token', 'order_id', 'id'],
    as: 'text',
    prefix: 'shopify:',
  },
  externalIds: {
    shopify_customer: { path: ['customer.id', 'customer_id'], as: 'text' },
    email: { path: ['email', 'contact_email', 'customer.email'], as: 'text' },
    phone: { path: ['phone', 'customer.phone', 'billing_address.phone'], as: 'text' },
  },
  traits: {
    email: { path: ['email', 'contact_email', 'customer.email'], as: 'text' },
    phone: { path: ['phone', 'customer.phone', 'billing_address.phone'], as: 'text' },
    firstName: { path: ['customer.first_name', 'billing_address.first_name'], as: 'text' },
    lastName: { path: ['customer.last_name', 'billing_address.last_name'], as: 'text' },
  },
  context: { webhook: { path: topic }, shop: { path: '$header.x-shopify-shop-domain' } },
} satisfies Partial<MappingRule>

const products: MappingValue = {
  list: 'line_items',
  of: {
    product_id: { path: '$item.product_id', as: 'text' },
    sku: { path: '$item.sku' },
    name: { path: ['$item.name', '$item.title'] },
    price: { path: '$item.price', as: 'number' },
    quantity: { path: '$item.quantity', as: 'number' },
  },
}
const order: Fields = {
  order_id: { path: ['id'], as: 'text' },
  order_name: { path: 'name' },
  currency: { path: ['currency', 'presentment_currency'] },
  total: { path: 'total_price', as: 'number' },
  subtotal: { path: ['subtotal_price', 'current_subtotal_price'], as: 'number' },
  tax: { path: 'total_tax', as: 'number' },
  discount: { path: 'total_discounts', as: 'number' },
  coupon: { path: 'discount_codes[0].code' },
  payment_status: { path: 'financial_status' },
  products,
}

function on(topics: string[], event: MappingRule['event'], more: Partial<MappingRule>): MappingRule {
  return { ...common, when: [{ path: topic, is: topics }], type: 'track', ...(event && { event }), ...more }
}
function privacy(name: string, kind: string): MappingRule {
  return {
    when: [{ path: topic, is: name }],
    type: 'privacy_request',
    messageId: { path: '$header.x-shopify-webhook-id' },
    properties: {
      kind,
      shop: { path: 'shop_domain' },
      customer_id: { path: 'customer.id', as: 'text' },
      email: { path: 'customer.email' },
      phone: { path: 'customer.phone' },
      request_id: { path: 'data_request.id', as: 'text' },
    },
  }
}

/**
 * Shopify's topics, named by the header. An order is completed when it is made; that it is paid is told beside it.
 * Source: https://shopify.dev/docs/api/webhooks and https://shopify.dev/docs/apps/build/privacy-law-compliance
 */
export const shopifyMapping: WebhookMapping = {
  rules: [
    on(['orders/create'], 'Order Completed', {
      timestamp: { path: ['processed_at', 'created_at'], as: 'iso' },
      properties: order,
    }),
    on(['orders/paid'], 'Order Paid', {
      timestamp: { path: ['updated_at', 'processed_at', 'created_at'], as: 'iso' },
      properties: order,
    }),
    on(['orders/cancelled'], 'Order Cancelled', {
      timestamp: { path: ['cancelled_at', 'updated_at', 'created_at'], as: 'iso' },
      properties: { ...order, reason: { path: 'cancel_reason' } },
    }),
    on(['orders/fulfilled', 'orders/partially_fulfilled'], 'Order Shipped', {
      timestamp: { path: ['updated_at', 'created_at'], as: 'iso' },
      properties: order,
    }),
    on(['refunds/create'], 'Order Refunded', {
      timestamp: { path: ['created_at', 'processed_at'], as: 'iso' },
      properties: {
        order_id: { path: 'order_id', as: 'text' },
        refund_id: { path: 'id', as: 'text' },
        currency: { path: 'transactions[0].currency' },
        total: { path: 'transactions[0].amount', as: 'number' },
        reason: { path: 'note' },
        products: {
          list: 'refund_line_items',
          of: {
            product_id: { path: ['$item.line_item.product_id', '$item.line_item_id'], as: 'text' },
            name: { path: ['$item.line_item.name', '$item.line_item.title'] },
            quantity: { path: '$item.quantity', as: 'number' },
            price: { path: '$item.subtotal', as: 'number' },
          },
        },
      },
    }),
    on(
      ['checkouts/create', 'checkouts/update'],
      {
        path: topic,
        words: { 'checkouts/create': 'Checkout Started', 'checkouts/update': 'Checkout Updated' },
      },
      {
        timestamp: { path: ['updated_at', 'created_at'], as: 'iso' },
        properties: {
          ...order,
          checkout_id: { path: ['token', 'id'], as: 'text' },
          order_id: { path: 'order_id', as: 'text' },
        },
      },
    ),
    {
      ...common,
      when: [{ path: topic, is: ['customers/create', 'customers/update'] }],
      type: 'identify',
      userId: { path: 'id', as: 'text', prefix: 'shopify:' },
      timestamp: { path: ['updated_at', 'created_at'], as: 'iso' },
      externalIds: {
        shopify_customer: { path: 'id', as: 'text' },
        email: { path: 'email' },
        phone: { path: ['phone', 'default_address.phone'] },
      },
      traits: {
        email: { path: 'email' },
        phone: { path: ['phone', 'default_address.phone'] },
        firstName: { path: 'first_name' },
        lastName: { path: 'last_name' },
        city: { path: 'default_address.city' },
        country: { path: 'default_address.country_code' },
        createdAt: { path: 'created_at', as: 'iso' },
      },
    },
    privacy('customers/data_request', 'access'),
    privacy('customers/redact', 'erase'),
    privacy('shop/redact', 'erase_all'),
    {
      ...common,
      when: [{ path: topic }],
      otherwise: true,
      type: 'track',
      event: { path: topic, as: 'text', prefix: 'Shopify ' },
      timestamp: { path: ['happened_at', 'updated_at', 'created_at'], as: 'iso' },
      properties: {
        id: { path: 'id', as: 'text' },
        order_id: { path: 'order_id', as: 'text' },
        status: { path: 'status' },
        tracking_number: { path: 'tracking_number' },
        carrier: { path: 'tracking_company' },
      },
    },
  ],
}
