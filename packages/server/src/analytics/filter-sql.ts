import {
  dayMs,
  type Filter,
  type FilterValue,
  faultOf,
  type Leaf,
  leafFits,
  type Operator,
  type PlainOperator,
  plainOperator,
  timeOf,
  timePattern,
} from '@teia/contracts'
import { AppError } from '../platform/errors.ts'
import {
  channelOf,
  column,
  eventsFrom,
  inRange,
  isInteraction,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
import { jsonPath } from './json-path.ts'

type TraitLeaf = Extract<Leaf, { trait: string }>
type Values = readonly FilterValue[]
type Test = (operand: string, values: Values, scene: Scene) => string

/** A value's text as a number, as `numberOf` reads it: the engine would also take “inf” and “nan” for one. Null for anything else. */
export const numberSql = (text: string) =>
  `if(isFinite(toFloat64OrNull(${text})), toFloat64OrNull(${text}), NULL)`
/** Only text in the form of a time is one: on its own the engine would also read “5” as the fifth of this month. */
const time = (text: string) =>
  `if(match(${text}, '${timePattern}'), parseDateTime64BestEffortOrNull(${text}, 3, 'UTC'), NULL)`

/** Compares as numbers where the value is one, as times where it has their form, otherwise as text. */
function compare(sign: '>' | '>=' | '<' | '<=', place = 0): Test {
  return (operand, values, { params }) => {
    const value = values[place] ?? ''
    if (typeof value === 'number')
      return `ifNull(${numberSql(operand)} ${sign} ${params.number(value)}, false)`
    const ms = typeof value === 'string' ? timeOf(value) : null
    if (ms !== null) return `ifNull(${time(operand)} ${sign} ${params.time(ms)}, false)`
    return `(${operand} != '' AND ${operand} ${sign} ${params.text(String(value))})`
  }
}

const text = (values: Values, { params }: Scene) => params.text(String(values[0] ?? ''))

/** Equal to one of the values: to numbers as a number, to anything else as text. */
const isOneOf: Test = (operand, values, { params }) => {
  const numbers = values.filter((value) => typeof value === 'number')
  const texts = values.filter((value) => typeof value !== 'number').map(String)
  const parts = [
    ...(texts.length > 0 ? [`${operand} IN ${params.add('Array(String)', texts)}`] : []),
    ...(numbers.length > 0
      ? [`ifNull(${numberSql(operand)} IN ${params.add('Array(Float64)', numbers)}, false)`]
      : []),
  ]
  return parts.length === 0 ? '0' : `(${parts.join(' OR ')})`
}

/** When a date begins, in milliseconds since 1970, and from when on it is over; null for what is none. */
const beginsSql = (text: string) => `toUnixTimestamp64Milli(${time(text)})`
const isOverSql = (text: string) => `${beginsSql(text)} + if(length(${text}) = 10, ${dayMs}, 1)`

type Away = { begins: string; isOver: string; now: string; away: string }
/** Where a date lies from now, and at which moments time alone may come to change that. */
const dayTests = {
  in_next_days: {
    holds: ({ begins, isOver, now, away }) => `${isOver} > ${now} AND ${begins} <= ${now} + ${away}`,
    turns: ({ begins, isOver, away }) => [`${begins} - ${away}`, isOver],
  },
  in_last_days: {
    holds: ({ begins, isOver, now, away }) => `${begins} <= ${now} AND ${isOver} > ${now} - ${away}`,
    turns: ({ begins, isOver, away }) => [begins, `${isOver} + ${away}`],
  },
  more_days_ahead: {
    holds: ({ begins, now, away }) => `${begins} > ${now} + ${away}`,
    turns: ({ begins, away }) => [`${begins} - ${away}`],
  },
  more_days_ago: {
    holds: ({ isOver, now, away }) => `${isOver} <= ${now} - ${away}`,
    turns: ({ isOver, away }) => [`${isOver} + ${away}`],
  },
} satisfies Partial<
  Record<PlainOperator, { holds: (at: Away) => string; turns: (at: Away) => readonly string[] }>
>

function awayOf(operator: keyof typeof dayTests, operand: string, values: Values, scene: Scene): Away {
  const { params, now } = scene
  if (now === undefined) throw misfit(operator)
  return {
    begins: beginsSql(operand),
    isOver: isOverSql(operand),
    now: params.add('Int64', now),
    away: params.add('Int64', Number(values[0]) * dayMs),
  }
}
const fromNow =
  (operator: keyof typeof dayTests): Test =>
  (operand, values, scene) =>
    `ifNull(${dayTests[operator].holds(awayOf(operator, operand, values, scene))}, false)`

/** What each operator means on a text operand, where an absent value is empty text; `valueTests` says the same in memory. */
const tests: Record<Exclude<PlainOperator, 'did'>, Test> = {
  equals: (operand, values, scene) => {
    const [value] = values
    return typeof value === 'number'
      ? `ifNull(${numberSql(operand)} = ${scene.params.number(value)}, false)`
      : `${operand} = ${text(values, scene)}`
  },
  in: isOneOf,
  contains: (operand, values, scene) => `positionCaseInsensitiveUTF8(${operand}, ${text(values, scene)}) > 0`,
  starts_with: (operand, values, scene) => `startsWith(${operand}, ${text(values, scene)})`,
  ends_with: (operand, values, scene) => `endsWith(${operand}, ${text(values, scene)})`,
  gt: compare('>'),
  gte: compare('>='),
  lt: compare('<'),
  lte: compare('<='),
  between: (operand, values, scene) =>
    `(${compare('>=')(operand, values, scene)} AND ${compare('<=', 1)(operand, values, scene)})`,
  in_next_days: fromNow('in_next_days'),
  in_last_days: fromNow('in_last_days'),
  more_days_ahead: fromNow('more_days_ahead'),
  more_days_ago: fromNow('more_days_ago'),
  is_set: (operand) => `${operand} != ''`,
}

const valuesOf = (leaf: Leaf): Values => (leaf.value === undefined ? [] : [leaf.value].flat())

function applyOperator(plain: PlainOperator, operand: string, leaf: Leaf, scene: Scene): string {
  if (plain === 'did') throw misfit(leaf.operator)
  return tests[plain](operand, valuesOf(leaf), scene)
}

const misfit = (operator: Operator) =>
  new AppError('invalid_filter', 400, faultOf('operator_unfit', { operator }))

/** Compiles a filter, which is within its limits, to a condition over rows of `events AS e`. Throws `invalid_filter`. */
export function filterSql(filter: Filter | undefined, scene: Scene): string {
  if (!filter) return '1'
  if ('and' in filter) return all(filter.and.map((part) => filterSql(part, scene)))
  if ('or' in filter)
    return filter.or.length === 0 ? '0' : `(${filter.or.map((part) => filterSql(part, scene)).join(' OR ')})`
  if ('not' in filter) return `NOT (${filterSql(filter.not, scene)})`
  return leafSql(filter, scene)
}

export function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? '1' : `(${conditions.join(' AND ')})`
}

