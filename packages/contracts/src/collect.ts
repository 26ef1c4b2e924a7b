import { z } from 'zod'
import { JsonObject } from './common.ts'

/** The seven calls of the Segment spec. */
export const segmentCalls = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
export type SegmentCall = (typeof segmentCalls)[number]

/** Limits of the Segment API: bytes of one event, bytes of one body, events of one batch. */
export const collectLimits = {
  eventBytes: 32 * 1024,
  bodyBytes: 500 * 1024,
  batchEvents: 2500,
  messageIdLength: 100,
} as const

/** One message as clients send it (Segment spec, common fields). Everything else is kept as it came. */
export type SegmentMessage = {
  type?: string
  messageId?: string
  userId?: string | null
  anonymousId?: string | null
  previousId?: string | null
  groupId?: string | null
  event?: string
  name?: string
  category?: string
  properties?: Record<string, unknown>
  traits?: Record<string, unknown>
  context?: Record<string, unknown>
  integrations?: Record<string, unknown>
  timestamp?: string
  originalTimestamp?: string
  sentAt?: string
  [key: string]: unknown
}

/** The answer to every accepted collection call. */
export const CollectAnswer = z.object({ success: z.literal(true) })
export const CollectBody = JsonObject
