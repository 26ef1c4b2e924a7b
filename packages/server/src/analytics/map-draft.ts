import {
  type Channel,
  channels,
  type DraftStage,
  type DraftStep,
  type EitherPlace,
  type Filter,
  type FunnelPlace,
  funnelLimits,
  type MapDraftAnswer,
  type MapDraftQuestion,
  mapDraftLimits,
} from '@teia/contracts'
import { contiguousGroups, wilson } from '@teia/methods'
import { type Asking, joinMeta, openScene, runPlan, sceneOf } from './ask.ts'
import { type DraftRow, labelOf, planDraft, planSharedEvents, planStagePeople } from './map-draft-walks.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

/** Within a stage times typically lie within a factor of one and a half; below a minute (in seconds) nothing is told apart. */
const [within, least] = [Math.log(1.5), 60]

/**
 * Proposes a map from what people do on their way to an outcome, or from it. A step is what a wanted share of them met: the
 * frequency filter of Günther and van der Aalst 2007, "Fuzzy mining". Stages are steps alike in the logarithm of their median
 * time to the outcome (Fisher 1958, see `contiguousGroups`), and hold them by their median place in the walks. The same
 * interactions in any order of arrival give the same draft. Throws `ambiguous_touchpoint`.
 */
export async function askMapDraft(asking: Asking, question: MapDraftQuestion): Promise<MapDraftAnswer> {
  const scene = await openScene(asking)
  const fresh = () => sceneOf(asking, scene.hasOverrides)
  const found = await runPlan(asking, planDraft(asking, question, scene))
  const outcome = found.rows.find((row) => row.is_outcome)
  if (!outcome)
    return { people: 0, outcome: null, stages: [], leftOut: { rare: 0, beyond: 0 }, meta: found.meta }

  const { taken, rare, beyond } = takeFrequent(found.rows, outcome.met, question.minShare)
  const runs = stagesOf(taken, question.side)
  const events = taken.flatMap(({ event }) => (event === '' ? [] : [event]))
  const shared = events.length > 0 ? await runPlan(asking, planSharedEvents(events, fresh())) : null
  const labels = runs.map((run) => run.map(labelOf))
  const crowds =
    runs.length > 0 ? await runPlan(asking, planStagePeople(asking, question, labels, fresh())) : null

  const others = new Map(shared?.rows.map((row) => [row.event, row.touchpoints]))
  const draw = drawer({ question, outcome, others, names: asking.touchpoints })
  let n = 0
  const stages = runs.map((run, at) => {
    const steps = run.map((row) => draw(row, `step-${++n}`))
    return stageOf(
      `stage-${at + 1}`,
      steps,
      crowds?.rows.find((row) => row.stage === at + 1)?.people ?? 0,
      outcome.met,
    )
  })
  return {
    people: outcome.met,
    outcome: {
      id: 'outcome',
      ...calledAfter(question.outcome, asking.touchpoints),
      matcher: question.outcome,
    },
    stages,
    leftOut: { rare, beyond },
    meta: joinMeta(found.meta, ...[shared, crowds].flatMap((one) => (one ? [one.meta] : []))),
  }
}

/** The things that enough people met, most people first, as many as a map may have steps beside the outcome. */
function takeFrequent(rows: readonly DraftRow[], people: number, minShare: number) {
  const met = rows.filter((row) => !row.is_outcome && row.people > 0)
  const frequent = met.filter((row) => row.people >= minShare * people && isDrawable(row))
  const taken = frequent.slice(0, mapDraftLimits.steps - 1)
  const names = rows[0]?.names ?? 0
  const unread = Math.max(0, names - (rows.length - 1))
  return { taken, rare: met.length - frequent.length, beyond: frequent.length - taken.length + unread }
}

/** A question can name it, and tell it apart from all others. */
const isDrawable = ({ touchpoint, event }: DraftRow) => {
  const name = touchpoint || event
  return name !== '' && name.length <= 300
}

const text = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

const byName = (one: DraftRow, other: DraftRow) =>
  text(one.touchpoint, other.touchpoint) || text(one.event, other.event)
const msOf = (row: DraftRow) => row.ms ?? 0

/**
 * Steps in runs of alike times, the one that begins the journey first; within a run by their median place in the walks. What
 * is equal goes by time, then by name.
 */
