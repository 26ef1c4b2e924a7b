import { z } from 'zod'

/** The address of a source: which verdicts are shown. */
export const LiveSearch = z.object({
  verdict: z.enum(['accepted', 'refused', 'duplicate']).optional().catch(undefined),
})
