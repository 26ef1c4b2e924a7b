import { ConformancePart } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** So many segments stand side by side. */
export const MOST_SEGMENTS = 4
const Segment = z.string().min(1).max(300)

/** The address of how well a map fits: the question, who stands side by side, whose scale is drawn, and whose people are open. */
export const ConformanceSearch = QuestionSearch.extend({
  state: z.enum(['toBe']).optional().catch(undefined),
  segments: z.array(Segment).max(MOST_SEGMENTS).optional().catch(undefined),
  /** Without it everybody's. */
  whose: Segment.optional().catch(undefined),
  sort: z.string().max(360).optional().catch(undefined),
  open: z.object({ of: ConformancePart, whose: Segment.optional() }).optional().catch(undefined),
})
export type ConformanceSearch = z.infer<typeof ConformanceSearch>
/** Whose people are open, of everybody or of a segment. */
export type ConformanceMark = NonNullable<ConformanceSearch['open']>
