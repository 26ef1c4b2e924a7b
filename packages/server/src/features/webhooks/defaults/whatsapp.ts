import type { MappingRule, MappingValue, WebhookMapping } from '@teia/contracts'

type Fields = Record<string, MappingValue>

const value = 'entry[].changes[].value'
const at: MappingValue = { path: '$item.timestamp', as: 'unix_seconds' }
const talk = {
  type: 'track',
  timestamp: at,
  context: { channel: 'messaging', webhook: { path: '$body.object' } },
} satisfies Partial<MappingRule>
const phone = (path: string | string[]): Partial<MappingRule> => ({
  userId: { path, as: 'text', prefix: 'whatsapp:' },
  externalIds: { phone: { path, as: 'text' } },
  traits: { phone: { path, as: 'text' } },
})
const line: Fields = {
  phone_number_id: { path: '$parent.metadata.phone_number_id' },
  business_phone: { path: '$parent.metadata.display_phone_number' },
}
const words: Fields = {
  text: {
    path: [
      '$item.text.body',
      '$item.button.text',
      '$item.interactive.button_reply.title',
      '$item.interactive.list_reply.title',
      '$item.image.caption',
      '$item.video.caption',
      '$item.document.caption',
      '$item.reaction.emoji',
    ],
    as: 'text',
  },
}

/**
 * Meta's WhatsApp Cloud API. A status counts once by message and state; what concerns the business and no person
 * (templates, quality, the account) is a reading of a system.
 * Source: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 */
export const whatsappMapping: WebhookMapping = {
  rules: [
    {
      ...talk,
      ...phone('$item.from'),
      each: `${value}.messages[]`,
      event: 'Message Received',
      messageId: { path: '$item.id' },
      properties: {
        message_id: { path: '$item.id' },
        kind: { path: '$item.type' },
        ...words,
        reply_to: { path: '$item.context.id' },
        ad_id: { path: '$item.referral.source_id' },
        ad_url: { path: '$item.referral.source_url' },
        error: { path: '$item.errors[0].title' },
        ...line,
      },
    },
    {
      ...talk,
      ...phone('$item.recipient_id'),
      each: `${value}.statuses[]`,
      when: [{ path: '$item.recipient_id' }],
      event: {
        path: '$item.status',
        words: {
          sent: 'Message Sent',
          delivered: 'Message Delivered',
          read: 'Message Read',
          played: 'Message Played',
          failed: 'Message Failed',
          deleted: 'Message Deleted',
          RINGING: 'Call Ringing',
          ACCEPTED: 'Call Accepted',
          REJECTED: 'Call Rejected',
        },
      },
      messageId: { join: [{ path: '$item.id' }, { path: '$item.status' }], with: ':' },
      properties: {
        message_id: { path: '$item.id' },
        status: { path: '$item.status' },
        category: { path: ['$item.pricing.category', '$item.conversation.origin.type'] },
        conversation_id: { path: '$item.conversation.id' },
        billable: { path: '$item.pricing.billable', as: 'boolean' },
        error_code: { path: '$item.errors[0].code' },
        error: { path: ['$item.errors[0].error_data.details', '$item.errors[0].title'], as: 'text' },
        ...line,
      },
    },
    {
      each: `${value}.contacts[]`,
      when: [{ path: '$item.profile.name' }, { path: '$item.wa_id' }],
      type: 'identify',
      userId: { path: '$item.wa_id', as: 'text', prefix: 'whatsapp:' },
      messageId: {
        join: [
          {
            path: [
              '$parent.messages[0].id',
              '$parent.statuses[0].id',
              '$parent.calls[0].id',
              '$parent.message_echoes[0].id',
            ],
          },
          { path: ['$parent.statuses[0].status', '$parent.calls[0].event', '$parent.messaging_product'] },
          { path: '$item.wa_id' },
        ],
        with: ':',
      },
      timestamp: {
        path: [
          '$parent.messages[0].timestamp',
          '$parent.statuses[0].timestamp',
          '$parent.calls[0].timestamp',
          '$parent.message_echoes[0].timestamp',
        ],
        as: 'unix_seconds',
      },
      externalIds: {
        phone: { path: '$item.wa_id', as: 'text' },
        whatsapp_user: { path: '$item.user_id', as: 'text' },
      },
      traits: { name: { path: '$item.profile.name' }, phone: { path: '$item.wa_id', as: 'text' } },
      context: { channel: 'messaging' },
    },
    {
      ...talk,
      ...phone('$item.to'),
      each: `${value}.message_echoes[]`,
      event: 'Message Sent',
      messageId: { path: '$item.id' },
      properties: { message_id: { path: '$item.id' }, kind: { path: '$item.type' }, ...words, ...line },
    },
    {
      ...talk,
      ...phone(['$parent.contacts[0].wa_id', '$item.from', '$item.recipient_id']),
      each: `${value}.calls[]`,
      event: {
        path: '$item.event',
        words: { connect: 'Call Started', terminate: 'Call Ended' },
      },
      messageId: { join: [{ path: '$item.id' }, { path: ['$item.event', '$item.status'] }], with: ':' },
      properties: {
        call_id: { path: '$item.id' },
        direction: { path: '$item.direction' },
        status: { path: '$item.status' },
        duration: { path: '$item.duration', as: 'number' },
        ...line,
      },
    },
    {
      ...talk,
      ...phone(['$item.wa_id', '$parent.contacts[0].wa_id']),
      each: `${value}.user_preferences[]`,
      event: 'WhatsApp Preference Changed',
      properties: { category: { path: '$item.category' }, value: { path: '$item.value' } },
    },
    {
      each: 'entry[].changes[]',
      when: [{ path: '$item.field', is: accountFields() }],
      type: 'track',
      event: { path: '$item.field', as: 'text', prefix: 'WhatsApp ' },
      anonymousId: { path: '$parent.id', as: 'text', prefix: 'whatsapp-account:' },
      timestamp: { path: '$parent.time', as: 'unix_seconds' },
      properties: {
        event: { path: '$item.value.event' },
        template: { path: '$item.value.message_template_name' },
        language: { path: '$item.value.message_template_language' },
        reason: { path: '$item.value.reason' },
        previous: { path: ['$item.value.previous_quality_score', '$item.value.previous_category'] },
        current: { path: ['$item.value.new_quality_score', '$item.value.new_category'] },
      },
      context: { channel: 'system' },
    },
  ],
}

function accountFields(): string[] {
  return [
    'account_alerts',
    'account_review_update',
    'account_update',
    'business_capability_update',
    'message_template_components_update',
    'message_template_quality_update',
    'message_template_status_update',
    'phone_number_name_update',
    'phone_number_quality_update',
    'security',
    'template_category_update',
  ]
}
