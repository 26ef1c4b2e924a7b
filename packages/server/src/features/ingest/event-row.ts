import type { Channel } from '@teia/contracts'
import { clickhouseTime } from '../../storage/clickhouse/clickhouse-time.ts'
import {
  type AcceptedEvent,
  identityIdOf,
  isSignal,
  noDevice,
  strongestIdentity,
} from '../../storage/log/accepted-event.ts'

/** What the steps before storing have found out about an event. */
export type Placed = { touchpoint: string; channel: Channel; said: Channel | ''; entry: string }

/** One event as a line of JSON for the ClickHouse table `events`. */
export function eventLine(event: AcceptedEvent, personId: string, placed: Placed): string {
  const row = eventRow(event, personId, placed)
  const isTooLong = hasTooLong(row.properties) || hasTooLong(row.context)
  return isTooLong ? JSON.stringify(row, withExponent) : JSON.stringify(row)
}

/** JavaScript writes whole numbers below 1e21 digit by digit, but ClickHouse reads those as integers of 64 bits. */
function withExponent(_name: string, value: unknown): unknown {
  return typeof value === 'number' && isTooLong(value) ? rawJson(value.toExponential()) : value
}
const isTooLong = (value: number) => (value >= 2 ** 64 || value <= -(2 ** 63)) && Number.isFinite(value)

function hasTooLong(value: unknown): boolean {
  if (typeof value === 'number') return isTooLong(value)
  if (typeof value !== 'object' || value === null) return false
  for (const inner of Object.values(value)) if (hasTooLong(inner)) return true
  return false
}
/** Known to the runtime and not yet to the types: https://github.com/tc39/proposal-json-parse-with-source */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON: (text: string) => unknown }

function eventRow(event: AcceptedEvent, personId: string, placed: Placed) {
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
    said: placed.said,
    entry: placed.entry,
    source_id: event.sourceId,
    message_id: event.messageId,
    properties: event.properties,
    context: askedContext(event.context),
    raw: JSON.stringify(event.raw),
    received_at: clickhouseTime(event.receivedAt),
  }
}

const askedKeys = [
  'campaign',
  'device',
  'os',
  'browser',
  'bot',
  'internal',
  'violations',
  'locale',
  'timezone',
  'app',
  'location',
  'channel',
  'groupId',
] as const
const askedOfPage = ['path', 'title', 'referrer', 'search'] as const

/** What questions ask of a context. The rest (user agent, address, screen, traits) stays in `raw`, where it costs little. */
export function askedContext(context: Record<string, unknown>): Record<string, unknown> {
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