function stagesOf(rows: readonly DraftRow[], side: MapDraftQuestion['side']): DraftRow[][] {
  const sign = side === 'before' ? -1 : 1
  const byTime = (one: DraftRow, other: DraftRow) => sign * (msOf(one) - msOf(other))
  const sorted = rows.toSorted((one, other) => byTime(one, other) || byName(one, other))
  const times = sorted.map((row) => Math.log(Math.max(least, msOf(row) / 1000)))
  const starts = contiguousGroups(times, { most: mapDraftLimits.stages - 1, within })
  return starts.map((from, at) =>
    sorted
      .slice(from, starts[at + 1])
      .toSorted(
        (one, other) =>
          (one.position ?? 0) - (other.position ?? 0) || byTime(one, other) || byName(one, other),
      ),
  )
}

function shareOf(people: number, of: number) {
  const { estimate, low, high } = wilson(people, of)
  return { people, share: estimate, low, high }
}

type Ground = {
  question: MapDraftQuestion
  outcome: DraftRow
  /** The touchpoints that an event has elsewhere. */
  others: ReadonlyMap<string, readonly string[]>
  names: TouchpointNames
}

function drawer(ground: Ground) {
  const { outcome, names } = ground
  return (row: DraftRow, id: string): DraftStep => {
    const counted = shareOf(row.people, outcome.met)
    return {
      id,
      ...calledAfter(row.touchpoint === '' ? { event: row.event } : { touchpoint: row.touchpoint }, names),
      matcher: matcherOf(row, ground),
      channel: mostMet([row.met_in]),
      ...counted,
      place: row.place ?? 0,
      seconds: msOf(row) / 1000,
      optional: counted.share < 0.5,
      met: row.met,
    }
  }
}

/** What a step is called: as its touchpoint or event, as far as a step may be called so. */
function calledAfter(
  { event, touchpoint = '' }: Pick<FunnelPlace, 'event' | 'touchpoint'>,
  names: TouchpointNames,
) {
  // Half of a character is none.
  const cut = (name: string) => name.trim().slice(0, 120).trim().toWellFormed() || '–'
  if (event !== undefined) return { name: cut(event) }
  const found = names.isAmbiguous(touchpoint) ? null : names.find(touchpoint)
  const name = found?.name ?? touchpoint
  return { name: cut(name), touchpoint: names.describe(name, found?.channel ?? null) }
}

/** What belongs to a step: never an interaction that is the outcome, nor one that another step has. */
function matcherOf(row: DraftRow, { question, outcome, others, names }: Ground): EitherPlace {
  const { touchpoint, event } = row
  const without: Filter[] =
    touchpoint === ''
      ? (others.get(event) ?? []).map((name) => ({ touchpoint: name, operator: 'not_equals' }))
      : outcome.touchpoints.includes(touchpoint)
        ? [withoutOutcome(question.outcome)]
        : []
  const [only] = without
  const filter = without.length > 1 ? { and: without } : only
  const more = filter && { filter }
  if (touchpoint === '') return { event, ...more }
  if (!names.isAmbiguous(touchpoint))
    return {
      touchpoint: names.isTouchpoint(touchpoint) ? names.describe(touchpoint, null).id : touchpoint,
      ...more,
    }
  const anyOf = knownChannels(row.channels).map((channel) => ({ touchpoint, channel }))
  return { anyOf: anyOf.slice(0, funnelLimits.either), ...more }
}

function withoutOutcome({ event, touchpoint = '', channel, filter }: FunnelPlace): Filter {
  if (event !== undefined && !filter) return { event, operator: 'not_equals' }
  const leaf: Filter =
    event !== undefined
      ? { event, operator: 'equals' }
      : { touchpoint, operator: 'equals', ...(channel && { channel }) }
  return { not: filter ? { and: [leaf, filter] } : leaf }
}

const knownChannels = (names: readonly string[]): Channel[] => channels.filter((one) => names.includes(one))

/** The channel that most people met; of as many the first in the order of channels. */
function mostMet(all: readonly DraftRow['met_in'][]): Channel {
  const count = (channel: string) =>
    all.reduce((sum, [names, people]) => sum + (people[names.indexOf(channel)] ?? 0), 0)
  return channels.toSorted((one, other) => count(other) - count(one))[0] ?? 'other'
}

function stageOf(id: string, steps: DraftStep[], people: number, of: number): DraftStage {
  const lead = steps.toSorted((one, other) => other.people - one.people)[0]
  const seconds = steps.map((step) => step.seconds)
  return {
    id,
    channel: mostMet(steps.map((step): DraftRow['met_in'] => [[step.channel], [step.people]])),
    lead: lead?.id ?? id,
    ...shareOf(people, of),
    seconds: { least: Math.min(...seconds), most: Math.max(...seconds) },
    steps,
  }
}
