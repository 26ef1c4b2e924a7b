import {
  type MapAnswer,
  type MapDocument,
  type MapDrawing,
  type MapNumbers,
  type MapStage,
  type MapStep,
  type PlaceNumbers,
  stepsOf,
} from '@teia/contracts'

/**
 * One column of the drawing; a stage without steps has one, so that it is seen and can be filled. A gap stands where only
 * the drawing beside this one has a column, whose key it is.
 */
export type MapColumn = { stage: MapStage; step: MapStep | null; isFirst: boolean; gap?: string }

export function columnsOf(drawing: MapDrawing): MapColumn[] {
  return drawing.stages.flatMap((stage): MapColumn[] =>
    stage.steps.length === 0
      ? [{ stage, step: null, isFirst: true }]
      : stage.steps.map((step, at) => ({ stage, step, isFirst: at === 0 })),
  )
}

/** The numbers of one place: now, in the period before, and of the others who stand beside. */
export type PlaceFacts = {
  now: PlaceNumbers
  before: PlaceNumbers | undefined
  against: PlaceNumbers | undefined
}
export type MapFacts = {
  steps: ReadonlyMap<string, PlaceFacts>
  stages: ReadonlyMap<string, PlaceFacts>
}

const byId = (answer: MapAnswer, part: 'steps' | 'stages') => {
  const find = (numbers: MapNumbers | null, id: string) => numbers?.[part].find((one) => one.id === id)
  return new Map(
    answer[part].map((now): [string, PlaceFacts] => [
      now.id,
      { now, before: find(answer.previous, now.id), against: find(answer.against, now.id) },
    ]),
  )
}

/** The numbers of an answer by the ids of steps and stages. */
export const factsOf = (answer: MapAnswer): MapFacts => ({
  steps: byId(answer, 'steps'),
  stages: byId(answer, 'stages'),
})

/** Whether how a step was felt excludes how it is drawn to feel: +1 better than drawn, −1 worse, 0 neither. */
export function contradictionOf(step: MapStep, numbers: PlaceNumbers | undefined): -1 | 0 | 1 {
  const felt = numbers?.feeling
  if (!felt || step.feeling === null) return 0
  if (felt.high < step.feeling) return -1
  return felt.low > step.feeling ? 1 : 0
}

/** Whether fewer or more go on than before, beyond what chance would do: the intervals of both do not meet. */
export function turnOf({ now, before }: PlaceFacts): -1 | 0 | 1 {
  if (!before || before.entered === 0 || now.entered === 0) return 0
  if (now.wentOn.high < before.wentOn.low) return -1
  return now.wentOn.low > before.wentOn.high ? 1 : 0
}

/** What the sentence at the head of a map says of feelings. */
export type Feelings = { felt: number; worse: number; better: number; worst: MapStep | null }

/** How many steps have been felt, how many of them worse or better than drawn, and where the distance is largest. */
export function feelingsOf(drawing: MapDrawing, facts: MapFacts): Feelings {
  const drawn = stepsOf(drawing).flatMap((step) => {
    const numbers = facts.steps.get(step.id)?.now
    if (!numbers?.feeling || step.feeling === null) return []
    return [{ step, turn: contradictionOf(step, numbers), apart: step.feeling - numbers.feeling.value }]
  })
  const worse = drawn.filter(({ turn }) => turn < 0).toSorted((a, b) => b.apart - a.apart)
  return {
    felt: drawn.length,
    worse: worse.length,
    better: drawn.filter(({ turn }) => turn > 0).length,
    worst: worse[0]?.step ?? null,
  }
}

/** Where a step stands: its number in order from 1, and its stage. */
export function placeOf(drawing: MapDrawing, id: string) {
  let n = 0
  for (const stage of drawing.stages)
    for (const step of stage.steps) {
      n += 1
      if (step.id === id) return { step, stage, n }
    }
  return null
}

/** The drawing that a state means; the present one where there is no future yet. */
export const drawingOf = (document: MapDocument, state: 'asIs' | 'toBe'): MapDrawing =>
  (state === 'toBe' ? document.toBe : null) ?? document.asIs
