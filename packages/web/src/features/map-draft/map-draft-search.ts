import { FunnelPlace, PartId } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of a draft: what it leads to, whose it is, and which of its parts are rejected. */
export const MapDraftSearch = QuestionSearch.pick({ period: true, from: true, to: true }).extend({
  outcome: FunnelPlace.optional().catch(undefined),
  side: z.enum(['after']).optional().catch(undefined),
  segment: z.string().min(1).max(300).optional().catch(undefined),
  /** In percent. */
  share: z.number().int().min(1).max(100).optional().catch(undefined),
  without: z.array(PartId).max(60).optional().catch(undefined),
})
export type MapDraftSearch = z.infer<typeof MapDraftSearch>
