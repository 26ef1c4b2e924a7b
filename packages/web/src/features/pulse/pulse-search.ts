import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of Pulse. */
export const PulseSearch = QuestionSearch.extend({
  by: z.enum(['touchpoint', 'channel']).optional().catch(undefined),
  sort: z.string().max(40).optional().catch(undefined),
})
export type PulseSearch = z.infer<typeof PulseSearch>
