import { z } from 'zod'
import { Channel, Id } from './common.ts'

/** A place where customer and company meet. Ownership: own, partner's, or a third party's. */
export const Touchpoint = z.object({
  id: Id,
  name: z.string(),
  channel: Channel,
  ownership: z.enum(['own', 'partner', 'third-party']),
  interactions28d: z.number().int(),
  people28d: z.number().int(),
})
export type Touchpoint = z.infer<typeof Touchpoint>
export const TouchpointList = z.object({ items: z.array(Touchpoint) })

/** An interaction as the live stream tells it. */
export const LiveInteraction = z.object({
  id: Id,
  time: z.string(),
  personId: Id,
  personName: z.string(),
  name: z.string(),
  touchpoint: z.string(),
  channel: Channel,
  /** The one property worth showing: a value, a product, a query. */
  note: z.string().nullable(),
})
export type LiveInteraction = z.infer<typeof LiveInteraction>

/** Names that can be asked about, with how often they occur in the last 90 days. */
export const Catalogue = z.object({
  events: z.array(z.object({ name: z.string(), count: z.number() })),
  properties: z.array(z.object({ name: z.string(), events: z.array(z.string()), type: z.string() })),
  traits: z.array(z.object({ name: z.string(), type: z.string() })),
  touchpoints: z.array(z.object({ name: z.string(), channel: Channel, count: z.number() })),
})
export type Catalogue = z.infer<typeof Catalogue>
export const CatalogueValuesQuery = z.object({
  leaf: z.enum(['property', 'trait']),
  name: z.string().min(1).max(200),
  search: z.string().max(100).optional(),
})
export const CatalogueValues = z.object({
  values: z.array(z.object({ value: z.string(), count: z.number() })),
})
