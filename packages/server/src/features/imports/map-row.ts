import { hash } from 'node:crypto'
import {
  type Fault,
  faultOf,
  type ImportEmit,
  type ImportMapping,
  type ImportValue,
  type NamedValue,
} from '@teia/contracts'
import { readNumber } from '../../platform/read-number.ts'
import { isZone, readDate } from './dates.ts'
import type { Lookups } from './lookups.ts'
import { touchpointOf } from './map-touchpoint.ts'
import { isPortable } from './portable-row.ts'
import { RowRefusal } from './row-refusal.ts'

export type Cells = Record<string, unknown>
export type Message = Record<string, unknown>

/** What names a row for ever: the same file, the same place, the same message ids. */
export type RowPlace = { sha256: string; table: string; row: number }

const isSet = (value: unknown) => value !== undefined && value !== null && value !== ''

/** The messages that a row becomes; none where its conditions are not met. Throws RowRefusal. */
export function mapRow(
  emits: readonly ImportEmit[],
  cells: Cells,
  raw: unknown,
  place: RowPlace,
  lookups: Lookups,
): Message[] {
  const messages: Message[] = []
  for (const [index, emit] of emits.entries()) {
    if (emit.when && !isSet(cells[emit.when.column])) continue
    const messageId = messageIdOf(place, index)
    messages.push(messageOf(emit, cells, raw, messageId, lookups))
  }
  return messages
}

function messageIdOf(place: RowPlace, emit: number): string {
  return `import-${hash('sha256', `${place.sha256}\0${place.table}\0${place.row}\0${emit}`, 'base64url')}`
}

function messageOf(
  emit: ImportEmit,
  cells: Cells,
  raw: unknown,
  messageId: string,
  lookups: Lookups,
): Message {
  const read = (value: ImportValue) => followed(value, cells, lookups)
  const id = (value: ImportValue | undefined, name: string) =>
    value === undefined ? {} : { [name]: idOf(read(value), value) }
  const at = (value: ImportValue | undefined) =>
    value === undefined ? {} : { timestamp: timeOf(read(value), value) }
  /** What is known of people and companies may have no time; then it is of the time of import. */
  const perhapsAt = (value: ImportValue | undefined) =>
    value !== undefined && isSet(read(value)) ? at(value) : {}
  switch (emit.emit) {
    case 'event': {
      const group = emit.groupId === undefined ? null : read(emit.groupId)
      return {
        type: 'track',
        messageId,
        event: nameOf(read(emit.name), emit.name),
        ...at(emit.time),
        ...id(emit.userId, 'userId'),
        ...id(emit.anonymousId, 'anonymousId'),
        properties: named(emit.properties, read),
        ...(isSet(group) && { context: { groupId: String(group) } }),
      }
    }
    case 'person':
      return {
        type: 'identify',
        messageId,
        ...id(emit.userId, 'userId'),
        ...perhapsAt(emit.time),
        traits: named(emit.traits, read),
      }
    case 'account': {
      const groupId = idOf(read(emit.groupId), emit.groupId)
      const group = {
        type: 'group',
        messageId,
        groupId,
        ...perhapsAt(emit.time),
        traits: named(emit.traits, read),
      }
      if (emit.userId !== undefined) return { ...group, ...id(emit.userId, 'userId') }
      // An account that comes without people is told of by a machine, so that it makes no person.
      return { ...group, anonymousId: `account:${groupId}`, context: { channel: 'system' } }
    }
    case 'touchpoint':
      return touchpointOf(emit, read, typed, raw)
    case 'message':
      return ownMessage(raw, messageId)
  }
}

/** The times of sending and arrival stay behind: with them the clock of the event would be corrected anew. */
function ownMessage(raw: unknown, messageId: string): Message {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new RowRefusal(faultOf('row_no_message'))
  if (isPortable(raw as Message)) return raw as Message
  const {
    sentAt: _sent,
    receivedAt: _received,
    originalTimestamp,
    writeKey: _key,
    ...message
  } = raw as Message
  return {
    messageId,
    ...(originalTimestamp !== undefined &&
      message.timestamp === undefined && { timestamp: originalTimestamp }),
    ...message,
  }
}

