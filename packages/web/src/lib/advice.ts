import type { Advice } from '@teia/contracts'

/** What of an address a piece of advice changes; null where the address does not say what it is about. */
export type SearchChange = Readonly<Record<string, unknown>> | null

type Asked = Readonly<Record<string, unknown>>
const isAsked = (value: unknown): value is Asked => typeof value === 'object' && value !== null

/** The part of an advised question that has a field: it may lie within another question. */
function within(question: Asked, field: string): unknown {
  if (question[field] !== undefined) return question[field]
  const inner = Object.values(question).find(
    (value) => isAsked(value) && !Array.isArray(value) && value[field],
  )
  return isAsked(inner) ? inner[field] : undefined
}

/** Pages name in their address what questions name alike, but for these. */
const namedOtherwise: Readonly<Record<string, string>> = { lookbackDays: 'days' }

/** The fields that are changed by each piece of advice. */
const fields: Readonly<Record<string, string>> = {
  advice_breakdown: 'breakdown',
  advice_interval: 'interval',
  advice_depth: 'depth',
  advice_periods: 'periods',
  advice_order: 'models',
  advice_person: 'scope',
  advice_compare: 'compare',
  advice_lookback: 'lookbackDays',
}

/** How an address changes that follows the advice. A change of a field that it does not have yet is one of its usual value. */
export function searchOf({ fault, question }: Advice): SearchChange {
  if (!question) return null
  if (fault.code === 'advice_range') {
    const range = within(question, 'range')
    // Pages ask for whole days.
    if (!isAsked(range) || String(range.from).length !== 10) return null
    return { period: 'custom', from: range.from, to: range.to }
  }
  const field = fields[fault.code]
  return field === undefined ? null : { [namedOtherwise[field] ?? field]: within(question, field) }
}
