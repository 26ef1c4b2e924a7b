/**
 * The one table of operators. The filter editor, the question compiler and the in-memory evaluator all read it.
 * `operands`: none, one, two (a closed range), or many values, or a number of days of 24 hours, counted from now. `on`:
 * what kinds of value it makes sense for; `membership` asks of the event, touchpoint or channel itself, or of whether the
 * person has met it. Days from now are asked of traits alone: what an event says stays what it said then.
 */
export type OperatorRow = {
  readonly operands: 'none' | 'one' | 'two' | 'many' | 'days'
  readonly on: readonly ('text' | 'number' | 'time' | 'boolean' | 'membership')[]
  readonly aliases: readonly string[]
  readonly negates?: string
}

export const operators = {
  equals: {
    operands: 'one',
    on: ['text', 'number', 'boolean', 'membership'],
    aliases: ['is', '=', '==', 'eq'],
  },
  not_equals: {
    operands: 'one',
    on: ['text', 'number', 'boolean', 'membership'],
    aliases: ['is_not', '!=', 'ne', 'neq'],
    negates: 'equals',
  },
  in: { operands: 'many', on: ['text', 'number'], aliases: ['any_of', 'is_any_of'] },
  not_in: { operands: 'many', on: ['text', 'number'], aliases: ['none_of'], negates: 'in' },
  contains: { operands: 'one', on: ['text'], aliases: [] },
  not_contains: { operands: 'one', on: ['text'], aliases: [], negates: 'contains' },
  starts_with: { operands: 'one', on: ['text'], aliases: [] },
  ends_with: { operands: 'one', on: ['text'], aliases: [] },
  gt: { operands: 'one', on: ['number', 'time'], aliases: ['>', 'greater_than', 'after'] },
  gte: { operands: 'one', on: ['number', 'time'], aliases: ['>=', 'at_least'] },
  lt: { operands: 'one', on: ['number', 'time'], aliases: ['<', 'less_than', 'before'] },
  lte: { operands: 'one', on: ['number', 'time'], aliases: ['<=', 'at_most'] },
  between: { operands: 'two', on: ['number', 'time'], aliases: [] },
  in_next_days: { operands: 'days', on: ['time'], aliases: ['in_next', 'within_next'] },
  in_last_days: { operands: 'days', on: ['time'], aliases: ['in_last', 'within_last'] },
  more_days_ahead: { operands: 'days', on: ['time'], aliases: ['more_than_ahead'] },
  more_days_ago: { operands: 'days', on: ['time'], aliases: ['more_than_ago'] },
  is_set: { operands: 'none', on: ['text', 'number', 'time', 'boolean'], aliases: ['exists'] },
  is_not_set: {
    operands: 'none',
    on: ['text', 'number', 'time', 'boolean'],
    aliases: ['not_exists'],
    negates: 'is_set',
  },
  did: { operands: 'none', on: ['membership'], aliases: ['performed', 'visited'] },
  did_not: {
    operands: 'none',
    on: ['membership'],
    aliases: ['not_performed', 'not_visited'],
    negates: 'did',
  },
} as const satisfies Record<string, OperatorRow>

export type Operator = keyof typeof operators
/** The operators that negate no other one: what they mean is defined, the rest follows. */
export type PlainOperator = {
  [Name in Operator]: (typeof operators)[Name] extends { negates: string } ? never : Name
}[Operator]

const byAnyName = new Map<string, Operator>()
for (const [name, row] of Object.entries(operators) as [Operator, OperatorRow][]) {
  byAnyName.set(name, name)
  for (const alias of row.aliases) byAnyName.set(alias, name)
}

/** Finds an operator by its name or an alias; undefined when there is none. */
export function findOperator(name: string): Operator | undefined {
  return byAnyName.get(name)
}

/** Splits an operator into the one that is defined and whether its answer is turned round. */
export function plainOperator(operator: Operator): { plain: PlainOperator; isNegated: boolean } {
  const row = operators[operator]
  return 'negates' in row
    ? { plain: row.negates, isNegated: true }
    : { plain: operator as PlainOperator, isNegated: false }
}

/** Whether an operator can be asked of a trait, of a property, or of a name (an event, touchpoint or channel). */
export function operatorFits(operator: Operator, asked: 'trait' | 'property' | 'name'): boolean {
  const { on, operands }: OperatorRow = operators[operator]
  if (asked === 'name') return on.includes('membership')
  return on.some((kind) => kind !== 'membership') && (asked === 'trait' || operands !== 'days')
}
