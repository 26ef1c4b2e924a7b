import { type AttributionModelName, Filter } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The words of the contract, which itself is loaded with the page, in its order. */
export const models = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'time_decay',
  'position',
  'markov',
  'markov_2',
  'markov_3',
  'markov_4',
  'shapley',
  'shapley_rate',
] as const satisfies readonly AttributionModelName[]
export const usualModels: readonly AttributionModelName[] = [
  'first',
  'last',
  'linear',
  'time_decay',
  'position',
  'markov',
  'shapley',
]
/** What is set side by side. */
export const measures = ['conversions', 'share', 'value', 'cost', 'return'] as const
export type Measure = (typeof measures)[number]

/** The address of attribution: the question, what is shown of the answer, and what is open. */
export const AttributionSearch = QuestionSearch.omit({ channel: true, compare: true }).extend({
  outcome: z
    .object({ event: z.string().min(1).max(300), filter: Filter.optional() })
    .optional()
    .catch(undefined),
  /** The property that says what a conversion is worth; empty: none. */
  worth: z.string().max(300).optional().catch(undefined),
  /** What touches are called after, as in the contract. */
  by: z.string().min(1).max(300).optional().catch(undefined),
  /** Which touches count. */
  touches: Filter.optional().catch(undefined),
  per: z.enum(['person', 'account']).optional().catch(undefined),
  days: z.number().int().min(1).max(365).optional().catch(undefined),
  models: z.array(z.enum(models)).min(1).max(models.length).optional().catch(undefined),
  show: z.enum(measures).optional().catch(undefined),
  /** Own, partner and third-party touchpoints each for themselves. */
  apart: z.boolean().optional().catch(undefined),
  /** A channel, empty for paths without a touch, and whose people. */
  open: z
    .object({ channel: z.string().max(1000), part: z.enum(['converted', 'not']) })
    .optional()
    .catch(undefined),
  /** Whether what was spent is open. */
  spend: z.boolean().optional().catch(undefined),
})
export type AttributionSearch = z.infer<typeof AttributionSearch>
export type OpenChannel = NonNullable<AttributionSearch['open']>
