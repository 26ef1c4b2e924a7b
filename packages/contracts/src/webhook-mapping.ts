import { z } from 'zod'

/**
 * A place in a delivery. `data.object.id` starts at the body, `$item` at the element of the rule's `each`, `$parent` at
 * the object that holds the array, `$header.x-topic` at the headers (lower case); `[0]` counts from zero, and a key with
 * dots or brackets is quoted: `["a.b"]`.
 */
export const MappingPath = z.string().min(1).max(200)

/** How a value is read: text, a number, a date (in seconds, milliseconds or ISO 8601), or money in its smallest unit. */
export const valueForms = [
  'as_is',
  'text',
  'number',
  'boolean',
  'iso',
  'unix_seconds',
  'unix_milliseconds',
  'minor_units',
] as const
const Form = z.enum(valueForms)
const Constant = z.union([z.string().max(500), z.number(), z.boolean()])

/** One value picked from a delivery: the first of the paths that holds something other than null and empty text. */
export const MappingPick = z.strictObject({
  path: z.union([MappingPath, z.array(MappingPath).min(1).max(10)]),
  as: Form.optional(),
  /** For `minor_units`: where the ISO 4217 code of the currency is. */
  currency: MappingPath.optional(),
  /** Text put before the value. */
  prefix: z.string().max(60).optional(),
  /** Replaces values by words; a value that is not listed counts as absent. */
  words: z.record(z.string().max(100), Constant).optional(),
})
export type MappingPick = z.infer<typeof MappingPick>

/** Several picks as one text; absent when one of them is. */
const Joined = z.strictObject({
  join: z
    .array(z.union([Constant, MappingPick]))
    .min(1)
    .max(8),
  with: z.string().max(10).optional(),
})
/** One object for each element of an array, `$item` being the element. */
const Listed = z.strictObject({
  list: MappingPath,
  of: z.record(z.string().max(100), MappingPick),
})
/** A constant, a pick, a join or a list. */
export const MappingValue = z.union([Constant, MappingPick, Joined, Listed])
export type MappingValue = z.infer<typeof MappingValue>

/** Holds when the value at the path is (one of) the constants, or when something is there or not. */
export const MappingCondition = z.strictObject({
  path: MappingPath,
  is: z.union([Constant, z.array(Constant).min(1).max(100)]).optional(),
  exists: z.boolean().optional(),
})
export type MappingCondition = z.infer<typeof MappingCondition>

const Fields = z.record(z.string().min(1).max(100), MappingValue)

/** What one kind of delivery becomes. Every rule whose conditions hold makes a message for each element of `each`. */
export const MappingRule = z.strictObject({
  when: z.array(MappingCondition).max(10).optional(),
  /** An array in the body, through other arrays: `entry[].changes[].value.messages[]`. */
  each: MappingPath.optional(),
  /** Only when no rule before it has made anything of this delivery. */
  otherwise: z.boolean().optional(),
  type: z.enum(['track', 'identify', 'group', 'alias', 'page', 'screen', 'privacy_request']),
  event: MappingValue.optional(),
  userId: MappingValue.optional(),
  anonymousId: MappingValue.optional(),
  groupId: MappingValue.optional(),
  previousId: MappingValue.optional(),
  /** What the sender calls this occurrence; a repetition within 30 days is dropped. Without one: the digest of the body. */
  messageId: MappingValue.optional(),
  timestamp: MappingValue.optional(),
  properties: Fields.optional(),
  traits: Fields.optional(),
  context: Fields.optional(),
  /** Identifiers by their kind, as `context.externalIds` of the Segment spec carries them. */
  externalIds: Fields.optional(),
})
export type MappingRule = z.infer<typeof MappingRule>

/** How the deliveries of a webhook become events: rules in order, data and no code. */
export const WebhookMapping = z.strictObject({ rules: z.array(MappingRule).max(200) })
export type WebhookMapping = z.infer<typeof WebhookMapping>
