import { EitherPlace } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of Stickiness: the question, the period whose days are shown, and what is open. */
export const StickinessSearch = QuestionSearch.extend({
  view: z.enum(['bars', 'table']).optional().catch(undefined),
  by: z.enum(['week', 'month']).optional().catch(undefined),
  activity: EitherPlace.optional().catch(undefined),
  /** The start of a period. */
  at: z.string().max(40).optional().catch(undefined),
  /** On so many days; 0 for everybody of the period. */
  days: z.number().int().min(0).max(31).optional().catch(undefined),
})
export type StickinessSearch = z.infer<typeof StickinessSearch>
