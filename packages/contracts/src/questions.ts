import { z } from 'zod'
import { Channel, Id } from './common.ts'
import { faultOf } from './faults.ts'
import { findOperator, type Operator, operators } from './operators.ts'
import { PersonSummary } from './people.ts'
import { refuses } from './shape-faults.ts'

const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const RangeEdge = z.union([IsoDate, z.iso.datetime({ offset: true })])

/**
 * The time a question is about. Instants are half-open [from, to). A bare date means the local day in `timeZone`
 * (default: the workspace's); `to` as a date includes that day.
 */
export const Range = z.object({ from: RangeEdge, to: RangeEdge, timeZone: z.string().max(64).optional() })
export type Range = z.infer<typeof Range>

const Value = z.union([z.string().max(1000), z.number(), z.boolean()])
export type FilterValue = z.infer<typeof Value>
const Operand = z.union([Value, z.array(Value).max(500)])

/** Read by any of its names; told by its own. */
const OperatorName = z.codec(z.string(), z.enum(Object.keys(operators) as [Operator, ...Operator[]]), {
  decode: (name, context) => {
    const found = findOperator(name)
    if (found) return found
    const allowed = Object.keys(operators).join(', ')
    context.issues.push({
      code: 'custom',
      input: name,
      ...refuses(faultOf('operator_unknown', { name: name.slice(0, 60), allowed })),
    })
    return z.NEVER
  },
  encode: (operator) => operator,
})

const Name = z.string().min(1).max(300)
/** How many days away from now a date may be asked for: a century. */
export const mostDaysAway = 36_500
const Days = z.number().int().min(0).max(mostDaysAway)
const attribute = { operator: OperatorName.default('equals'), value: Operand.optional() }

function operandsFit(leaf: { operator: Operator; value?: unknown }): boolean {
  const { operands } = operators[leaf.operator]
  if (operands === 'none') return true
  if (operands === 'two') return Array.isArray(leaf.value) && leaf.value.length === 2
  if (operands === 'many') return leaf.value !== undefined
  if (operands === 'days') return Days.safeParse(leaf.value).success
  return leaf.value !== undefined && !Array.isArray(leaf.value)
}
const fits = refuses(faultOf('operand_unfit'))

/**
 * A leaf about the event's property, the person's trait. `property` may start with `context.`; `context.source` is the id
 * of the source that sent the event. A trait `account.<name>` is one of the account that the person belongs to; a
 * trait of the person that is itself called `account` or `person` is asked for as `person.account` or `person.person`.
 * A trait that is a date can be asked for by its days from now (`in_next_days` and its neighbours): a date without a time
 * lasts that day, in UTC, so that today is among the next and among the last days; what is no date is among none.
 */
export const PropertyLeaf = z.strictObject({ property: Name, ...attribute }).refine(operandsFit, fits)
export const TraitLeaf = z.strictObject({ trait: Name, ...attribute }).refine(operandsFit, fits)
/**
 * A leaf about the event itself (`equals`, `not_equals`) or, with `did` and `did_not`, about whether the person has
 * done it within the range.
 */
export const EventLeaf = z.strictObject({
  event: Name,
  operator: OperatorName.default('equals'),
  value: Operand.optional(),
})
/** A touchpoint by its name or id; `channel` narrows it to where it was met. */
export const TouchpointLeaf = z.strictObject({
  touchpoint: Name,
  channel: Channel.optional(),
  operator: OperatorName.default('equals'),
  value: Operand.optional(),
})
export const ChannelLeaf = z.strictObject({
  channel: Channel,
  operator: OperatorName.default('equals'),
  value: Operand.optional(),
})

/** Whether the person is (`equals`) or is not (`not_equals`) in a segment, by its name or id, as it is now. */
export const SegmentLeaf = z.strictObject({
  segment: Name,
  operator: OperatorName.default('equals'),
  value: Operand.optional(),
})

export type Leaf =
  | z.infer<typeof PropertyLeaf>
  | z.infer<typeof TraitLeaf>
  | z.infer<typeof EventLeaf>
  | z.infer<typeof TouchpointLeaf>
  | z.infer<typeof ChannelLeaf>
  | z.infer<typeof SegmentLeaf>
export type Filter = { and: Filter[] } | { or: Filter[] } | { not: Filter } | Leaf

/** How deep a filter may be nested, and how many leaves it may have. */
export const filterLimits = { levels: 12, leaves: 500 } as const

