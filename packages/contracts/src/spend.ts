import { z } from 'zod'
import { PageQuery, pageOf } from './common.ts'
import { Fault } from './faults.ts'

/** How many lines may be sent at once, how large a file of them may be, and of how many refused ones it is told why. */
export const spendLimits = {
  items: 1_000,
  fileMegabytes: 8,
  lines: 100_000,
  told: 100,
  amount: 1e12,
  name: 300,
} as const

const Day = z.iso.date()
const Name = z.string().trim().min(1).max(spendLimits.name)
/** What channels are called after, as in a question about attribution: `entry`, `touchpoint`, `channel` or a property. */
const By = Name.default('entry')
const Currency = z.string().regex(/^[A-Z]{3}$/)

/**
 * What was spent on a channel on one day of the workspace. A touchpoint is told by its name or id. The amount is rounded to
 * millionths; without a currency it is in the workspace's, and in another one it is refused, as nothing is converted.
 */
export const NewSpend = z.strictObject({
  by: By,
  day: Day,
  channel: Name,
  amount: z.number().min(0).max(spendLimits.amount),
  currency: Currency.optional(),
})
export type NewSpend = z.infer<typeof NewSpend>

export const Spend = z.object({
  by: z.string(),
  day: z.string(),
  channel: z.string(),
  amount: z.number(),
  currency: z.string(),
  changedAt: z.string(),
  changedBy: z.string(),
})
export type Spend = z.infer<typeof Spend>

/** Days from the first to the last, both counted; without them, all. */
export const SpendQuery = PageQuery.extend({
  by: Name.optional(),
  from: Day.optional(),
  to: Day.optional(),
  channel: Name.optional(),
})
export type SpendQuery = z.infer<typeof SpendQuery>
/** Latest day first. */
export const SpendPage = pageOf(Spend)
export type SpendPage = z.infer<typeof SpendPage>

/** Lines to write: the same day and channel once more replaces what was there. All or nothing. */
export const SpendChange = z.strictObject({ items: z.array(NewSpend).min(1).max(spendLimits.items) })
export type SpendChange = z.infer<typeof SpendChange>
/** How many lines are new or changed, and how many were there like this. */
export const SpendWritten = z.object({ written: z.number().int(), same: z.number().int() })
export type SpendWritten = z.infer<typeof SpendWritten>

/** Which lines to remove: those of the days, of one channel or of all. */
export const SpendRemoval = z.strictObject({ by: Name, from: Day, to: Day, channel: Name.optional() })
export type SpendRemoval = z.infer<typeof SpendRemoval>
export const SpendRemoved = z.object({ removed: z.number().int() })
export type SpendRemoved = z.infer<typeof SpendRemoved>

export const SpendFileQuery = z.object({ by: By, from: Day.optional(), to: Day.optional() })
export type SpendFileQuery = z.infer<typeof SpendFileQuery>
/** What became of a file: lines that cannot be taken are refused one by one, the others are written. */
export const SpendFileRead = SpendWritten.extend({
  refused: z.number().int(),
  /** The first of them; `line` counts from 1, the head included. */
  refusals: z.array(z.object({ line: z.number().int(), message: z.string(), fault: Fault })),
})
export type SpendFileRead = z.infer<typeof SpendFileRead>
