import type { StarterTouchpoint } from './starter-touchpoint.ts'

/** What comes after and beside the purchase: delivery, returns, stores, partners, support. */
export const starterService: readonly StarterTouchpoint[] = [
  {
    name: 'Returns',
    ownership: 'own',
    channel: 'site',
    events: ['Return Requested', 'Return Received', 'Return Reopened', 'Return Completed'],
  },
  {
    name: 'Marketplace',
    ownership: 'partner',
    channel: 'marketplace',
    events: [
      'Marketplace Order Placed',
      'Marketplace Order Shipped',
      'Marketplace Message Received',
      'Marketplace Visited',
    ],
  },
  {
    name: 'Delivery',
    ownership: 'partner',
    channel: 'other',
    events: [
      'Shipment Dispatched',
      'Out for Delivery',
      'Shipment Delivered',
      'Shipment Delayed',
      'Shipment Failed',
      'Order Shipped',
      'Order Delivered',
    ],
  },
  {
    name: 'Store',
    ownership: 'own',
    channel: 'store',
    events: ['Store Purchase', 'Store Visited', 'Store Pickup'],
  },
  {
    name: 'Call centre',
    ownership: 'own',
    channel: 'phone',
    events: ['Call Started', 'Call Ended', 'Call Abandoned', 'Call Missed'],
  },
  {
    name: 'WhatsApp',
    ownership: 'third-party',
    channel: 'messaging',
    events: ['WhatsApp Message Received', 'WhatsApp Message Sent', 'Message Received', 'Message Sent'],
  },
  {
    name: 'Live chat',
    ownership: 'own',
    channel: 'chat',
    events: [
      'Live Chat Conversation Started',
      'Live Chat Conversation Ended',
      'Live Chat Message Sent',
      'Live Chat Message Received',
    ],
  },
  {
    name: 'Support ticket',
    ownership: 'own',
    channel: 'chat',
    events: ['Ticket Opened', 'Ticket Replied', 'Ticket Reopened', 'Ticket Solved', 'Ticket Closed'],
  },
]
