import { EitherPlace, type LifecyclePart } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The words of the contract, which itself is loaded with the page. */
const Part: z.ZodType<LifecyclePart> = z.enum(['new', 'returning', 'resurrected', 'dormant'])

/** The address of Lifecycle: the question, the view and the mark that is open. */
export const LifecycleSearch = QuestionSearch.extend({
  view: z.enum(['bars', 'table']).optional().catch(undefined),
  by: z.enum(['day', 'week', 'month']).optional().catch(undefined),
  activity: EitherPlace.optional().catch(undefined),
  open: z
    .object({ start: z.string().max(40), part: Part })
    .optional()
    .catch(undefined),
})
export type LifecycleSearch = z.infer<typeof LifecycleSearch>
/** What is open: what people are in a period. */
export type LifecycleMark = NonNullable<LifecycleSearch['open']>
