import { operatorFits, plainOperator } from './operators.ts'
import type { Filter, Leaf } from './questions.ts'
import { textOf, valueTests } from './value-tests.ts'

/** An interaction as filters see it. `touchpoint` is empty where no matcher fits. */
export type FilterEvent = { name: string; touchpoint: string; channel: string }

/** What a filter is asked of: one interaction, and the person it belongs to. */
export type FilterSubject = {
  event: FilterEvent
  /** The event's property of that name; `context.…` reads its context. Undefined when there is none. */
  property(name: string): unknown
  trait(name: string): unknown
  /** Whether the person has an interaction that fits, within the range of the question. */
  did(fits: (event: FilterEvent) => boolean): boolean
  /** Whether the person is in the segment; where segments cannot be asked for, nobody is in one. */
  isIn?(segment: string): boolean
  /** What days are counted from, in milliseconds since 1970; without it nothing that counts them holds. */
  readonly now?: number
}

/**
 * Says in memory whether a filter holds, as the compiler says it in SQL. An operator that does not fit its leaf never
 * holds, negated or not; the compiler refuses it.
 *
 * @example evaluateFilter({ trait: 'plan', operator: 'equals', value: 'pro' }, subject)
 */
export function evaluateFilter(filter: Filter | undefined, subject: FilterSubject): boolean {
  if (!filter) return true
  if ('and' in filter) return filter.and.every((part) => evaluateFilter(part, subject))
  if ('or' in filter) return filter.or.some((part) => evaluateFilter(part, subject))
  if ('not' in filter) return !evaluateFilter(filter.not, subject)
  return evaluateLeaf(filter, subject)
}

/** Whether the leaf's operator can be asked of what the leaf is about. */
export function leafFits(leaf: Leaf): boolean {
  if ('segment' in leaf) return leaf.operator === 'equals' || leaf.operator === 'not_equals'
  if ('trait' in leaf) return operatorFits(leaf.operator, 'trait')
  return operatorFits(leaf.operator, 'property' in leaf ? 'property' : 'name')
}

function evaluateLeaf(leaf: Leaf, subject: FilterSubject): boolean {
  if (!leafFits(leaf)) return false
  const { plain, isNegated } = plainOperator(leaf.operator)
  return plainHolds(leaf, plain, subject) !== isNegated
}

function plainHolds(leaf: Leaf, plain: ReturnType<typeof plainOperator>['plain'], subject: FilterSubject) {
  if ('property' in leaf || 'trait' in leaf) {
    const value = 'property' in leaf ? subject.property(leaf.property) : subject.trait(leaf.trait)
    if (plain === 'did') return false
    return valueTests[plain](textOf(value), leaf.value === undefined ? [] : [leaf.value].flat(), subject.now)
  }
  if ('segment' in leaf) return plain === 'equals' && (subject.isIn?.(leaf.segment) ?? false)
  const isIt = (event: FilterEvent) => eventFits(leaf, event)
  return plain === 'did' ? subject.did(isIt) : isIt(subject.event)
}

type NameLeaf = Exclude<Leaf, { property: string } | { trait: string } | { segment: string }>
function eventFits(leaf: NameLeaf, event: FilterEvent) {
  if ('event' in leaf) return event.name === leaf.event
  if ('touchpoint' in leaf)
    return event.touchpoint === leaf.touchpoint && (!leaf.channel || event.channel === leaf.channel)
  return event.channel === leaf.channel
}

/**
 * Reads a value by its name in an object as customers send it. A dot leads into an object, and may also be part of a
 * name: `a.b` finds both `{a: {b: 1}}` and `{"a.b": 1}`. Undefined when there is none.
 */
export function valueAt(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  if (Object.hasOwn(object, name)) return (object as Record<string, unknown>)[name]
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const head = name.slice(0, dot)
    if (!Object.hasOwn(object, head)) continue
    const found = valueAt((object as Record<string, unknown>)[head], name.slice(dot + 1))
    if (found !== undefined) return found
  }
  return undefined
}
