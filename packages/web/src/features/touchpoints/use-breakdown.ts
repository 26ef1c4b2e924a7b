import { useQueries } from '@tanstack/react-query'
import { type Touchpoint, TrendAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { rangeOf } from '../../lib/periods.ts'
import { type BreakdownRow, breakdownRows } from './breakdown-rows.ts'

/** Values of a breakdown that are counted apart; the rest is one row. */
const mostRows = 12
const mostCounted = 50

type Asked = {
  rows: BreakdownRow[] | undefined
  people: number
  meta: TrendAnswer['meta'] | undefined
  error: unknown
  refetch: () => void
}

/** A touchpoint's people and interactions of 28 days by the values of one breakdown, beside the 28 days before. */
export function useBreakdown(one: Touchpoint, by: string): Asked {
  const { format } = useText()
  const base = {
    range: rangeOf({}, format.timeZone),
    filter: { touchpoint: one.id, operator: 'equals' },
    interval: 'month',
    compare: 'previous',
  }
  const questions = [
    { ...base, measure: 'people', breakdown: [by], limit: mostRows },
    { ...base, measure: 'events', breakdown: [by], limit: mostCounted },
    { ...base, measure: 'people' },
  ]
  const answers = useQueries({
    queries: questions.map((question) => ({
      queryKey: ['questions', 'trend', question],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ask(TrendAnswer, '/questions/trend', question, signal),
    })),
  })
  const [people, events, all] = answers.map((answer) => answer.data)
  const total = { now: all?.series[0]?.total ?? 0, before: all?.previous?.[0]?.total ?? 0 }
  return {
    rows: people && events && all ? breakdownRows(people, events, total) : undefined,
    people: total.now,
    meta: people?.meta,
    error: answers.find((answer) => answer.error)?.error ?? null,
    refetch: () => answers.forEach((answer) => void (answer.error && answer.refetch())),
  }
}
