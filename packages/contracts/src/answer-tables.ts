import type { AttributionAnswer } from './attribution.ts'
import type { ConformanceAnswer } from './conformance.ts'
import type { Cell } from './csv.ts'
import type { FunnelAnswer } from './funnel.ts'
import type { LifecycleAnswer, StickinessAnswer } from './lifecycle.ts'
import type { ProcessAnswer, ProcessVariantsAnswer } from './process.ts'
import type { PathsAnswer, TrendAnswer } from './questions.ts'
import type { RetentionAnswer } from './retention.ts'
import type { SeparatesAnswer } from './separates.ts'
import type { TimeBetweenAnswer } from './time-between.ts'

/** An answer as rows under heads, as a CSV file has them; shares are 0 to 1, times in seconds end in `_s`. */
export type AnswerTable = { head: string[]; rows: Cell[][] }
/** What to call a step, a place or a thing; whoever asks for none gets its own name. */
type NameOf = (id: string) => string
const asItIs: NameOf = (id) => id

export const funnelTable = (
  { steps }: FunnelAnswer,
  names = steps.map(({ label }) => label),
): AnswerTable => ({
  head: ['step', 'name', 'reached', 'people', 'share', 'low', 'high', 'of_previous', 'median_s', 'p90_s'],
  rows: steps.map((step, at) => [
    ...[at + 1, names[at], step.walks, step.people, step.conversion, step.low, step.high],
    ...[step.fromPrevious.conversion, step.medianSeconds, step.p90Seconds],
  ]),
})

export const retentionTable = ({ cohorts }: RetentionAnswer): AnswerTable => ({
  head: ['cohort', 'people', 'period', 'returned', 'of'],
  rows: cohorts.flatMap(({ start, people, returned, of }) =>
    returned.map((n, at) => [start, people, at, n, of[at]]),
  ),
})

export const lifecycleTable = ({ periods }: LifecycleAnswer): AnswerTable => ({
  head: ['start', 'is_whole', 'people', 'new', 'returning', 'resurrected', 'dormant'],
  rows: periods.map((one) => [
    ...[one.start, String(one.isWhole), one.people, one.new, one.returning, one.resurrected, one.dormant],
  ]),
})

export const stickinessTable = ({ periods }: StickinessAnswer): AnswerTable => ({
  head: ['start', 'is_whole', 'people', 'share', 'low', 'high', 'days', 'people_on_days'],
  rows: periods.flatMap((one) =>
    one.byDays.map(({ people }, at) => [
      ...[one.start, String(one.isWhole), one.people],
      ...[one.ratio?.estimate, one.ratio?.low, one.ratio?.high, at + 1, people],
    ]),
  ),
})

export function timeBetweenTable({ seconds }: Pick<TimeBetweenAnswer, 'seconds'>): AnswerTable {
  const bins = seconds?.bins ?? []
  const width = (seconds?.upTo ?? 0) / Math.max(1, bins.length)
  return {
    head: ['from_s', 'to_s', 'people'],
    rows: bins.map((n, at) => [at * width, (at + 1) * width, n]),
  }
}

export const processTable = ({ edges }: ProcessAnswer, nameOf = asItIs): AnswerTable => ({
  head: ['source', 'target', 'times', 'cases', 'people', 'mean_s', 'median_s', 'p90_s', 'switches'],
  rows: edges.map((edge) => [
    ...[nameOf(edge.source), nameOf(edge.target), edge.times, edge.cases, edge.people],
    ...[edge.meanSeconds, edge.medianSeconds, edge.p90Seconds, edge.switches],
  ]),
})

export const variantsTable = ({ variants }: ProcessVariantsAnswer): AnswerTable => ({
  head: ['id', 'steps', 'length', 'people', 'cases', 'share', 'cumulative_share', 'median_s', 'p90_s'],
  rows: variants.map((one) => [
    ...[one.id, one.steps.join(' → '), one.length, one.people, one.cases],
    ...[one.share, one.cumulativeShare, one.medianSeconds, one.p90Seconds],
  ]),
})

export const conformanceTable = (
  { deviations, people }: ConformanceAnswer,
  stepName = asItIs,
): AnswerTable => ({
  head: ['kind', 'step', 'name', 'people', 'of', 'times', 'score_loss', 'revenue_loss'],
  rows: deviations.map((one) => [
    ...[one.kind, one.step, stepName(one.step), one.people, people, one.times],
    ...[one.scoreLoss, one.revenueLoss],
  ]),
})

export function attributionTable({ models, channels }: AttributionAnswer): AnswerTable {
  const about = new Map(channels.map((one) => [one.channel, one]))
  return {
    head: [
      ...['model', 'channel', 'conversions', 'conversions_low', 'conversions_high'],
      ...['value', 'value_low', 'value_high', 'spend', 'spend_days', 'cost_per_conversion', 'return'],
    ],
    rows: models.flatMap(({ model, channels: given }) =>
      given.map((one) => [
        ...[model, one.channel, one.conversions, one.conversionsLow, one.conversionsHigh],
        ...[one.value, one.valueLow, one.valueHigh],
        ...[about.get(one.channel)?.spend, about.get(one.channel)?.spendDays],
        ...[one.cost?.estimate, one.return?.estimate],
      ]),
    ),
  }
}

export const separatesTable = ({ items }: Pick<SeparatesAnswer, 'items'>): AnswerTable => ({
  head: [
    ...['kind', 'name', 'value', 'went_on_with', 'went_on', 'left_with', 'left'],
    ...['ratio', 'low', 'high', 'alike', 'p', 'adjusted_p'],
  ],
  rows: items.map((one) => [
    ...[one.kind, one.name, one.value, one.wentOn.with, one.wentOn.n, one.left.with, one.left.n],
    ...[one.ratio.estimate, one.ratio.low, one.ratio.high, one.withinRatio?.estimate, one.p, one.adjustedP],
  ]),
})

/** A column a series, by what it is split by. */
export function trendTable({ series }: TrendAnswer): AnswerTable {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ time }) => time)))].sort()
  const columns = series.map(({ points }) => new Map(points.map(({ time, value }) => [time, value])))
  return {
    head: ['time', ...series.map(({ key }) => key.join(' / ') || 'all')],
    rows: times.map((time) => [time, ...columns.map((values) => values.get(time))]),
  }
}

export function pathsTable({ nodes, links }: PathsAnswer): AnswerTable {
  const node = new Map(nodes.map((one) => [one.id, one]))
  return {
    head: ['depth', 'source', 'target', 'people', 'walks'],
    rows: links.map(({ source, target, people, walks }) => [
      ...[node.get(source)?.depth, node.get(source)?.label, node.get(target)?.label, people, walks],
    ]),
  }
}
