import type { DraftStage, DraftStep, MapDocument, MapDraftAnswer } from '@teia/contracts'
import { usualLanes } from '../maps/usual-lanes.ts'

/** A step as it is proposed; the outcome has the people alone. */
export type ProposedStep = Pick<DraftStep, 'id' | 'name' | 'touchpoint' | 'matcher'> & {
  facts: DraftStep | null
}
export type ProposedStage = { id: string; name: string; facts: DraftStage | null; steps: ProposedStep[] }

type Words = {
  stepName: (step: Pick<DraftStep, 'name' | 'touchpoint'>) => string
  channelName: (channel: string) => string
  outcome: string
}

/** A stage is called after its channel, and where another one has the same, after the step of most people, too. */
function stageName(stage: DraftStage, all: readonly DraftStage[], words: Words): string {
  const channel = words.channelName(stage.channel)
  const lead = stage.steps.find((step) => step.id === stage.lead)
  const isAlone = all.every((other) => other === stage || other.channel !== stage.channel)
  return isAlone || !lead ? channel : `${channel}: ${words.stepName(lead)}`
}

/** What is proposed, in the order of the map, in the words of who reads; the outcome is a stage of its own. */
export function proposedStages(
  { stages, outcome }: MapDraftAnswer,
  side: 'before' | 'after',
  words: Words,
): ProposedStage[] {
  const proposed = stages.map((stage) => ({
    id: stage.id,
    name: stageName(stage, stages, words),
    facts: stage,
    steps: stage.steps.map((step) => ({ ...step, name: words.stepName(step), facts: step })),
  }))
  if (!outcome) return proposed
  const end: ProposedStage = {
    id: 'stage-outcome',
    name: words.outcome,
    facts: null,
    steps: [{ ...outcome, name: words.stepName(outcome), facts: null }],
  }
  return side === 'before' ? [...proposed, end] : [end, ...proposed]
}

/** What was written instead of proposed names, by part. */
export type OwnNames = Readonly<Record<string, string>>
const mostLetters = 120
export const nameOf = (part: { id: string; name: string }, own: OwnNames) =>
  (own[part.id]?.trim() || part.name).slice(0, mostLetters)

/** What of a proposal is accepted: a stage that is rejected takes its steps with it, and one without steps goes, too. */
export const acceptedStages = (
  stages: readonly ProposedStage[],
  without: ReadonlySet<string>,
): ProposedStage[] =>
  stages
    .filter((stage) => !without.has(stage.id))
    .map((stage) => ({ ...stage, steps: stage.steps.filter((step) => !without.has(step.id)) }))
    .filter((stage) => stage.steps.length > 0)

/** The map of what was accepted. A step that fewer than half took is one that a journey may do without. */
export function drafted(
  stages: readonly ProposedStage[],
  about: { name: string; description: string; segment: string | undefined; own: OwnNames },
): MapDocument {
  const { name, description, segment, own } = about
  return {
    name: name.slice(0, mostLetters),
    description,
    ...(segment !== undefined && { segment }),
    patience: { value: 7, unit: 'day', from: 'previous' },
    lanes: usualLanes(),
    asIs: {
      stages: stages.map((stage) => ({
        id: stage.id,
        name: nameOf(stage, own),
        steps: stage.steps.map((step) => ({
          id: step.id,
          name: nameOf(step, own),
          description: '',
          matcher: step.matcher,
          optional: step.facts?.optional ?? false,
          repeats: false,
          feeling: null,
          cards: step.touchpoint
            ? { touchpoints: [{ id: `at-${step.id}`, text: '', touchpoint: step.touchpoint.id }] }
            : {},
        })),
      })),
    },
    toBe: null,
  }
}
