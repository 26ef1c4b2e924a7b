import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  type Catalogue,
  FunnelAnswer,
  type FunnelQuestion,
  type FunnelStep,
  type FunnelWindow,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { FunnelsSearch } from './funnels-search.ts'

export const usualWindow: FunnelWindow = { value: 7, unit: 'day', from: 'first' }

/** Events of a purchase by the names that the Segment specification gives them, to begin with where they are sent. */
const purchase = ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed']

/** The steps of an address; without any, a purchase as far as the workspace has its events. */
export function stepsOf(
  search: Pick<FunnelsSearch, 'steps'>,
  catalogue: Catalogue | undefined,
): FunnelStep[] {
  if (search.steps) return search.steps
  const sent = new Set(catalogue?.events.map((event) => event.name))
  const known = purchase.filter((event) => sent.has(event))
  return known.length < 2 ? [] : known.map((event) => ({ event, optional: false }))
}

/** The question that an address asks; null while it has fewer than two steps. */
export function questionOf(
  search: Omit<FunnelsSearch, 'open' | 'view'>,
  steps: FunnelStep[],
  timeZone: string,
): FunnelQuestion | null {
  if (steps.length < 2) return null
  const filter = filterOf(search)
  const order = search.order ?? 'ordered'
  const window = search.window ?? usualWindow
  return {
    range: rangeOf(search, timeZone),
    compare: search.compare ?? 'previous',
    steps: steps.map((step, at) => ({ ...step, optional: at > 0 && order !== 'strict' && step.optional })),
    order,
    window: order === 'any' ? { ...window, from: 'first' } : window,
    scope: search.scope ?? 'person',
    exclusions:
      order === 'any' ? [] : (search.exclusions ?? []).filter(({ after = 1 }) => after < steps.length),
    limit: 8,
    ...(search.breakdown ? { breakdown: search.breakdown } : {}),
    ...(filter ? { filter } : {}),
  }
}

export function useFunnel(search: FunnelsSearch) {
  const { format } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const steps = stepsOf(search, catalogue)
  const question = questionOf(search, steps, format.timeZone)
  const queryKey = ['questions', 'funnel', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(FunnelAnswer, '/questions/funnel', question, signal),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question, steps, isKnown: search.steps !== undefined || catalogue !== undefined }
}
