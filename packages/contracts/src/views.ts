import { z } from 'zod'
import { Id, Instant, JsonObject } from './common.ts'
import { faultOf } from './faults.ts'
import { refuses } from './shape-faults.ts'

/** The lists that can be kept as they are looked at. */
export const viewLists = ['people', 'accounts', 'touchpoints'] as const
export const ViewList = z.enum(viewLists)
export type ViewList = z.infer<typeof ViewList>

/** A list's address as an object: its filters, its order, its columns. At most 8,000 characters as JSON. */
const ViewSearch = JsonObject.refine(
  (search) => JSON.stringify(search).length <= 8_000,
  refuses(faultOf('view_too_large')),
)

/** A list as it was looked at, under a name: for whoever made it, or for everyone in the workspace. */
export const SavedView = z.object({
  id: Id,
  list: ViewList,
  name: z.string(),
  search: JsonObject,
  isShared: z.boolean(),
  /** Who made it. */
  owner: z.string(),
  /** Whether whoever asks may change and delete it. */
  isYours: z.boolean(),
  updatedAt: Instant,
})
export type SavedView = z.infer<typeof SavedView>
export const SavedViews = z.object({ items: z.array(SavedView) })
export const ViewsQuery = z.object({ list: ViewList.optional() })

export const NewView = z.strictObject({
  list: ViewList,
  name: z.string().trim().min(1).max(80),
  search: ViewSearch,
  isShared: z.boolean().default(false),
})
export type NewView = z.infer<typeof NewView>
export const ViewChange = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  search: ViewSearch.optional(),
  isShared: z.boolean().optional(),
})
export type ViewChange = z.infer<typeof ViewChange>
