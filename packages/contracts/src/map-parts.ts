import {
  type MapCard,
  type MapDocument,
  type MapDrawing,
  type MapStage,
  type MapState,
  type MapStep,
  mapStates,
} from './maps.ts'
import { isSame } from './same-value.ts'

/** What a map consists of. Each part has an id within its state; `map` is the document itself, `lane` those of both states. */
export type MapPartKind = 'map' | 'lane' | 'stage' | 'step' | 'card'

/**
 * One part of a map, apart from what it holds: its own fields, and where it is, as the parts before it in the same parent.
 * `key` tells it from all others of the map; the part with the same key in another version is the same part.
 */
export type MapPart = {
  key: string
  kind: MapPartKind
  /** Null: of both states, as lanes are. */
  state: MapState | null
  id: string
  /** The key of what holds it; null for the map itself. */
  parent: string | null
  fields: Readonly<Record<string, unknown>>
}
/** All parts by their keys, each before what it holds and in order within its parent. */
export type MapParts = ReadonlyMap<string, MapPart>

const whole = 'map'
const partKey = (state: MapState | null, kind: MapPartKind, id: string) => `${state ?? 'map'}/${kind}/${id}`

/** Takes a map apart. */
export function partsOfMap(document: MapDocument): MapParts {
  const { lanes, asIs, toBe, ...own } = document
  const parts = new Map<string, MapPart>()
  const add = (part: MapPart) => parts.set(part.key, part)
  add({
    key: whole,
    kind: 'map',
    state: null,
    id: whole,
    parent: null,
    fields: { ...own, hasToBe: toBe !== null },
  })
  for (const { id, ...fields } of lanes)
    add({ key: partKey(null, 'lane', id), kind: 'lane', state: null, id, parent: whole, fields })
  for (const state of mapStates) for (const part of partsOfDrawing(document[state], state)) add(part)
  return parts
}

/** The parts of one drawing, as if it were that of `state`. */
export function partsOfDrawing(drawing: MapDrawing | null, state: MapState): MapPart[] {
  return (drawing?.stages ?? []).flatMap(({ steps, id, ...stage }) => {
    const stageKey = partKey(state, 'stage', id)
    return [
      { key: stageKey, kind: 'stage' as const, state, id, parent: whole, fields: stage },
      ...steps.flatMap((step) => partsOfStep(step, state, stageKey)),
    ]
  })
}

function partsOfStep({ cards, id, ...fields }: MapStep, state: MapState, parent: string): MapPart[] {
  const key = partKey(state, 'step', id)
  const own: MapPart = { key, kind: 'step', state, id, parent, fields }
  const held = Object.entries(cards).flatMap(([lane, those]) =>
    those.map(
      ({ id, ...card }): MapPart => ({
        key: partKey(state, 'card', id),
        kind: 'card',
        state,
        id,
        parent: key,
        fields: { ...card, lane },
      }),
    ),
  )
  return [own, ...held]
}

/**
 * Puts a map together from its parts. What has lost its parent is left out; a card whose lane is gone too.
 */
export function mapOfParts(parts: MapParts): MapDocument {
  const held = Map.groupBy(parts.values(), (part) => part.parent)
  const inside = (key: string, kind: MapPartKind) =>
    (held.get(key) ?? []).filter((part) => part.kind === kind)
  const { hasToBe, ...own } = parts.get(whole)?.fields ?? {}
  const lanes = inside(whole, 'lane')
  const laneIds = new Set(lanes.map((lane) => lane.id))
  const stepOf = ({ key, id, fields }: MapPart) => {
    const cards: Record<string, MapCard[]> = {}
    for (const { id: card, fields: said } of inside(key, 'card')) {
      const { lane, ...more } = said as { lane: string } & Omit<MapCard, 'id'>
      if (laneIds.has(lane)) cards[lane] = [...(cards[lane] ?? []), { id: card, ...more }]
    }
    return { id, ...fields, cards } as MapStep
  }
  const drawingOf = (state: MapState): MapDrawing => ({
    stages: inside(whole, 'stage')
      .filter((stage) => stage.state === state)
      .map(({ key, id, fields }) => ({ id, ...fields, steps: inside(key, 'step').map(stepOf) }) as MapStage),
  })
  return {
    ...(own as Omit<MapDocument, 'lanes' | 'asIs' | 'toBe'>),
    lanes: lanes.map(({ id, fields }) => ({ id, ...fields }) as MapDocument['lanes'][number]),
    asIs: drawingOf('asIs'),
    toBe: hasToBe === true ? drawingOf('toBe') : null,
  }
}

/** Fields of a part that are not the same in two versions of it. */
export const changedFields = (before: MapPart, after: MapPart): string[] =>
  [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])].filter(
    (field) => !isSame(before.fields[field], after.fields[field]),
  )