function leafSql(leaf: Leaf, scene: Scene): string {
  if (!leafFits(leaf)) throw misfit(leaf.operator)
  const { plain, isNegated } = plainOperator(leaf.operator)
  if ('trait' in leaf) return traitCondition(leaf, plain, isNegated, scene)
  if ('segment' in leaf) return memberSql(leaf, personOf(scene), scene)
  if (plain === 'did') return membership(nameCondition(leaf, scene), isNegated, scene)
  const condition =
    'property' in leaf
      ? applyOperator(plain, propertySql(leaf.property, scene), leaf, scene)
      : nameCondition(leaf, scene)
  return isNegated ? `NOT (${condition})` : condition
}

/** That an event is the one, or at the touchpoint or channel, that the leaf names. */
function nameCondition(leaf: Leaf, scene: Scene): string {
  const { params } = scene
  if ('event' in leaf) return `${column('name', scene)} = ${params.text(leaf.event)}`
  const parts: string[] = []
  if ('touchpoint' in leaf) parts.push(`${touchpointOf(scene)} = ${params.text(leaf.touchpoint)}`)
  if ('channel' in leaf && leaf.channel) parts.push(`${channelOf(scene)} = ${params.text(leaf.channel)}`)
  return all(parts)
}

/** Whether the person has an interaction that fits, within the range. */
function membership(condition: string, isNegated: boolean, scene: Scene): string {
  const people = `SELECT ${personOf(scene)} FROM ${eventsFrom(scene)} WHERE ${inRange(scene)} AND ${isInteraction} AND ${condition}`
  return `${personOf(scene)} ${isNegated ? 'NOT IN' : 'IN'} (${people})`
}

