import type { MapDrawing, MapLane, MapState } from '@teia/contracts'
import type { MapCommand } from './map-commands.ts'

/** A part as the drawing names it in its marks: `stage buy`, `step pays`, `card x1`, `lane pains`. */
export type Part = { kind: 'stage' | 'step' | 'card' | 'lane' | 'feeling'; id: string }

export function readPart(text: string | undefined): Part | null {
  const [kind, id] = (text ?? '').split(' ')
  const isKnown =
    kind === 'stage' || kind === 'step' || kind === 'card' || kind === 'lane' || kind === 'feeling'
  return isKnown && id ? { kind, id } : null
}

/** An id that no part of any map has. */
export function newPartId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return [...crypto.getRandomValues(new Uint8Array(10))].map((n) => letters[n % letters.length]).join('')
}

/** Where a card lies: its step, its lane, and its place among the cards there. */
export function cardPlace(drawing: MapDrawing, id: string) {
  for (const stage of drawing.stages)
    for (const step of stage.steps)
      for (const [lane, cards] of Object.entries(step.cards)) {
        const at = cards.findIndex((card) => card.id === id)
        if (at >= 0) return { step, lane, at, cards }
      }
  return null
}

function stepPlace(drawing: MapDrawing, id: string) {
  for (const [stageAt, stage] of drawing.stages.entries()) {
    const at = stage.steps.findIndex((step) => step.id === id)
    if (at >= 0) return { stage, stageAt, at }
  }
  return null
}

type Way = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'
type Ground = { drawing: MapDrawing; lanes: readonly MapLane[]; state: MapState }

function moveStep({ drawing, state }: Ground, id: string, way: 1 | -1): MapCommand | null {
  const place = stepPlace(drawing, id)
  if (!place) return null
  const at = place.at + way
  if (at >= 0 && at < place.stage.steps.length)
    return { do: 'step.move', state, id, stage: place.stage.id, at }
  const next = drawing.stages[place.stageAt + way]
  return next ? { do: 'step.move', state, id, stage: next.id, at: way > 0 ? 0 : next.steps.length } : null
}

function moveCard(ground: Ground, id: string, way: Way): MapCommand | null {
  const { drawing, lanes, state } = ground
  const place = cardPlace(drawing, id)
  if (!place) return null
  const to = (step: string, lane: string, at: number): MapCommand => ({
    do: 'card.move',
    state,
    id,
    step,
    lane,
    at,
  })
  if (way === 'ArrowLeft' || way === 'ArrowRight') {
    const steps = drawing.stages.flatMap((stage) => stage.steps)
    const next = steps[steps.indexOf(place.step) + (way === 'ArrowRight' ? 1 : -1)]
    return next ? to(next.id, place.lane, next.cards[place.lane]?.length ?? 0) : null
  }
  const by = way === 'ArrowDown' ? 1 : -1
  const at = place.at + by
  if (at >= 0 && at < place.cards.length) return to(place.step.id, place.lane, at)
  const takers = lanes.filter((lane) => lane.kind !== 'feeling')
  const next = takers[takers.findIndex((lane) => lane.id === place.lane) + by]
  if (!next || takers.every((lane) => lane.id !== place.lane)) return null
  return to(place.step.id, next.id, by > 0 ? 0 : (place.step.cards[next.id]?.length ?? 0))
}

/** The change that moves a part by one place; null where there is none. `lanes` are those that are shown. */
export function moveBy(ground: Ground, all: readonly MapLane[], part: Part, way: Way): MapCommand | null {
  const { drawing, lanes, state } = ground
  const isAcross = way === 'ArrowLeft' || way === 'ArrowRight'
  const by = way === 'ArrowRight' || way === 'ArrowDown' ? 1 : -1
  if (part.kind === 'card') return moveCard(ground, part.id, way)
  if (part.kind === 'lane') {
    const next = lanes[lanes.findIndex((lane) => lane.id === part.id) + by]
    if (isAcross || !next) return null
    return { do: 'lane.move', id: part.id, at: all.findIndex((lane) => lane.id === next.id) }
  }
  if (!isAcross) return null
  if (part.kind === 'stage') {
    const at = drawing.stages.findIndex((stage) => stage.id === part.id) + by
    return at < 0 || at >= drawing.stages.length ? null : { do: 'stage.move', state, id: part.id, at }
  }
  return moveStep(ground, part.id, by)
}

/** The change that takes a part away; a feeling is no longer assumed. */
export function removal({ kind, id }: Part, state: MapState): MapCommand {
  if (kind === 'lane') return { do: 'lane.remove', id }
  if (kind === 'feeling') return { do: 'step.change', state, id, change: { feeling: null } }
  return { do: `${kind}.remove`, state, id }
}

const isLeast = (step: { id: string }) => ({
  ...step,
  description: '',
  optional: false,
  repeats: false,
  feeling: null,
  cards: {},
})
/** A step that says nothing yet but its name. */
export const emptyStep = (name: string) => ({ name, ...isLeast({ id: newPartId() }) })
