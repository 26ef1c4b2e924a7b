import { z } from 'zod'
import { Id, Instant, pageOf } from './common.ts'

/** What was taken out of one store. `left` is counted after the work; anything but 0 means that it is not finished. */
export const ErasureReceipt = z.object({
  store: z.enum(['profile', 'events', 'segments', 'notes', 'kept_aside', 'imports', 'log']),
  removed: z.number().int(),
  left: z.number().int(),
  at: Instant,
})
export type ErasureReceipt = z.infer<typeof ErasureReceipt>

/**
 * The erasing of one person. It names the person by a hash only. `lifted`: the person may be known again, from events
 * that come after that.
 */
export const Erasure = z.object({
  id: Id,
  personId: Id,
  state: z.enum(['running', 'done', 'lifted']),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: Instant,
  endedAt: Instant.nullable(),
  liftedAt: Instant.nullable(),
  /** How many identifiers are kept as hashes, so that no later event brings the person back. */
  identifiers: z.number().int(),
  receipts: z.array(ErasureReceipt),
  /** A store has refused its part, which is tried again, with growing pauses. Null: none has. */
  waiting: z
    .object({ store: ErasureReceipt.shape.store, tries: z.number().int(), nextTryAt: Instant })
    .nullable(),
})
export type Erasure = z.infer<typeof Erasure>
export const ErasurePage = pageOf(Erasure)
export type ErasurePage = z.infer<typeof ErasurePage>
export const NewErasure = z.object({ reason: z.string().trim().max(500).default('') })