function traitCondition(leaf: TraitLeaf, plain: PlainOperator, isNegated: boolean, scene: Scene): string {
  const condition = applyOperator(plain, traitSql(leaf.trait, scene), leaf, scene)
  const people = `SELECT person_id FROM people FINAL WHERE workspace_id = ${scene.workspace} AND ${condition}`
  // Who has no such trait also does not have the value: negation is over people, not over known values.
  return `${personOf(scene)} ${isNegated ? 'NOT IN' : 'IN'} (${people})`
}

/** That a trait of a row of `people` is as the leaf says. */
export function traitTest(leaf: TraitLeaf, scene: Scene): string {
  if (!leafFits(leaf)) throw misfit(leaf.operator)
  const { plain, isNegated } = plainOperator(leaf.operator)
  const condition = applyOperator(plain, traitSql(leaf.trait, scene), leaf, scene)
  return isNegated ? `NOT (${condition})` : condition
}

/**
 * When time alone may next change what a leaf says of a trait of a row of `people`, in milliseconds since 1970, or `none`;
 * null for a leaf that counts no days.
 */
export function traitTurns(leaf: TraitLeaf, scene: Scene, none: number): string | null {
  const { plain } = plainOperator(leaf.operator)
  if (!(plain in dayTests)) return null
  const operator = plain as keyof typeof dayTests
  const away = awayOf(operator, traitSql(leaf.trait, scene), valuesOf(leaf), scene)
  const turns = dayTests[operator].turns(away).map((at) => `if(${at} > ${away.now}, ${at}, ${none})`)
  return `ifNull(${turns.length === 1 ? turns[0] : `least(${turns.join(', ')})`}, ${none})`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** That a person is, or is not, in a segment, which is named by its id. */
export function memberSql(leaf: Extract<Leaf, { segment: string }>, person: string, scene: Scene): string {
  if (!leafFits(leaf)) throw misfit(leaf.operator)
  if (!uuid.test(leaf.segment))
    throw new AppError('invalid_filter', 400, faultOf('segment_unknown', { name: leaf.segment }))
  const members = `SELECT person_id FROM segment_members FINAL WHERE workspace_id = ${scene.workspace} AND segment_id = ${scene.params.add('UUID', leaf.segment)} AND is_in`
  return `${person} ${leaf.operator === 'not_equals' ? 'NOT IN' : 'IN'} (${members})`
}

/** A property as text; absent is empty. `context.…` reads the event's context; `context.source` is who sent it. */
export function propertySql(name: string, scene: Scene): string {
  if (name === 'context.source') return `toString(${column('source_id', scene)})`
  return name.startsWith('context.')
    ? jsonPath(scene.isPlain ? 'context' : 'e.context', name.slice(8), scene.params)
    : jsonPath(scene.isPlain ? 'properties' : 'e.properties', name.replace(/^properties\./, ''), scene.params)
}

/** A trait of `people` as text; absent is empty. */
export function traitSql(name: string, scene: Scene): string {
  return jsonPath('traits', name, scene.params)
}
