import type { SeparatingThing } from '@teia/contracts'
import { z } from 'zod'
import { FunnelsSearch } from '../funnels/funnels-search.ts'

/** The words of the contract, which itself is loaded with the page. */
const Kind: z.ZodType<SeparatingThing['kind']> = z.enum([
  'event',
  'touchpoint',
  'channel',
  'property',
  'trait',
])

/** The address of what separates: the funnel, its step, what is shown and what is open. */
export const SeparatesSearch = FunnelsSearch.omit({ open: true, view: true, breakdown: true }).extend({
  step: z.number().int().min(1).max(20).optional().catch(undefined),
  days: z.number().int().min(1).max(366).optional().catch(undefined),
  kind: Kind.optional().catch(undefined),
  /** Also what may well be chance. */
  all: z.boolean().optional().catch(undefined),
  open: z
    .object({
      kind: Kind,
      name: z.string().min(1).max(300),
      value: z.string().max(1000).optional(),
      part: z.enum(['wentOn', 'left']),
      has: z.boolean(),
    })
    .optional()
    .catch(undefined),
})
export type SeparatesSearch = z.infer<typeof SeparatesSearch>
/** What is open: a thing, and whose people. */
export type OpenThing = NonNullable<SeparatesSearch['open']>
