import {
  type Channel,
  type Filter,
  type FilterValue,
  type Leaf,
  mostDaysAway,
  type Operator,
  operatorFits,
  operators,
} from '@teia/contracts'

import { areTimes } from './operator-words.ts'

/** What a condition of a single interaction is about. */
export const interactionKinds = ['trait', 'property', 'event', 'touchpoint', 'channel'] as const
/** What a condition is about. */
export const leafKinds = [...interactionKinds, 'segment'] as const
export type LeafKind = (typeof leafKinds)[number]

/** One line of the editor. `value` is text as typed; several values stand between commas. */
export type Row = { kind: LeafKind; name: string; operator: Operator; value: string; type: string }
export type Rows = { mode: 'and' | 'or'; rows: Row[] }

type Kinded = (typeof operators)[Operator]['on'][number]

function kindOfValues(kind: LeafKind, type: string): Kinded {
  if (kind === 'event' || kind === 'touchpoint') return 'membership'
  if (/int|float|num|dec/i.test(type)) return 'number'
  if (/bool/i.test(type)) return 'boolean'
  if (/date|time/i.test(type)) return 'time'
  return 'text'
}

/** The operators that make sense for a condition, in the order of the one table. */
export function operatorsFor(kind: LeafKind, type: string): Operator[] {
  if (kind === 'channel' || kind === 'segment') return ['equals', 'not_equals']
  const wanted = kindOfValues(kind, type)
  const asked = kind === 'trait' || kind === 'property' ? kind : 'name'
  return (Object.keys(operators) as Operator[]).filter(
    (name) => (operators[name].on as readonly string[]).includes(wanted) && operatorFits(name, asked),
  )
}

/** An operator that a rule has although it would not be offered stays to be seen. */
export const withOwn = (offered: Operator[], own: Operator) =>
  offered.includes(own) ? offered : [...offered, own]

/** What typed text stands for, by the type of the values that are known. */
export function parseOne(text: string, type: string): FilterValue {
  if (kindOfValues('trait', type) === 'number' && text.trim() !== '' && Number.isFinite(Number(text)))
    return Number(text)
  if (kindOfValues('trait', type) === 'boolean') return text === 'true'
  return text
}

const isDays = (text: string) => /^\d+$/.test(text) && Number(text) <= mostDaysAway

/** The condition of a line; null while it is not complete. */
export function leafOf(row: Row): Leaf | null {
  if (row.name === '') return null
  const { operator } = row
  if (row.kind === 'channel') return { channel: row.name as Channel, operator }
  if (row.kind === 'segment') return { segment: row.name, operator }
  if (row.kind === 'event') return { event: row.name, operator }
  if (row.kind === 'touchpoint') return { touchpoint: row.name, operator }
  const { operands } = operators[operator]
  const about = row.kind === 'trait' ? { trait: row.name } : { property: row.name }
  if (operands === 'none') return { ...about, operator }
  const parts = row.value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 0) return null
  if (operands === 'days') return isDays(row.value) ? { ...about, operator, value: Number(row.value) } : null
  if (operands === 'many') return { ...about, operator, value: parts.map((part) => parseOne(part, row.type)) }
  if (operands === 'two')
    return parts.length === 2
      ? { ...about, operator, value: parts.map((part) => parseOne(part, row.type)) }
      : null
  return { ...about, operator, value: parseOne(row.value.trim(), row.type) }
}

function rowOf(leaf: Leaf): Row {
  const raw = leaf.value
  const first = Array.isArray(raw) ? raw[0] : raw
  const isOfDays = operators[leaf.operator].operands === 'days'
  const type = isOfDays || areTimes(raw) ? 'time' : first === undefined ? 'string' : typeof first
  const value = raw === undefined ? '' : Array.isArray(raw) ? raw.join(', ') : String(raw)
  const rest = { operator: leaf.operator, value, type }
  if ('trait' in leaf) return { kind: 'trait', name: leaf.trait, ...rest }
  if ('property' in leaf) return { kind: 'property', name: leaf.property, ...rest }
  if ('event' in leaf) return { kind: 'event', name: leaf.event, ...rest }
  if ('touchpoint' in leaf) return { kind: 'touchpoint', name: leaf.touchpoint, ...rest }
  if ('segment' in leaf) return { kind: 'segment', name: leaf.segment, ...rest }
  return { kind: 'channel', name: leaf.channel, ...rest }
}

const isLeaf = (filter: Filter): filter is Leaf =>
  !('and' in filter) && !('or' in filter) && !('not' in filter)

/** Reads a rule as lines joined by one word; null when the rule nests deeper than the editor shows. */
export function rowsOf(filter: Filter | undefined): Rows | null {
  if (!filter) return { mode: 'and', rows: [] }
  if (isLeaf(filter)) return { mode: 'and', rows: [rowOf(filter)] }
  if ('not' in filter) return null
  const mode = 'and' in filter ? 'and' : 'or'
  const parts = 'and' in filter ? filter.and : filter.or
  if (!parts.every(isLeaf)) return null
  return { mode, rows: parts.map(rowOf) }
}

/** The rule of complete lines; undefined when none is. */
export function filterOfRows({ mode, rows }: Rows): Filter | undefined {
  const leaves = rows.map(leafOf).filter((leaf) => leaf !== null)
  if (leaves.length === 0) return undefined
  if (leaves.length === 1) return leaves[0]
  return mode === 'and' ? { and: leaves } : { or: leaves }
}

/** Narrows a rule by one more condition; saying the same twice changes nothing. */
export function narrow(filter: Filter | undefined, leaf: Leaf): Filter {
  if (!filter) return leaf
  const same = (other: Filter) => JSON.stringify(other) === JSON.stringify(leaf)
  if ('and' in filter) return filter.and.some(same) ? filter : { and: [...filter.and, leaf] }
  return same(filter) ? filter : { and: [filter, leaf] }
}

/** Whether a rule asks for a segment, at any depth. */
export function asksSegment(filter: Filter | undefined): boolean {
  if (!filter) return false
  if ('and' in filter) return filter.and.some(asksSegment)
  if ('or' in filter) return filter.or.some(asksSegment)
  return 'not' in filter ? asksSegment(filter.not) : 'segment' in filter
}

/** How many conditions a rule has, at any depth. */
export function countLeaves(filter: Filter | undefined): number {
  if (!filter) return 0
  if ('and' in filter) return filter.and.reduce((sum, part) => sum + countLeaves(part), 0)
  if ('or' in filter) return filter.or.reduce((sum, part) => sum + countLeaves(part), 0)
  if ('not' in filter) return countLeaves(filter.not)
  return 1
}
