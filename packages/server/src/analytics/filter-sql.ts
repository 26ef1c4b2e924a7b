import {
  type Filter,
  type FilterValue,
  findOperator,
  type Leaf,
  type Operator,
  operators,
} from '@teia/contracts'
import { AppError } from '../platform/errors.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'

type Test = (operand: string, value: FilterValue | FilterValue[] | undefined, scene: Scene) => string

const number = (text: string) => `toFloat64OrNull(${text})`
const time = (text: string) => `parseDateTime64BestEffortOrNull(${text}, 3)`
const isNumber = (value: unknown): value is number => typeof value === 'number'
const looksLikeTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)

/** Compares as numbers where the value is one, as times where it looks like one, otherwise as text. */
function compare(sign: '>' | '>=' | '<' | '<='): Test {
  return (operand, value, { params }) => {
    if (isNumber(value)) return `ifNull(${number(operand)} ${sign} ${params.number(value)}, false)`
    if (looksLikeTime(value)) return `ifNull(${time(operand)} ${sign} ${time(params.text(value))}, false)`
    return `(${operand} != '' AND ${operand} ${sign} ${params.text(String(value))})`
  }
}

/** What each operator means on a text operand, where an absent value is empty text. Negations come from the table. */
const tests: Partial<Record<Operator, Test>> = {
  equals: (operand, value, { params }) =>
    isNumber(value)
      ? `ifNull(${number(operand)} = ${params.number(value)}, false)`
      : `${operand} = ${params.text(String(value))}`,
  in: (operand, value, { params }) =>
    `${operand} IN ${params.add('Array(String)', [value].flat().map(String))}`,
  contains: (operand, value, { params }) =>
    `positionCaseInsensitiveUTF8(${operand}, ${params.text(String(value))}) > 0`,
  starts_with: (operand, value, { params }) => `startsWith(${operand}, ${params.text(String(value))})`,
  ends_with: (operand, value, { params }) => `endsWith(${operand}, ${params.text(String(value))})`,
  gt: compare('>'),
  gte: compare('>='),
  lt: compare('<'),
  lte: compare('<='),
  between: (operand, value, scene) => {
    const [low, high] = [value].flat() as FilterValue[]
    return `(${compare('>=')(operand, low, scene)} AND ${compare('<=')(operand, high, scene)})`
  },
  is_set: (operand) => `${operand} != ''`,
}

function applyOperator(
  operator: Operator,
  operand: string,
  value: FilterValue | FilterValue[] | undefined,
  scene: Scene,
): string {
  const row = operators[operator]
  const positive = 'negates' in row ? row.negates : operator
  const test = tests[positive]
  if (!test) throw new AppError('invalid_filter', 400, `The operator “${operator}” does not fit this leaf.`)
  const condition = test(operand, value, scene)
  return positive === operator ? condition : `NOT (${condition})`
}

const deepest = 12

/** Compiles a filter to a condition over rows of `events AS e`. Throws `invalid_filter`. */
export function filterSql(filter: Filter | undefined, scene: Scene, depth = 0): string {
  if (!filter) return '1'
  if (depth > deepest)
    throw new AppError('invalid_filter', 400, `A filter is at most ${deepest} levels deep.`)
  if ('and' in filter) return all(filter.and.map((part) => filterSql(part, scene, depth + 1)))
  if ('or' in filter)
    return filter.or.length === 0
      ? '0'
      : `(${filter.or.map((part) => filterSql(part, scene, depth + 1)).join(' OR ')})`
  if ('not' in filter) return `NOT (${filterSql(filter.not, scene, depth + 1)})`
  return leafSql(filter, scene)
}

export function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? '1' : `(${conditions.join(' AND ')})`
}

function leafSql(leaf: Leaf, scene: Scene): string {
  if ('property' in leaf)
    return applyOperator(leaf.operator, propertySql(leaf.property, scene), leaf.value, scene)
  if ('trait' in leaf) return traitCondition(leaf, scene)
  if ('event' in leaf) return membership(leaf.operator, `e.name = ${scene.params.text(leaf.event)}`, scene)
  if ('touchpoint' in leaf)
    return membership(leaf.operator, `e.touchpoint = ${scene.params.text(leaf.touchpoint)}`, scene)
  return membership(leaf.operator, `e.channel = ${scene.params.text(leaf.channel)}`, scene)
}

/** `equals` asks of the event itself, `did` of the person within the range. */
function membership(operator: Operator, condition: string, scene: Scene): string {
  if (operator === 'equals') return condition
  if (operator === 'not_equals') return `NOT (${condition})`
  if (operator !== 'did' && operator !== 'did_not')
    throw new AppError(
      'invalid_filter',
      400,
      `The operator “${operator}” does not fit events and touchpoints.`,
    )
  const people = `SELECT ${personOf(scene)} FROM ${eventsFrom(scene)} WHERE ${inRange(scene)} AND ${isInteraction} AND ${condition}`
  return `${personOf(scene)} ${operator === 'did_not' ? 'NOT IN' : 'IN'} (${people})`
}

function traitCondition(leaf: Extract<Leaf, { trait: string }>, scene: Scene): string {
  const { trait, operator, value } = leaf
  const row = operators[operator]
  const isNegated = 'negates' in row
  const positive = (isNegated ? findOperator(row.negates) : operator) ?? operator
  const condition = applyOperator(
    positive,
    `toString(getSubcolumn(traits, ${scene.params.text(trait)}))`,
    value,
    scene,
  )
  const people = `SELECT person_id FROM people FINAL WHERE workspace_id = ${scene.workspace} AND ${condition}`
  // Who has no such trait also does not have the value: negation is over people, not over known values.
  return `${personOf(scene)} ${isNegated ? 'NOT IN' : 'IN'} (${people})`
}

/** A property as text; absent is empty. `context.…` reads the event's context. */
export function propertySql(name: string, { params }: Scene): string {
  if (name.startsWith('context.')) return `toString(getSubcolumn(e.context, ${params.text(name.slice(8))}))`
  return `toString(getSubcolumn(e.properties, ${params.text(name.replace(/^properties\./, ''))}))`
}