function named(values: readonly NamedValue[], read: (value: ImportValue) => unknown): Message {
  const result: Message = {}
  for (const { name, value } of values) {
    const found = read(value)
    if (!isSet(found)) continue
    Object.defineProperty(result, name, {
      value: typed(found, value),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return result
}

/** Follows the value into other files; nothing where a row is missing there. */
function followed(value: ImportValue, cells: Cells, lookups: Lookups): unknown {
  if (value.column === undefined) return value.const
  let found = cells[value.column]
  for (const other of isSet(found) ? [] : (value.or ?? [])) if (!isSet(found)) found = cells[other]
  for (const step of value.through ?? []) {
    if (!isSet(found)) return undefined
    found = lookups.find(step, String(found))
  }
  return typeof found === 'string' ? tidy(found) : found
}

/** No store keeps a NUL character or half of a pair. */
const tidy = (text: string) => (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed()

/** The column, and the files through which it is followed. */
const placeOf = (value: ImportValue) =>
  [value.column ?? 'const', ...(value.through ?? []).map((step) => step.file)].join(' → ')
const cellOf = (found: unknown, value: ImportValue) => ({
  place: placeOf(value),
  value: JSON.stringify(typeof found === 'string' ? found.slice(0, 60) : found)?.slice(0, 80) ?? '',
})

function idOf(found: unknown, value: ImportValue): string {
  const text = typeof found === 'string' || typeof found === 'number' ? String(found).trim() : ''
  if (text === '') throw new RowRefusal(faultOf('cell_no_person', { place: placeOf(value) }))
  return text
}

function nameOf(found: unknown, value: ImportValue): string {
  const text = typeof found === 'string' || typeof found === 'number' ? String(found).trim() : ''
  if (text === '') throw new RowRefusal(faultOf('cell_no_event', { place: placeOf(value) }))
  return text
}

function timeOf(found: unknown, value: ImportValue): string {
  if (!isSet(found)) throw new RowRefusal(faultOf('cell_no_time', { place: placeOf(value) }))
  return dateOf(found, value)
}

function dateOf(found: unknown, value: ImportValue): string {
  const ms = readDate(found, value.date ?? 'ymd', value.zone)
  if (ms === null)
    throw new RowRefusal(faultOf('cell_no_date', { ...cellOf(found, value), form: value.date ?? 'ymd' }))
  return new Date(ms).toISOString()
}

function typed(found: unknown, value: ImportValue): unknown {
  switch (value.type) {
    case undefined:
      return found
    case 'text':
      return typeof found === 'object' ? JSON.stringify(found) : String(found)
    case 'date':
      return dateOf(found, value)
    case 'boolean':
      return booleanOf(found, value)
    case 'number':
      return numberOf(found, value)
  }
}

function booleanOf(found: unknown, value: ImportValue): boolean {
  if (typeof found === 'boolean') return found
  const text = String(found).trim().toLowerCase()
  if (/^(true|yes|y|t|1|sim|s|sì|si|vero|verdadeiro)$/.test(text)) return true
  if (/^(false|no|n|f|0|não|nao|falso)$/.test(text)) return false
  throw new RowRefusal(faultOf('cell_no_boolean', cellOf(found, value)))
}

function numberOf(found: unknown, value: ImportValue): number {
  const number = typeof found === 'number' ? found : readNumber(String(found))
  if (number === null) throw new RowRefusal(faultOf('cell_no_number', cellOf(found, value)))
  return number
}

/** Faults of a mapping that the schema cannot see; empty when it is sound. */
export function zoneFaults(mapping: ImportMapping): Fault[] {
  const zones = new Set<string>()
  JSON.stringify(mapping, (key, value) => {
    if (key === 'zone' && typeof value === 'string' && !isZone(value)) zones.add(value)
    return value
  })
  return [...zones].map((zone) => faultOf('time_zone_unknown', { zone }))
}
