import { segmentKinds } from '@teia/contracts'
import { z } from 'zod'

/** The address of the list of segments. */
export const SegmentsSearch = z.object({
  search: z.string().max(200).optional().catch(undefined),
  kind: z.enum(segmentKinds).optional().catch(undefined),
})
export type SegmentsSearch = z.infer<typeof SegmentsSearch>

/** The address of a new segment: whether it is a list, and what it is called. */
export const NewSegmentSearch = z.object({
  kind: z.enum(segmentKinds).optional().catch(undefined),
})
