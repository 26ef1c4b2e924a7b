import { type MapCard, MapDocument, type MapStep } from '@teia/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyCommand, type MapCommand } from './map-commands.ts'
import { beginEditing, editingReducer } from './map-history.ts'

const card = (id: string): MapCard => ({ id, text: id })
const step = (id: string): MapStep => ({
  id,
  name: id,
  description: '',
  optional: false,
  repeats: false,
  feeling: null,
  cards: { pains: [card(`${id}1`), card(`${id}2`)] },
})
const document: MapDocument = MapDocument.parse({
  name: 'Buying',
  lanes: [
    { id: 'pains', kind: 'pains' },
    { id: 'ideas', kind: 'opportunities' },
  ],
  asIs: {
    stages: [
      { id: 'choose', name: 'Choose', steps: [step('a'), step('b')] },
      { id: 'buy', name: 'Buy', steps: [step('c')] },
    ],
  },
})
const state = 'asIs' as const
const stepsOf = (map: MapDocument) => map.asIs.stages.map((stage) => stage.steps.map(({ id }) => id).join(''))

test('a step is moved within its stage and into another one', () => {
  const swapped = applyCommand(document, { do: 'step.move', state, id: 'a', stage: 'choose', at: 1 })
  expect(stepsOf(swapped)).toEqual(['ba', 'c'])
  const across = applyCommand(document, { do: 'step.move', state, id: 'a', stage: 'buy', at: 0 })
  expect(stepsOf(across)).toEqual(['b', 'ac'])
})

test('a card is moved to another step and lane with all it says', () => {
  const moved = applyCommand(document, { do: 'card.move', state, id: 'a1', step: 'c', lane: 'ideas', at: 0 })
  const steps = moved.asIs.stages.flatMap((stage) => stage.steps)
  expect(steps.find(({ id }) => id === 'a')?.cards).toEqual({ pains: [card('a2')] })
  expect(steps.find(({ id }) => id === 'c')?.cards.ideas).toEqual([card('a1')])
})

test('a lane takes its cards with it', () => {
  const gone = applyCommand(document, { do: 'lane.remove', id: 'pains' })
  expect(gone.lanes.map(({ id }) => id)).toEqual(['ideas'])
  expect(gone.asIs.stages.flatMap((stage) => stage.steps).map(({ cards }) => cards)).toEqual([{}, {}, {}])
})

test('what is not changed stays the same object', () => {
  const next = applyCommand(document, { do: 'card.change', state, id: 'a1', change: { text: 'new' } })
  expect(next.asIs.stages[1]).toBe(document.asIs.stages[1])
  expect(next.asIs.stages[0]?.steps[1]).toBe(document.asIs.stages[0]?.steps[1])
  expect(applyCommand(document, { do: 'card.remove', state, id: 'nothing' })).toBe(document)
})

const part = fc.constantFrom('a', 'b', 'c', 'a1', 'b2', 'c1', 'choose', 'buy', 'pains', 'ideas', 'none')
const place = fc.integer({ min: 0, max: 4 })
const lane = fc.constantFrom('pains', 'ideas')
const stage = fc.constantFrom('choose', 'buy')
let made = 0
const fresh = () => {
  made += 1
  return `new${made}`
}
const command: fc.Arbitrary<MapCommand> = fc.oneof(
  fc.record({ do: fc.constant('step.move' as const), state: fc.constant(state), id: part, stage, at: place }),
  fc.record({
    do: fc.constant('card.move' as const),
    state: fc.constant(state),
    id: part,
    step: part,
    lane,
    at: place,
  }),
  fc.record({ do: fc.constant('lane.move' as const), id: lane, at: place }),
  fc.record({ do: fc.constant('stage.move' as const), state: fc.constant(state), id: stage, at: place }),
  fc.record({ do: fc.constant('lane.remove' as const), id: lane }),
  fc.record({
    do: fc.constantFrom('stage.remove' as const, 'step.remove' as const, 'card.remove' as const),
    state: fc.constant(state),
    id: part,
  }),
  fc.record({
    do: fc.constant('step.change' as const),
    state: fc.constant(state),
    id: part,
    change: fc.record({ feeling: fc.constantFrom(null, -2, 0.5, 2) }),
  }),
  place.map((at) => ({
    do: 'step.add' as const,
    state,
    stage: 'buy',
    step: { ...step(fresh()), cards: {} },
    at,
  })),
  place.map((at) => ({ do: 'card.add' as const, state, step: 'c', lane: 'ideas', card: card(fresh()), at })),
  fc.constantFrom({ do: 'future.begin' as const }, { do: 'future.remove' as const }),
)

test('every sequence of changes leaves a map that the contract takes', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      const after = commands.reduce(applyCommand, document)
      expect(MapDocument.safeParse(after).error).toBeUndefined()
    }),
  )
})

test('undo after a change is the map before it, and redo is the map after it', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), command, (before, last) => {
      const begun = before.reduce(
        (editing, one) => editingReducer(editing, { kind: 'run', command: one }),
        beginEditing(document),
      )
      // Neighbouring changes of one feeling are undone as one: here each stands for itself.
      const from = { ...begun, joins: null }
      const done = editingReducer(from, { kind: 'run', command: last })
      if (done === from) return
      const undone = editingReducer(done, { kind: 'undo' })
      expect(undone.present).toBe(from.present)
      expect(editingReducer(undone, { kind: 'redo' }).present).toBe(done.present)
    }),
  )
})

test('a feeling that is moved in many small ways is undone as one', () => {
  const values = [0.1, 0.2, 0.3]
  const moved = values.reduce(
    (editing, feeling) =>
      editingReducer(editing, {
        kind: 'run',
        command: { do: 'step.change', state, id: 'a', change: { feeling } },
      }),
    beginEditing(document),
  )
  expect(editingReducer(moved, { kind: 'undo' }).present).toBe(document)
})
