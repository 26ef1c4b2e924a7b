import { z } from 'zod'
import { Fault } from './faults.ts'

/** Any JSON object, values untouched. */
export const JsonObject = z.record(z.string(), z.unknown())

/** An opaque identifier. Callers must not read meaning into it. */
export const Id = z.string().min(1).max(200)

/** An instant, ISO 8601 in UTC. */
export const Instant = z.iso.datetime({ offset: true })

/** The three languages the product speaks. */
export const Language = z.enum(['pt-BR', 'it', 'en'])
export type Language = z.infer<typeof Language>

/** What to ask instead of a question that asked for too much: as a sentence, and as a question, where that follows of itself. */
export const Advice = z.object({ fault: Fault, question: JsonObject.nullable() })

/** An error as RFC 9457 describes it; `code` is stable and listed in the error catalogue. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
  /** What `detail` says, as a code with values. Absent where the code says it all, or words alone do. */
  fault: Fault.optional(),
  /** `line`: where in the text that was sent, from 1, where it was a file. */
  issues: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        fault: Fault.optional(),
        line: z.number().int().optional(),
      }),
    )
    .optional(),
  /** With `query_timeout` and `query_too_large`: what would help, the most first. */
  advice: z.array(Advice).optional(),
  /** With `changed_meanwhile`: what is there now (null: it is gone), and what was sent. */
  versions: z.object({ current: z.unknown(), yours: z.unknown() }).optional(),
})
export type Problem = z.infer<typeof Problem>
export type Advice = z.infer<typeof Advice>

/** Query of every list: at most `limit` items (1 to 200), continuing after an opaque `cursor`. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
})
export type PageQuery = z.infer<typeof PageQuery>

/** One page of a list. `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** A JSON value as customers send them. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** Names of channels, the words of the product. `other` is what no rule placed. */
export const channels = [
  'web',
  'app',
  'e-mail',
  'social',
  'messaging',
  'phone',
  'store',
  'marketplace',
  'ad',
  'chat',
  'in-product',
  'other',
] as const
export const Channel = z.enum(channels)
export type Channel = z.infer<typeof Channel>
