import {
  type Fault,
  FirstLeaf,
  faultOfShape,
  findOperator,
  type InteractionPattern,
  type Operator,
  operators,
  SegmentRule,
  type SegmentRuleLeaf,
  type ShapeIssue,
  Times,
} from '@teia/contracts'

/** How the parts of a group join. */
export const modes = ['all', 'any', 'none'] as const
export type Mode = (typeof modes)[number]
/**
 * A rule as it is edited. A condition is a leaf of the rule language of which something may still be missing: a name
 * that is empty, a number that is none. `bare`: while the group has one part, the rule has that part without the words
 * that would join several.
 */
export type Group = { id: number; mode: Mode; bare: boolean; parts: Part[] }
export type Condition = { id: number; leaf: SegmentRuleLeaf }
export type Part = Group | Condition

/** What a condition is about. */
export const conditionKinds = [
  'did',
  'did_not',
  'trait',
  'first',
  'last',
  'sequence',
  'segment',
  'step',
] as const
export type ConditionKind = (typeof conditionKinds)[number]

/** Numbers that tell parts apart, in one editor. */
export function makeIds(): () => number {
  let last = 0
  return () => {
    last += 1
    return last
  }
}

export const isGroup = (part: Part): part is Group => 'parts' in part

function readPart(rule: SegmentRule, newId: () => number): Part {
  const parts = (rules: SegmentRule[]) => rules.map((one) => readPart(one, newId))
  if ('and' in rule) return { id: newId(), mode: 'all', bare: false, parts: parts(rule.and) }
  if ('or' in rule) return { id: newId(), mode: 'any', bare: false, parts: parts(rule.or) }
  if (!('not' in rule)) return { id: newId(), leaf: rule }
  const { not } = rule
  if ('or' in not) return { id: newId(), mode: 'none', bare: false, parts: parts(not.or) }
  return { id: newId(), mode: 'none', bare: true, parts: parts([not]) }
}

/** Reads a rule for the editor; `ruleOf` gives it back exactly as it was. */
export function readRule(rule: SegmentRule, newId: () => number): Group {
  const part = readPart(rule, newId)
  return isGroup(part) ? part : { id: newId(), mode: 'all', bare: true, parts: [part] }
}

function join({ mode, bare }: Group, rules: SegmentRule[]): SegmentRule {
  const [first, ...more] = rules
  const alone = bare && first !== undefined && more.length === 0
  if (mode === 'none') return { not: alone ? first : { or: rules } }
  if (alone) return first
  return mode === 'all' ? { and: rules } : { or: rules }
}

/** The rule that is being edited, with whatever is missing in it. */
export function ruleOf(part: Part): SegmentRule {
  return isGroup(part) ? join(part, part.parts.map(ruleOf)) : part.leaf
}

/** Whether nothing is missing in a condition. */
export const isComplete = ({ leaf }: Condition): boolean => SegmentRule.safeParse(leaf).success

type Issue = ShapeIssue & { errors?: readonly (readonly Issue[])[] }
const deepest = (issue: Issue): Issue[] => issue.errors?.flat().flatMap(deepest) ?? [issue]

/** What is wrong in a condition although nothing is missing: a span that is too long, dates the wrong way round. */
export function faultIn({ leaf }: Condition): Fault | null {
  const issues: readonly Issue[] = SegmentRule.safeParse(leaf).error?.issues ?? []
  const told: readonly string[] = ['duration_too_long', 'range_reversed']
  return (
    issues
      .flatMap(deepest)
      .map(faultOfShape)
      .find(({ code }) => told.includes(code)) ?? null
  )
}

/** The rule of the conditions in which nothing is missing; null when there is none. */
export function completeRuleOf(part: Part): SegmentRule | null {
  if (!isGroup(part)) return isComplete(part) ? part.leaf : null
  const rules = part.parts.map(completeRuleOf).filter((rule) => rule !== null)
  return rules.length === 0 && part.parts.length > 0 ? null : join(part, rules)
}

/** All conditions, in the order in which they stand. */
export function conditionsIn(part: Part): Condition[] {
  return isGroup(part) ? part.parts.flatMap(conditionsIn) : [part]
}

/** Puts another part in the place of the one with its id; null takes it away, and groups that it leaves empty. */
export function withPart(group: Group, id: number, next: Part | null): Group {
  const parts = group.parts.flatMap((part) => {
    if (part.id === id) return next ? [next] : []
    if (!isGroup(part)) return [part]
    const inner = withPart(part, id, next)
    return inner.parts.length === 0 && part.parts.length > 0 ? [] : [inner]
  })
  return { ...group, parts }
}

const month = { value: 30, unit: 'days' } as const
const week = { value: 7, unit: 'days' } as const

/** What a condition is about; one that counts to none says that something was not done. */
export function kindOf(leaf: SegmentRuleLeaf): ConditionKind {
  if ('trait' in leaf) return 'trait'
  if ('segment' in leaf) return 'segment'
  if ('step' in leaf) return 'step'
  if ('sequence' in leaf) return 'sequence'
  if ('first' in leaf) return 'first'
  if ('last' in leaf) return 'last'
  return leaf.times?.operator === 'equals' && leaf.times.value === 0 ? 'did_not' : 'did'
}

function patternOf(leaf: SegmentRuleLeaf): InteractionPattern {
  if ('did' in leaf) return leaf.did
  if ('first' in leaf) return leaf.first
  if ('last' in leaf) return leaf.last
  return ('sequence' in leaf ? leaf.sequence[0] : undefined) ?? {}
}

/** A condition of another kind, to be filled in; the interactions that were meant stay meant. */
export function leafOfKind(kind: ConditionKind, before?: SegmentRuleLeaf): SegmentRuleLeaf {
  const pattern = before ? patternOf(before) : {}
  const within = before && 'did' in before ? before.within : month
  const span = within ? { within } : {}
  if (kind === 'trait') return { trait: '', operator: 'equals' }
  if (kind === 'segment') return { segment: '', operator: 'equals' }
  if (kind === 'step') return { step: '', map: '', part: 'now', within: month }
  if (kind === 'sequence') return { sequence: [pattern, {}], within: week }
  if (kind === 'first') return { first: pattern, operator: 'gte', value: { ago: month } }
  if (kind === 'last') return { last: pattern, operator: 'lt', value: { ago: month } }
  return kind === 'did'
    ? { did: pattern, ...span }
    : { did: pattern, times: { operator: 'equals', value: 0 }, ...span }
}

const operatorNames = Object.keys(operators).flatMap((name) => findOperator(name) ?? [])
const one = (operator: Operator, value: unknown) => (operator === 'between' ? [value, value] : value)
/** Operators that a number of times may have, in the order of the one table. */
export const timesOperators = operatorNames.filter(
  (operator) => Times.safeParse({ operator, value: one(operator, 1) }).success,
)
/** Operators that a moment may have, in the order of the one table. */
export const momentOperators = operatorNames.filter(
  (operator) => FirstLeaf.safeParse({ first: {}, operator, value: one(operator, { ago: month }) }).success,
)
