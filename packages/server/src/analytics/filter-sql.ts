import {
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

function traitCondition(
  leaf: Extract<Leaf, { trait: string }>,
  plain: PlainOperator,
  isNegated: boolean,
  scene: Scene,
): string {
  const condition = applyOperator(plain, traitSql(leaf.trait, scene), leaf, scene)
  const people = `SELECT person_id FROM people FINAL WHERE workspace_id = ${scene.workspace} AND ${condition}`
  // Who has no such trait also does not have the value: negation is over people, not over known values.
  return `${personOf(scene)} ${isNegated ? 'NOT IN' : 'IN'} (${people})`
}

/** That a trait of a row of `people` is as the leaf says. */
export function traitTest(leaf: Extract<Leaf, { trait: string }>, scene: Scene): string {
  if (!leafFits(leaf)) throw misfit(leaf.operator)
  const { plain, isNegated } = plainOperator(leaf.operator)
  const condition = applyOperator(plain, traitSql(leaf.trait, scene), leaf, scene)
  return isNegated ? `NOT (${condition})` : condition
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
