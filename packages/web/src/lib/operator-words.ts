import { type Leaf, type Operator, operators, timeOf } from '@teia/contracts'
import type { Text } from '../i18n/text.tsx'

type Saying = Pick<Text, 't' | 'maybe'>

/** What an operator is called; of times it is “after” and not “more than”. */
export function operatorName({ t, maybe }: Saying, operator: Operator, isOfTimes: boolean): string {
  const name = t(`operators.${operator}`)
  return isOfTimes ? maybe(`filters.when_${operator}`, name) : name
}

type OfDays = {
  [Name in Operator]: (typeof operators)[Name]['operands'] extends 'days' ? Name : never
}[Operator]
const isOfDays = (operator: Operator): operator is OfDays => operators[operator].operands === 'days'

/** An operator with the days that it counts, as part of a sentence; null for one that counts none. */
export function daysWords({ t }: Pick<Saying, 't'>, { operator, value }: Pick<Leaf, 'operator' | 'value'>) {
  return isOfDays(operator) ? t(`filters.days_${operator}`, { n: Number(value) }) : null
}

/** Whether a value, or each of several, has the form of a time. */
export const areTimes = (value: unknown) =>
  value !== undefined && [value].flat().every((one) => typeof one === 'string' && timeOf(one) !== null)
