import {
  type Channel,
  channels,
  type DraftStage,
  type DraftStep,
  type EitherPlace,
  type Filter,
  type FunnelPlace,
  type MapDraftQuestion,
} from '@teia/contracts'
import { wilson } from '@teia/methods'
import type { DraftRow } from './map-draft-walks.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

/** Median seconds between the first time at a thing and the outcome. */
export const secondsOf = (row: DraftRow) => (row.ms ?? 0) / 1000

function shareOf(people: number, of: number) {
  const { estimate, low, high } = wilson(people, of)
  return { people, share: estimate, low, high }
}

/** What steps are drawn from. */
export type Ground = {
  question: MapDraftQuestion
  outcome: DraftRow
  /** The touchpoints that an event has elsewhere. */
  others: ReadonlyMap<string, readonly string[]>
  names: TouchpointNames
}

/** Draws the things that people met as steps. Throws `ambiguous_touchpoint`. */
export function drawer(ground: Ground) {
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
      seconds: secondsOf(row),
      optional: counted.share < 0.5,
      met: row.met,
    }
  }
}

/** What a step is called: as its touchpoint or event, as far as a step may be called so. */
export function calledAfter(
  { event, touchpoint = '' }: Pick<FunnelPlace, 'event' | 'touchpoint'>,
  names: TouchpointNames,
) {
  // Half of a character is none.
  const cut = (name: string) => name.trim().slice(0, 120).trim().toWellFormed() || '–'
  if (event !== undefined) return { name: cut(event) }
  const found = names.find(touchpoint)
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
  return {
    touchpoint: names.isTouchpoint(touchpoint) ? names.describe(touchpoint, null).id : touchpoint,
    ...more,
  }
}

function withoutOutcome({ event, touchpoint = '', channel, filter }: FunnelPlace): Filter {
  if (event !== undefined && !filter) return { event, operator: 'not_equals' }
  const leaf: Filter =
    event !== undefined
      ? { event, operator: 'equals' }
      : { touchpoint, operator: 'equals', ...(channel && { channel }) }
  return { not: filter ? { and: [leaf, filter] } : leaf }
}

/** The channel that most people met; of as many the first in the order of channels. */
function mostMet(all: readonly DraftRow['met_in'][]): Channel {
  const count = (channel: string) =>
    all.reduce((sum, [names, people]) => sum + (people[names.indexOf(channel)] ?? 0), 0)
  return channels.toSorted((one, other) => count(other) - count(one))[0] ?? 'other'
}

/** A stage of its steps, with how many people met any of them. */
export function stageOf(id: string, steps: DraftStep[], people: number, of: number): DraftStage {
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
