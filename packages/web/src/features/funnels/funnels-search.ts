import { FunnelExclusion, FunnelStep, FunnelWindow } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of Funnels: the question, the view and what is open. Steps count from 1. */
export const FunnelsSearch = QuestionSearch.extend({
  view: z.enum(['bars', 'table']).optional().catch(undefined),
  steps: z.array(FunnelStep).max(20).optional().catch(undefined),
  exclusions: z.array(FunnelExclusion).max(5).optional().catch(undefined),
  order: z.enum(['ordered', 'strict', 'any']).optional().catch(undefined),
  window: FunnelWindow.optional().catch(undefined),
  scope: z.enum(['person', 'account', 'session']).optional().catch(undefined),
  breakdown: z.string().max(300).optional().catch(undefined),
  open: z
    .object({
      step: z.number().int().min(1).max(20),
      part: z.enum(['reached', 'left']),
      series: z.string().max(1000).optional(),
    })
    .optional()
    .catch(undefined),
})
export type FunnelsSearch = z.infer<typeof FunnelsSearch>
/** What is open beside the answer. */
export type Spot = NonNullable<FunnelsSearch['open']>
