import type { MapCard, MapDocument, MapDrawing, MapLane, MapStage, MapState, MapStep } from '@teia/contracts'

type Change<T> = { [K in keyof T]?: T[K] | undefined }
type About = Pick<MapDocument, 'name' | 'description' | 'segment' | 'patience'>

/** One change of a map. What names a part that is not there changes nothing. Places count from 0, as they are after it. */
export type MapCommand =
  | { do: 'map.change'; change: Change<About> }
  | { do: 'lane.add'; lane: MapLane; at: number }
  | { do: 'lane.change'; id: string; name: string }
  | { do: 'lane.remove'; id: string }
  | { do: 'lane.move'; id: string; at: number }
  | { do: 'stage.add'; state: MapState; stage: MapStage; at: number }
  | { do: 'stage.change'; state: MapState; id: string; name: string }
  | { do: 'stage.remove'; state: MapState; id: string }
  | { do: 'stage.move'; state: MapState; id: string; at: number }
  | { do: 'step.add'; state: MapState; stage: string; step: MapStep; at: number }
  | { do: 'step.change'; state: MapState; id: string; change: Change<Omit<MapStep, 'id' | 'cards'>> }
  | { do: 'step.remove'; state: MapState; id: string }
  | { do: 'step.move'; state: MapState; id: string; stage: string; at: number }
  | { do: 'card.add'; state: MapState; step: string; lane: string; card: MapCard; at: number }
  | { do: 'card.change'; state: MapState; id: string; change: Change<Omit<MapCard, 'id'>> }
  | { do: 'card.remove'; state: MapState; id: string }
  | { do: 'card.move'; state: MapState; id: string; step: string; lane: string; at: number }
  | { do: 'future.begin' }
  | { do: 'future.remove' }

const insert = <T>(list: readonly T[], at: number, one: T): T[] =>
  list.toSpliced(Math.max(0, Math.min(at, list.length)), 0, one)

function move<T extends { id: string }>(list: T[], id: string, at: number): T[] {
  const from = list.findIndex((one) => one.id === id)
  const one = list[from]
  const to = Math.max(0, Math.min(at, list.length - 1))
  return !one || to === from ? list : insert(list.toSpliced(from, 1), to, one)
}

/** The same list where nothing in it is changed, so that what did not change is not drawn anew. */
function mapSame<T>(list: T[], change: (one: T) => T): T[] {
  const next = list.map(change)
  return next.every((one, at) => one === list[at]) ? list : next
}

/** With the fields given; those given as undefined are left out. */
export function withChange<T extends object>(one: T, change: Change<NoInfer<T>>): T {
  const next = { ...one, ...change }
  for (const key of Object.keys(change) as (keyof T)[]) if (change[key] === undefined) delete next[key]
  const isSame = (Object.keys(change) as (keyof T)[]).every((key) => one[key] === next[key])
  return isSame ? one : (next as T)
}

const inStages = (drawing: MapDrawing, change: (stages: MapStage[]) => MapStage[]): MapDrawing => {
  const stages = change(drawing.stages)
  return stages === drawing.stages ? drawing : { ...drawing, stages }
}
const inSteps = (drawing: MapDrawing, change: (steps: MapStep[], stage: MapStage) => MapStep[]) =>
  inStages(drawing, (stages) =>
    mapSame(stages, (stage) => {
      const steps = change(stage.steps, stage)
      return steps === stage.steps ? stage : { ...stage, steps }
    }),
  )
const inCards = (drawing: MapDrawing, change: (cards: MapCard[], lane: string, step: MapStep) => MapCard[]) =>
  inSteps(drawing, (steps) =>
    mapSame(steps, (step) => {
      const entries = Object.entries(step.cards)
      const next = entries.map(([lane, cards]) => [lane, change(cards, lane, step)] as const)
      if (next.every(([, cards], at) => cards === entries[at]?.[1])) return step
      return { ...step, cards: Object.fromEntries(next.filter(([, cards]) => cards.length > 0)) }
    }),
  )

/** A list without the part of that id, itself where it has none. */
const without = <T extends { id: string }>(list: T[], id: string): T[] =>
  list.some((one) => one.id === id) ? list.filter((one) => one.id !== id) : list

/** Puts a card under a step, in a lane. */
const putCard = (drawing: MapDrawing, to: { step: string; lane: string; at: number }, card: MapCard) =>
  inSteps(drawing, (steps) =>
    mapSame(steps, (step) =>
      step.id === to.step
        ? { ...step, cards: { ...step.cards, [to.lane]: insert(step.cards[to.lane] ?? [], to.at, card) } }
        : step,
    ),
  )

const stepIn = (drawing: MapDrawing, id: string) =>
  drawing.stages.flatMap((stage) => stage.steps).find((step) => step.id === id)