/** A rule over events and people: `and`, `or`, `not`, or one leaf; within `filterLimits`. */
export const Filter: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ and: z.array(Filter).max(100) }),
    z.strictObject({ or: z.array(Filter).max(100) }),
    z.strictObject({ not: Filter }),
    PropertyLeaf,
    TraitLeaf,
    EventLeaf,
    TouchpointLeaf,
    ChannelLeaf,
    SegmentLeaf,
  ]),
)

/**
 * A touchpoint in an answer. The id stays when the name is changed or translated; a touchpoint of the company's own site
 * is met in several channels, and where one of them is meant the id ends in it, as in `product-page@app`.
 */
export const TouchpointRef = z.object({ id: Id, name: z.string(), channel: Channel.nullable() })
export type TouchpointRef = z.infer<typeof TouchpointRef>

/** What to split by: `event`, `touchpoint`, `channel`, `property:<name>`, `trait:<name>`; a bare name is a property. */
export const Breakdown = z.string().min(1).max(300)

/** What the answer cost and the statement that gave it. */
export const AnswerMeta = z.object({ sql: z.string(), elapsedMs: z.number(), rowsRead: z.number() })
export type AnswerMeta = z.infer<typeof AnswerMeta>

const asked = {
  range: Range,
  filter: Filter.optional(),
  compare: z.enum(['none', 'previous']).default('none'),
}

export const TrendQuestion = z.object({
  ...asked,
  measure: z.enum(['events', 'people']).default('events'),
  event: Name.optional(),
  interval: z.enum(['hour', 'day', 'week', 'month']).default('day'),
  breakdown: z.array(Breakdown).max(3).optional(),
  /** Series kept apart when broken down; the rest is folded into one series with key ["…other"]. */
  limit: z.number().int().min(1).max(50).default(10),
})
export type TrendQuestion = z.infer<typeof TrendQuestion>
export const TrendPoint = z.object({ time: z.string(), value: z.number() })
export const TrendSeries = z.object({
  key: z.array(z.string()),
  total: z.number(),
  points: z.array(TrendPoint),
  /** Where the breakdown has a touchpoint and the series is of one. */
  touchpoint: TouchpointRef.optional(),
})
export type TrendSeries = z.infer<typeof TrendSeries>
export const TrendAnswer = z.object({
  series: z.array(TrendSeries),
  /** How many small series are one, the last, with key ["…other"]; 0 when each stands for itself. */
  folded: z.number().int(),
  /** The period before, split into the same series. */
  previous: z.array(TrendSeries).nullable(),
  meta: AnswerMeta,
})
export type TrendAnswer = z.infer<typeof TrendAnswer>

export const PathsQuestion = z.object({
  ...asked,
  /** What steps are called after. Left out, it is the touchpoint, unless an end is an event that has a touchpoint. */
  by: z.enum(['touchpoint', 'event']).optional(),
  /** Tells the same touchpoint in two channels apart; on where an end is one channel's, as in `product-page@app`. */
  byChannel: z.boolean().optional(),
  from: Name.optional(),
  to: Name.optional(),
  depth: z.number().int().min(2).max(10).default(5),
  scope: z.enum(['session', 'person']).default('session'),
  collapseRepeats: z.boolean().default(true),
  /** Steps that at their depth are met by less than this share of all walks are folded into "…other". */
  minShare: z.number().min(0).max(0.5).default(0.01),
  /** The first step is the way in (campaign or referrer channel), as in "Search ad"; not with `from` or `to`. */
  entry: z.boolean().default(false),
  /** Counts the same steps and links also for others, whom this fits instead of `filter`, over the same range. */
  compareWith: Filter.optional(),
})
export type PathsQuestion = z.infer<typeof PathsQuestion>
/** `kind: left` is the end of a walk; `other` folds small steps. `walks` counts sessions or persons by scope. */
export const PathNode = z.object({
  id: Id,
  depth: z.number().int(),
  label: z.string(),
  kind: z.enum(['entry', 'step', 'left', 'other']),
  /** Where the step is a touchpoint. */
  touchpoint: TouchpointRef.optional(),
  people: z.number().int(),
  walks: z.number().int(),
  /** The same of the others, when asked to compare with them. */
  other: z.object({ people: z.number().int(), walks: z.number().int() }).optional(),
})
export type PathNode = z.infer<typeof PathNode>
export const PathLink = z.object({
  source: Id,
  target: Id,
  people: z.number().int(),
  walks: z.number().int(),
  /** The same link in the period before, when asked to compare. */
  before: z
    .object({ people: z.number().int(), walks: z.number().int(), sourceWalks: z.number().int() })
    .nullable(),
  /**
   * The same link of the others, when asked to compare with them, and the difference of the shares at the source with its
   * 95 % interval (Newcombe).
   */
  other: z
    .object({
      people: z.number().int(),
      walks: z.number().int(),
      sourceWalks: z.number().int(),
      difference: z.object({ estimate: z.number(), low: z.number(), high: z.number() }),
    })
    .optional(),
})
export type PathLink = z.infer<typeof PathLink>
export const PathsAnswer = z.object({
  nodes: z.array(PathNode),
  links: z.array(PathLink),
  people: z.number().int(),
  walks: z.number().int(),
  /** Of the others, when asked to compare with them. */
  other: z.object({ people: z.number().int(), walks: z.number().int() }).optional(),
  meta: AnswerMeta,
})
export type PathsAnswer = z.infer<typeof PathsAnswer>

