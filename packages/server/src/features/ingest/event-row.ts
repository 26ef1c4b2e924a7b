import type { Channel } from '@teia/contracts'
import {
  type AcceptedEvent,
  identityIdOf,
  isSignal,
  noDevice,
  strongestIdentity,
} from '../../storage/log/accepted-event.ts'

/** What the steps before storing have found out about an event. */
export type Placed = { touchpoint: string; channel: Channel; entry: string }

/** One event as a row of the ClickHouse table `events`. */
export function eventRow(event: AcceptedEvent, personId: string, placed: Placed) {
  return {
    workspace_id: event.workspaceId,
    time: clickhouseTime(event.time),
    event_id: event.eventId,
    person_id: personId,
    identity_id: strongestIdentity(event),
    device_id:
      event.anonymousId === null
        ? noDevice
        : identityIdOf(event.workspaceId, 'anonymousId', event.anonymousId),
    type: isSignal(event) ? 'signal' : event.type,
    name: event.name,
    touchpoint: placed.touchpoint,
    channel: placed.channel,
    entry: placed.entry,
    source_id: event.sourceId,
    message_id: event.messageId,
    properties: event.properties,
    context: askedContext(event.context),
    raw: JSON.stringify(event.raw),
    received_at: clickhouseTime(event.receivedAt),
  }
}

function clickhouseTime(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
}

/** What questions ask of a context. The rest (user agent, address, screen, traits) stays in `raw`, where it costs little. */
const askedKeys = [
  'campaign',
  'device',
  'os',
  'locale',
  'timezone',
  'app',
  'location',
  'channel',
  'groupId',
] as const
const askedOfPage = ['path', 'title', 'referrer', 'search'] as const

function askedContext(context: Record<string, unknown>): Record<string, unknown> {
  const asked = pick(context, askedKeys)
  const page = context.page
  if (typeof page === 'object' && page !== null)
    asked.page = pick(page as Record<string, unknown>, askedOfPage)
  return asked
}

function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const key of keys) if (from[key] !== undefined && from[key] !== null) picked[key] = from[key]
  return picked
}
