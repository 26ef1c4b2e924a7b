import { RefusalReason } from '@teia/contracts'
import { z } from 'zod'

/** The parts of a source's page. */
export const sourceTabs = ['setup', 'webhook', 'live', 'traffic', 'plan', 'dead', 'settings'] as const
export type SourceTab = (typeof sourceTabs)[number]

const text = z.string().min(1).max(200).optional().catch(undefined)

/** The address of a source: which part is open, and what of it is shown. */
export const SourceSearch = z.object({
  tab: z.enum(sourceTabs).optional().catch(undefined),
  /** Live: verdict, name of the event, text in the body. */
  verdict: z.enum(['accepted', 'refused', 'duplicate']).optional().catch(undefined),
  name: text,
  q: text,
  /** Traffic: how wide a bar is. */
  by: z.enum(['hour', 'day']).optional().catch(undefined),
  /** Plan: the event that is open. */
  event: text,
  /** Dead letters: kept aside or refused, and why. */
  kept: z.enum(['kept_aside', 'refused']).optional().catch(undefined),
  reason: RefusalReason.optional().catch(undefined),
})
export type SourceSearch = z.infer<typeof SourceSearch>
