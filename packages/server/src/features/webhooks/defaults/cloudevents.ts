import type { MappingRule, MappingValue, WebhookMapping } from '@teia/contracts'

type Fields = Record<string, MappingValue>

const common = {
  type: 'track',
  event: { path: 'type', as: 'text' },
  messageId: { join: [{ path: 'source' }, { path: 'id' }], with: ' ' },
  timestamp: { path: 'time', as: 'iso' },
} satisfies Partial<MappingRule>
const properties: Fields = {
  data: { path: 'data' },
  source: { path: 'source' },
  subject: { path: 'subject' },
}

/**
 * One CloudEvent, in any of the three modes. With the extension attribute `userid` or `anonymousid` it is what a person
 * did; without, a reading of the system that its source and subject name.
 * Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const cloudEventsMapping: WebhookMapping = {
  rules: [
    {
      ...common,
      when: [{ path: 'userid' }],
      userId: { path: 'userid', as: 'text' },
      anonymousId: { path: 'anonymousid', as: 'text' },
      properties,
    },
    {
      ...common,
      when: [
        { path: 'userid', exists: false },
        { path: 'anonymousid', exists: true },
      ],
      anonymousId: { path: 'anonymousid', as: 'text' },
      properties,
    },
    {
      ...common,
      otherwise: true,
      anonymousId: { path: ['subject', 'source'], as: 'text' },
      properties,
      context: { channel: 'system' },
    },
  ],
}
