import { z } from 'zod'
import { Channel, Id } from './common.ts'
import { findOperator, type Operator, operators } from './operators.ts'
import { PersonSummary } from './people.ts'

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

const OperatorName = z.string().transform((name, context): Operator => {
  const found = findOperator(name)
  if (found) return found
  context.addIssue({
    code: 'custom',
    message: `Unknown operator “${name}”. Known: ${Object.keys(operators).join(', ')}.`,
  })
  return z.NEVER
})

const Name = z.string().min(1).max(300)
const attribute = { operator: OperatorName.default('equals'), value: Operand.optional() }

function operandsFit(leaf: { operator: Operator; value?: unknown }): boolean {
  const { operands } = operators[leaf.operator]
  if (operands === 'none') return true
  if (operands === 'two') return Array.isArray(leaf.value) && leaf.value.length === 2
  if (operands === 'many') return leaf.value !== undefined
  return leaf.value !== undefined && !Array.isArray(leaf.value)
}
const fits = { message: 'The value does not fit the operator: some take none, one, two or many.' }

/** A leaf about the event's property, the person's trait. `property` may start with `context.`. */
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
export const TouchpointLeaf = z.strictObject({
  touchpoint: Name,
  operator: OperatorName.default('equals'),
  value: Operand.optional(),
})
export const ChannelLeaf = z.strictObject({
  channel: Channel,
  operator: OperatorName.default('equals'),
  value: Operand.optional(),
})

export type Leaf =
  | z.infer<typeof PropertyLeaf>
  | z.infer<typeof TraitLeaf>
  | z.infer<typeof EventLeaf>
  | z.infer<typeof TouchpointLeaf>
  | z.infer<typeof ChannelLeaf>
export type Filter = { and: Filter[] } | { or: Filter[] } | { not: Filter } | Leaf

/** A rule over events and people: `and`, `or`, `not`, or one leaf; at most 12 levels deep. */
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
  ]),
)

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
})
export type TrendSeries = z.infer<typeof TrendSeries>
export const TrendAnswer = z.object({
  series: z.array(TrendSeries),
  previous: z.array(TrendSeries).nullable(),
  meta: AnswerMeta,
})
export type TrendAnswer = z.infer<typeof TrendAnswer>

export const PathsQuestion = z.object({
  ...asked,
  /** `event: <name>` steps by event name, `touchpoint` by touchpoint name. */
  by: z.enum(['touchpoint', 'event']).default('touchpoint'),
  from: Name.optional(),
  to: Name.optional(),
  depth: z.number().int().min(2).max(10).default(5),
  scope: z.enum(['session', 'person']).default('session'),
  collapseRepeats: z.boolean().default(true),
  /** Steps (per depth) and links under this share of all walks are folded into "…other". */
  minShare: z.number().min(0).max(0.5).default(0.01),
  /** With `session`: the first step is the entry (campaign or referrer channel), as in "Search ad". */
  entry: z.boolean().default(false),
})
export type PathsQuestion = z.infer<typeof PathsQuestion>
/** `kind: left` is the end of a walk; `other` folds small steps. `walks` counts sessions or persons by scope. */
export const PathNode = z.object({
  id: Id,
  depth: z.number().int(),
  label: z.string(),
  kind: z.enum(['entry', 'step', 'left', 'other']),
  people: z.number().int(),
  walks: z.number().int(),
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
})
export type PathLink = z.infer<typeof PathLink>
export const PathsAnswer = z.object({
  nodes: z.array(PathNode),
  links: z.array(PathLink),
  people: z.number().int(),
  walks: z.number().int(),
  meta: AnswerMeta,
})
export type PathsAnswer = z.infer<typeof PathsAnswer>

/** The people behind a node (only `source`) or a link (`source` and `target`) of a paths answer, and the time between. */
export const PathPeopleQuestion = z.object({
  paths: PathsQuestion,
  source: z.object({ depth: z.number().int().min(0), label: z.string() }),
  target: z.object({ depth: z.number().int().min(0), label: z.string() }).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export type PathPeopleQuestion = z.infer<typeof PathPeopleQuestion>
export const PathPeopleAnswer = z.object({
  people: z.array(PersonSummary.extend({ at: z.string() })),
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
