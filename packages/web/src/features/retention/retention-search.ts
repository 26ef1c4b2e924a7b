import { EitherPlace } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of Retention: the question, the view and the cell that is open. */
export const RetentionSearch = QuestionSearch.extend({
  view: z.enum(['grid', 'table']).optional().catch(undefined),
  first: EitherPlace.optional().catch(undefined),
  returning: EitherPlace.optional().catch(undefined),
  by: z.enum(['day', 'week', 'month']).optional().catch(undefined),
  periods: z.number().int().min(1).max(60).optional().catch(undefined),
  entry: z.enum(['first', 'recurring']).optional().catch(undefined),
  clock: z.enum(['own', 'rolling']).optional().catch(undefined),
  count: z.enum(['in', 'since']).optional().catch(undefined),
  breakdown: z.string().max(300).optional().catch(undefined),
  open: z
    .object({
      cohort: z.string().max(40).optional(),
      at: z.number().int().min(0).max(60).optional(),
      part: z.enum(['returned', 'away']),
    })
    .optional()
    .catch(undefined),
})
export type RetentionSearch = z.infer<typeof RetentionSearch>
/** A cell: of one cohort or of all, in one period or whenever. */
export type Cell = NonNullable<RetentionSearch['open']>
