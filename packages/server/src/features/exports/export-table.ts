import { csvRow } from '../../platform/csv-cell.ts'
import { messageOf } from './message-of.ts'
import { type ExportDeps, personsOf, type Span, type StoredRow, storedPages } from './read-stored.service.ts'

/** Each event as a Segment message, a line each, oldest first. */
export async function* ndjsonOf(deps: ExportDeps, span: Span): AsyncGenerator<string> {
  for await (const rows of storedPages(deps, span))
    yield rows.map((row) => `${JSON.stringify(messageOf(row))}\n`).join('')
}

const head = [
  'time',
  'type',
  'name',
  'person',
  'user_id',
  'anonymous_id',
  'touchpoint',
  'channel',
  'message_id',
  'properties',
  'traits',
  'context',
]

/** Each event as a row of CSV (RFC 4180), oldest first; properties, traits and context as JSON. */
export async function* csvOf(deps: ExportDeps, span: Span): AsyncGenerator<string> {
  yield `${head.join(',')}\r\n`
  for await (const rows of storedPages(deps, span)) {
    const persons = await personsOf(deps, span.workspaceId, [...new Set(rows.map((row) => row.identity_id))])
    yield rows.map((row) => csvRow(cellsOf(row, persons.get(row.identity_id) ?? ''))).join('')
  }
}

function cellsOf(row: StoredRow, person: string): string[] {
  const message = messageOf(row)
  const json = (value: unknown) => (value === undefined ? '' : JSON.stringify(value))
  return [
    new Date(row.time_ms).toISOString(),
    row.type,
    row.name,
    person,
    String(message.userId ?? ''),
    String(message.anonymousId ?? ''),
    row.touchpoint,
    row.channel,
    row.message_id,
    json(message.properties),
    json(message.traits),
    json(message.context),
  ]
}
