import { Channel, Ownership } from '@teia/contracts'
import { z } from 'zod'

export const views = ['table', 'order', 'unmatched', 'overlaps'] as const

/** The address of the catalogue. */
export const TouchpointsSearch = z.object({
  view: z.enum(views).optional().catch(undefined),
  search: z.string().max(200).optional().catch(undefined),
  channel: Channel.optional().catch(undefined),
  ownership: Ownership.optional().catch(undefined),
  columns: z.array(z.string().max(40)).max(20).optional().catch(undefined),
})
export type TouchpointsSearch = z.infer<typeof TouchpointsSearch>

/** The address of one touchpoint: what its people are told apart by. */
export const TouchpointSearch = z.object({ by: z.string().max(300).optional().catch(undefined) })
export type TouchpointSearch = z.infer<typeof TouchpointSearch>

/** The address of a new touchpoint: what it is made of. */
export const NewTouchpointSearch = z.object({
  event: z.string().max(256).optional().catch(undefined),
  page: z.string().max(200).optional().catch(undefined),
  screen: z.string().max(200).optional().catch(undefined),
})
export type NewTouchpointSearch = z.infer<typeof NewTouchpointSearch>
