import type { StarterTouchpoint } from './starter-touchpoint.ts'

/** Where the company turns to people: mail, push, ads, social, surveys, experiments. */
export const starterReach: readonly StarterTouchpoint[] = [
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
]
