import { Channel } from '@teia/contracts'
import { z } from 'zod'

export const TouchpointsSearch = z.object({
  search: z.string().max(200).optional().catch(undefined),
  channel: Channel.optional().catch(undefined),
})
