import { EitherPlace } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of the time between two things: the question, and whose people are open. */
export const TimeBetweenSearch = QuestionSearch.extend({
  first: EitherPlace.optional().catch(undefined),
  next: EitherPlace.optional().catch(undefined),
  count: z.enum(['first', 'each']).optional().catch(undefined),
  breakdown: z.string().max(300).optional().catch(undefined),
  open: z
    .object({
      part: z.enum(['reached', 'never']),
      /** A bar of the drawing, from 0. */
      bin: z.number().int().min(0).max(11).optional(),
      series: z.string().max(1000).optional(),
    })
    .optional()
    .catch(undefined),
})
export type TimeBetweenSearch = z.infer<typeof TimeBetweenSearch>
/** What is open. */
export type TimeBetweenMark = NonNullable<TimeBetweenSearch['open']>
