import { type DraftStage, type DraftStep, MapDocument, type MapDraftAnswer } from '@teia/contracts'
import { expect, test } from 'vitest'
import { acceptedStages, drafted, proposedStages } from './drafted-map.ts'

const counted = { people: 8, share: 0.8, low: 0.5, high: 0.9 }
const step = (id: string, name: string, more: Partial<DraftStep> = {}): DraftStep => ({
  ...{ id, name, matcher: { event: name }, channel: 'web' as const, ...counted },
  ...{ place: 1, seconds: 60, optional: false, met: 9, ...more },
})
const stage = (id: string, channel: DraftStage['channel'], steps: DraftStep[]): DraftStage => ({
  ...{ id, channel, lead: steps[0]?.id ?? '', ...counted, seconds: { least: 60, most: 60 }, steps },
})
const answer: MapDraftAnswer = {
  people: 10,
  outcome: { id: 'outcome', name: 'Bought', matcher: { event: 'Bought' } },
  stages: [
    stage('stage-1', 'web', [step('step-1', 'Home'), step('step-2', 'Search', { optional: true })]),
    stage('stage-2', 'e-mail', [step('step-3', 'Letter')]),
    stage('stage-3', 'web', [
      step('step-4', 'Cart', {
        matcher: { touchpoint: 'cart' },
        touchpoint: { id: 'cart', name: 'Cart', channel: 'web' },
      }),
    ]),
  ],
  leftOut: { rare: 0, beyond: 0 },
  meta: { sql: '', elapsedMs: 0, rowsRead: 0 },
}
const words = {
  stepName: ({ name }: { name: string }) => name,
  channelName: (one: string) => one,
  outcome: 'Outcome',
}
const proposed = proposedStages(answer, 'before', words)
const about = { name: 'Buying', description: '', segment: undefined, own: {} }

test('stages are called after their channel, and apart where two have the same; the outcome stands at its end of the map', () => {
  expect(proposed.map(({ name }) => name)).toEqual(['web: Home', 'e-mail', 'web: Cart', 'Outcome'])
  expect(proposedStages(answer, 'after', words)[0]?.id).toBe('stage-outcome')
})

test('what was accepted is a valid map under the names that were written, and nothing of what was rejected is in it', () => {
  const accepted = acceptedStages(proposed, new Set(['step-2', 'stage-2']))
  const document = drafted(accepted, { ...about, own: { 'step-1': ' Front page ', 'stage-3': '  ' } })
  expect(MapDocument.parse(document)).toEqual(document)
  expect(document.asIs.stages.map(({ name, steps }) => [name, ...steps.map((one) => one.name)])).toEqual([
    ['web: Home', 'Front page'],
    ['web: Cart', 'Cart'],
    ['Outcome', 'Bought'],
  ])
  expect(document.asIs.stages[1]?.steps[0]?.cards.touchpoints?.[0]?.touchpoint).toBe('cart')
})

test('a stage whose steps are all rejected is rejected with them', () => {
  const accepted = acceptedStages(proposed, new Set(['step-1', 'step-2', 'outcome']))
  expect(accepted.map(({ id }) => id)).toEqual(['stage-2', 'stage-3'])
})
