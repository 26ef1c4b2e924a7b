import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of Trends. */
export const TrendsSearch = QuestionSearch.extend({
  measure: z.enum(['events', 'people']).optional().catch(undefined),
  event: z.string().max(300).optional().catch(undefined),
  interval: z.enum(['hour', 'day', 'week', 'month']).optional().catch(undefined),
  breakdown: z.array(z.string().max(300)).max(3).optional().catch(undefined),
  series: z.string().max(600).optional().catch(undefined),
  table: z.boolean().optional().catch(undefined),
})
export type TrendsSearch = z.infer<typeof TrendsSearch>