/**
 * The people behind a node (only `source`) or a link (`source` and `target`) of a paths answer, and the time between.
 * A label is the node's; where channels are told apart it may also be the id of its touchpoint.
 */
export const PathPeopleQuestion = z.object({
  paths: PathsQuestion,
  source: z.object({ depth: z.number().int().min(0), label: z.string() }),
  target: z.object({ depth: z.number().int().min(0), label: z.string() }).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
})
export type PathPeopleQuestion = z.infer<typeof PathPeopleQuestion>
export const PathPeopleAnswer = z.object({
  people: z.array(PersonSummary.extend({ at: z.string() })),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  /** Seconds between the two steps: quantiles and a histogram of 12 equal bins up to p95; null for a node. */
  between: z
    .object({
      n: z.number().int(),
      median: z.number(),
      p90: z.number(),
      upTo: z.number(),
      bins: z.array(z.number().int()),
    })
    .nullable(),
  meta: AnswerMeta,
})
export type PathPeopleAnswer = z.infer<typeof PathPeopleAnswer>

export const PulseQuestion = z.object({ range: Range, filter: Filter.optional() })
export type PulseQuestion = z.infer<typeof PulseQuestion>
const Compared = z.object({ value: z.number(), previous: z.number() })
export const PulseRow = z.object({
  name: z.string(),
  channel: Channel,
  /** In the table by touchpoint. */
  touchpoint: TouchpointRef.optional(),
  people: z.number(),
  previousPeople: z.number(),
  interactions: z.number(),
  previousInteractions: z.number(),
  /** Share of all people in the period who met it, its 95 % Wilson interval, and the change with Newcombe's interval. */
  share: z.number(),
  shareLow: z.number(),
  shareHigh: z.number(),
  change: z.number(),
  changeLow: z.number(),
  changeHigh: z.number(),
  /** Benjamini-Hochberg adjusted p of the change over all rows of the table. */
  pAdjusted: z.number(),
  spark: z.array(z.number()),
})
export type PulseRow = z.infer<typeof PulseRow>
export const PulseAnswer = z.object({
  range: z.object({ from: z.string(), to: z.string() }),
  previousRange: z.object({ from: z.string(), to: z.string() }),
  people: Compared.extend({ known: z.number(), spark: z.array(z.number()) }),
  interactions: Compared.extend({ spark: z.array(z.number()) }),
  newPeople: Compared.extend({ spark: z.array(z.number()) }),
  returningPeople: Compared.extend({ spark: z.array(z.number()) }),
  /** Net promoter score with its 95 % interval; null without answers. */
  nps: z
    .object({
      score: z.number(),
      low: z.number(),
      high: z.number(),
      n: z.number(),
      previous: z.object({ score: z.number(), low: z.number(), high: z.number(), n: z.number() }).nullable(),
    })
    .nullable(),
  byChannel: z.array(PulseRow),
  byTouchpoint: z.array(PulseRow),
  meta: AnswerMeta,
})
export type PulseAnswer = z.infer<typeof PulseAnswer>

/** Lists the people who match a filter within a range: the door behind every number. */
export const PeopleBehindQuestion = z.object({
  range: Range,
  filter: Filter.optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
})
export const PeopleBehindAnswer = z.object({
  items: z.array(PersonSummary),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  meta: AnswerMeta,
})
export type PeopleBehindAnswer = z.infer<typeof PeopleBehindAnswer>
export type PeopleBehindQuestion = z.infer<typeof PeopleBehindQuestion>
