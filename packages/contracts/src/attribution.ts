import { z } from 'zod'
import { PeopleBehind, peoplePage } from './people-behind.ts'
import { AnswerMeta, Filter, Range } from './questions.ts'
import { Ownership } from './touchpoints.ts'

const Name = z.string().min(1).max(300)

/**
 * How a conversion is divided among the channels before it. `markov` to `markov_4`: removal effect where states are the last
 * one to four channels. `shapley` divides each path's conversions among its channels; `shapley_rate` goes by conversion rates.
 */
export const attributionModels = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'time_decay',
  'position',
  'markov',
  'markov_2',
  'markov_3',
  'markov_4',
  'shapley',
  'shapley_rate',
] as const
export const AttributionModelName = z.enum(attributionModels)
export type AttributionModelName = z.infer<typeof AttributionModelName>

/** How long paths may be, how many different ones, with how many touches in all, and how often people are drawn anew for intervals. */
export const attributionLimits = {
  touches: 50,
  paths: 1_000_000,
  touchesInAll: 12_000_000,
  draws: 200,
  seconds: 10,
} as const

export const AttributionQuestion = z.object({
  range: Range,
  /** Which interactions count as touches; the outcome has a filter of its own. */
  filter: Filter.optional(),
  outcome: z.strictObject({
    event: Name,
    filter: Filter.optional(),
    /** What a conversion is worth; left out, conversions alone are divided. */
    valueProperty: Name.optional(),
  }),
  /**
   * What touches are called after: `entry` (how a visit came, as in “Search ad”), `touchpoint`, `channel`, or a property
   * such as `context.campaign.source`.
   */
  channel: Name.default('entry'),
  /**
   * Whose interactions make one path: a person's, or those of all people of an account. The account is the one that an
   * interaction names, else the one that its person was last said to belong to; without one it is left out.
   */
  per: z.enum(['person', 'account']).default('person'),
  /** Touches count that long before the conversion. */
  lookbackDays: z.number().int().min(1).max(365).default(30),
  models: z
    .array(AttributionModelName)
    .min(1)
    .max(attributionModels.length)
    .default(['first', 'last', 'linear', 'time_decay', 'position', 'markov', 'shapley']),
  /** The channel that `last_non_direct` passes over. */
  direct: z.string().max(300).default('Direct'),
  /** Days in which a touch loses half its weight; for `time_decay`. */
  halfLifeDays: z.number().min(0.1).max(365).default(7),
  /** One touch of several in a row of the same channel. */
  collapseRepeats: z.boolean().default(true),
  /** Whether people are drawn anew for 95 % intervals. */
  intervals: z.boolean().default(true),
})
export type AttributionQuestion = z.infer<typeof AttributionQuestion>

/** With the ends of its 95 % interval; null where too little was drawn anew, or where it has no end. */
const Ratio = z.object({ estimate: z.number(), low: z.number().nullable(), high: z.number().nullable() })

/** `conversions` and `value` are what the model gives the channel; their intervals are null without draws. */
export const AttributedChannel = z.object({
  channel: z.string(),
  conversions: z.number(),
  conversionsLow: z.number().nullable(),
  conversionsHigh: z.number().nullable(),
  value: z.number(),
  valueLow: z.number().nullable(),
  valueHigh: z.number().nullable(),
  /** The part of all conversions. */
  share: z.number(),
  shareLow: z.number().nullable(),
  shareHigh: z.number().nullable(),
  /** What was spent on the channel by conversion that the model gives it; null without spend, and without a conversion. */
  cost: Ratio.nullable(),
  /** The value that the model gives the channel by what was spent on it; null without a value or spend. */
  return: Ratio.nullable(),
})
export type AttributedChannel = z.infer<typeof AttributedChannel>
export const AttributionAnswer = z.object({
  conversions: z.number().int(),
  value: z.number(),
  /** Walks that ended without a conversion. */
  nulls: z.number().int(),
  /** Different sequences of channels. */
  paths: z.number().int(),
  /** Paths with more than 50 touches: the latest 50 are looked at. */
  cut: z.number().int(),
  /** How often people were drawn anew; fewer than 200 where time was up, and then below 20 the intervals are null. */
  draws: z.number().int(),
  /** What was spent in the days of the range, by what the touches are called after; null where nothing is known. */
  spend: z
    .object({
      /** All of it in the workspace's currency, also what was spent on channels that no path has. */
      total: z.number(),
      currency: z.string(),
      /** Days of the range, and on how many of them a spend is known for any channel; 0 counts as known. */
      days: z.number().int(),
      daysKnown: z.number().int(),
      /** Channels that no path has. */
      unmet: z.array(z.object({ channel: z.string(), spend: z.number() })),
      /** What is known in another currency, and is in none of the numbers. */
      otherCurrencies: z.array(z.object({ currency: z.string(), spend: z.number() })),
    })
    .nullable(),
  models: z.array(z.object({ model: AttributionModelName, channels: z.array(AttributedChannel) })),
  /** What is known of the channels; `ownership` where they are touchpoints; `spend` is null where none is known. */
  channels: z.array(
    z.object({
      channel: z.string(),
      touches: z.number().int(),
      ownership: Ownership.nullable(),
      spend: z.number().nullable(),
      /** On how many days of the range it is known. */
      spendDays: z.number().int(),
    }),
  ),
  meta: AnswerMeta,
})
export type AttributionAnswer = z.infer<typeof AttributionAnswer>

/** The people whose path has a channel; of accounts, the people of the path. */
export const AttributionPeopleQuestion = z.object({
  attribution: AttributionQuestion,
  /** As the answer calls it: empty for paths without a touch. Left out: whatever was met. */
  channel: z.string().max(1000).optional(),
  /** Of paths that ended with the outcome, or of those that led to nothing. */
  part: z.enum(['converted', 'not']).default('converted'),
  ...peoplePage,
})
export type AttributionPeopleQuestion = z.infer<typeof AttributionPeopleQuestion>
/** Latest first; `at` is when they converted, or what they met last where they did not. */
export const AttributionPeopleAnswer = PeopleBehind
export type AttributionPeopleAnswer = z.infer<typeof AttributionPeopleAnswer>
