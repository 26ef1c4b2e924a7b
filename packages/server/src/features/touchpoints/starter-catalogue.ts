import type { Channel, Touchpoint } from '@teia/contracts'

/** One touchpoint of the starter catalogue and the events that belong to it. The first that fits wins. */
export type StarterTouchpoint = {
  readonly name: string
  readonly ownership: Touchpoint['ownership']
  /** `site`: the company's own pages, so web or app by the device that sent the event. */
  readonly channel: Channel | 'site'
  readonly events: readonly string[]
  /** A property that must hold one of these values (compared without case). */
  readonly where?: { readonly property: string; readonly in: readonly string[] }
}

/** Touchpoints over the semantic events of the Segment spec, and the service events that are named in the same manner. */
export const starterCatalogue: readonly StarterTouchpoint[] = [
  {
    name: 'Home',
    ownership: 'own',
    channel: 'site',
    events: ['Page Viewed', 'Screen Viewed'],
    where: { property: 'name', in: ['home', 'início', 'inicio', 'homepage', 'index'] },
  },
  {
    name: 'Home',
    ownership: 'own',
    channel: 'site',
    events: ['Page Viewed'],
    where: { property: 'path', in: ['/'] },
  },
  {
    name: 'Sign-in',
    ownership: 'own',
    channel: 'site',
    events: ['Signed In', 'Signed Up', 'Signed Out', 'Account Created', 'Password Reset'],
  },
  {
    name: 'Category',
    ownership: 'own',
    channel: 'site',
    events: ['Product List Viewed', 'Product List Filtered'],
  },
  { name: 'Search', ownership: 'own', channel: 'site', events: ['Products Searched'] },
  {
    name: 'Product page',
    ownership: 'own',
    channel: 'site',
    events: ['Product Viewed', 'Product Clicked', 'Product Shared'],
  },
  {
    name: 'Wishlist',
    ownership: 'own',
    channel: 'site',
    events: ['Product Added to Wishlist', 'Product Removed from Wishlist', 'Wishlist Product Added to Cart'],
  },
  {
    name: 'Cart',
    ownership: 'own',
    channel: 'site',
    events: [
      'Product Added',
      'Product Removed',
      'Cart Viewed',
      'Cart Shared',
      'Coupon Entered',
      'Coupon Applied',
      'Coupon Denied',
      'Coupon Removed',
    ],
  },
  {
    name: 'Checkout',
    ownership: 'own',
    channel: 'site',
    events: ['Checkout Started', 'Checkout Step Viewed', 'Checkout Step Completed'],
  },
  {
    name: 'Payment',
    ownership: 'partner',
    channel: 'site',
    events: [
      'Payment Info Entered',
      'Payment Attempted',
      'Payment Declined',
      'Payment Timed Out',
      'Payment Succeeded',
    ],
  },
  {
    name: 'Order completed',
    ownership: 'own',
    channel: 'site',
    events: ['Order Completed', 'Order Updated', 'Order Cancelled'],
  },
  { name: 'Refund', ownership: 'own', channel: 'site', events: ['Order Refunded'] },
  { name: 'Review', ownership: 'own', channel: 'site', events: ['Product Reviewed'] },
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
  {
    name: 'E-mail',
    ownership: 'own',
    channel: 'e-mail',
    events: [
      'Email Delivered',
      'Email Opened',
      'Email Link Clicked',
      'Email Bounced',
      'Email Marked as Spam',
      'Unsubscribed',
      'Email Unsubscribed',
      'Email Sent',
    ],
  },
  {
    name: 'Push',
    ownership: 'own',
    channel: 'app',
    events: ['Push Notification Received', 'Push Notification Tapped', 'Push Notification Bounced'],
  },
  {
    name: 'Survey',
    ownership: 'own',
    channel: 'in-product',
    events: ['Survey Sent', 'Survey Viewed', 'Survey Answered', 'Survey Dismissed'],
  },
  {
    name: 'Ad',
    ownership: 'third-party',
    channel: 'ad',
    events: ['Ad Clicked', 'Ad Viewed', 'Promotion Clicked', 'Promotion Viewed'],
  },
  {
    name: 'Social',
    ownership: 'third-party',
    channel: 'social',
    events: ['Social Mention', 'Social Comment', 'Social Message Received', 'Social Post Clicked'],
  },
  { name: 'Experiment', ownership: 'own', channel: 'in-product', events: ['Experiment Viewed'] },
  {
    name: 'App',
    ownership: 'own',
    channel: 'app',
    events: [
      'Application Installed',
      'Application Opened',
      'Application Updated',
      'Application Backgrounded',
      'Application Crashed',
      'Screen Viewed',
    ],
  },
  { name: 'Page', ownership: 'own', channel: 'site', events: ['Page Viewed'] },
]
