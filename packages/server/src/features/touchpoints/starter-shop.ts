import type { StarterTouchpoint } from './starter-touchpoint.ts'

const homeNames = ['home', 'início', 'inicio', 'homepage', 'index'].flatMap((name) => [
  name,
  `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  name.toUpperCase(),
])

/** The company’s own site from the first page to the review: browsing, buying, paying. */
export const starterShop: readonly StarterTouchpoint[] = [
  {
    name: 'Home',
    ownership: 'own',
    channel: 'site',
    events: ['Page Viewed', 'Screen Viewed'],
    where: {
      or: [
        { property: 'name', operator: 'in', value: homeNames },
        { property: 'path', operator: 'equals', value: '/' },
      ],
    },
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
]