const cardIn = (drawing: MapDrawing, id: string) =>
  drawing.stages
    .flatMap((stage) => stage.steps.flatMap((step) => Object.values(step.cards).flat()))
    .find((card) => card.id === id)

type OfDrawing = Extract<MapCommand, { state: MapState }>

function moveStep(drawing: MapDrawing, command: Extract<OfDrawing, { do: 'step.move' }>): MapDrawing {
  const step = stepIn(drawing, command.id)
  const target = drawing.stages.find((stage) => stage.id === command.stage)
  if (!step || !target) return drawing
  return inSteps(drawing, (steps, stage) => {
    if (stage.id === target.id && steps.includes(step)) return move(steps, step.id, command.at)
    return stage.id === target.id ? insert(steps, command.at, step) : without(steps, step.id)
  })
}

function moveCard(drawing: MapDrawing, command: Extract<OfDrawing, { do: 'card.move' }>): MapDrawing {
  const { id, step, lane, at } = command
  const card = cardIn(drawing, id)
  if (!card || !stepIn(drawing, step)) return drawing
  const isThere = stepIn(drawing, step)?.cards[lane]?.includes(card) ?? false
  if (isThere)
    return inCards(drawing, (cards, own, owner) =>
      owner.id === step && own === lane ? move(cards, id, at) : cards,
    )
  return putCard(
    inCards(drawing, (cards) => without(cards, id)),
    { step, lane, at },
    card,
  )
}

function draw(drawing: MapDrawing, command: OfDrawing): MapDrawing {
  switch (command.do) {
    case 'stage.add':
      return inStages(drawing, (stages) => insert(stages, command.at, command.stage))
    case 'stage.change':
      return inStages(drawing, (stages) =>
        mapSame(stages, (one) => (one.id === command.id ? withChange(one, { name: command.name }) : one)),
      )
    case 'stage.remove':
      return inStages(drawing, (stages) => without(stages, command.id))
    case 'stage.move':
      return inStages(drawing, (stages) => move(stages, command.id, command.at))
    case 'step.add':
      return inSteps(drawing, (steps, stage) =>
        stage.id === command.stage ? insert(steps, command.at, command.step) : steps,
      )
    case 'step.change':
      return inSteps(drawing, (steps) =>
        mapSame(steps, (one) => (one.id === command.id ? withChange(one, command.change) : one)),
      )
    case 'step.remove':
      return inSteps(drawing, (steps) => without(steps, command.id))
    case 'step.move':
      return moveStep(drawing, command)
    case 'card.add':
      return putCard(drawing, command, command.card)
    case 'card.change':
      return inCards(drawing, (cards) =>
        mapSame(cards, (one) => (one.id === command.id ? withChange(one, command.change) : one)),
      )
    case 'card.remove':
      return inCards(drawing, (cards) => without(cards, command.id))
    case 'card.move':
      return moveCard(drawing, command)
  }
}

/** Takes what stands in a lane away from both drawings, with the lane. */
function removeLane(document: MapDocument, id: string): MapDocument {
  const lanes = without(document.lanes, id)
  if (lanes === document.lanes) return document
  const clear = (drawing: MapDrawing) => inCards(drawing, (cards, lane) => (lane === id ? [] : cards))
  return {
    ...document,
    lanes,
    asIs: clear(document.asIs),
    toBe: document.toBe && clear(document.toBe),
  }
}

/** The map after a change; the same object where nothing changes. What did not change stays the same object too. */
export function applyCommand(document: MapDocument, command: MapCommand): MapDocument {
  if ('state' in command) {
    if ('lane' in command && document.lanes.every((lane) => lane.id !== command.lane)) return document
    const drawing = document[command.state]
    const next = drawing && draw(drawing, command)
    return next === drawing ? document : { ...document, [command.state]: next }
  }
  switch (command.do) {
    case 'map.change':
      return withChange(document, command.change)
    case 'lane.add':
      return { ...document, lanes: insert(document.lanes, command.at, command.lane) }
    case 'lane.change': {
      const lanes = mapSame(document.lanes, (one) =>
        one.id === command.id ? withChange(one, { name: command.name }) : one,
      )
      return lanes === document.lanes ? document : { ...document, lanes }
    }
    case 'lane.remove':
      return removeLane(document, command.id)
    case 'lane.move': {
      const lanes = move(document.lanes, command.id, command.at)
      return lanes === document.lanes ? document : { ...document, lanes }
    }
    case 'future.begin':
      return document.toBe ? document : { ...document, toBe: structuredClone(document.asIs) }
    case 'future.remove':
      return document.toBe ? { ...document, toBe: null } : document
  }
}
