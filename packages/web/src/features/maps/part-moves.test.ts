import { MapDocument } from '@teia/contracts'
import { expect, test } from 'vitest'
import { applyCommand } from './map-commands.ts'
import { moveBy, newPartId, removal } from './part-moves.ts'

const map = MapDocument.parse({
  name: 'Buying',
  lanes: [
    { id: 'pains', kind: 'pains' },
    { id: 'mood', kind: 'feeling' },
    { id: 'ideas', kind: 'opportunities' },
  ],
  asIs: {
    stages: [
      {
        id: 'choose',
        name: 'Choose',
        steps: [{ id: 'a', name: 'A', cards: { pains: [{ id: 'x' }, { id: 'y' }] } }],
      },
      { id: 'buy', name: 'Buy', steps: [{ id: 'b', name: 'B' }] },
    ],
  },
})
const ground = { drawing: map.asIs, lanes: map.lanes, state: 'asIs' as const }

test('a step at the end of its stage goes over to the next', () => {
  expect(moveBy(ground, map.lanes, { kind: 'step', id: 'a' }, 'ArrowRight')).toEqual({
    ...{ do: 'step.move', state: 'asIs', id: 'a' },
    ...{ stage: 'buy', at: 0 },
  })
  expect(moveBy(ground, map.lanes, { kind: 'step', id: 'b' }, 'ArrowRight')).toBeNull()
})

test('a card goes past the feelings to the next lane that takes cards', () => {
  const down = moveBy(ground, map.lanes, { kind: 'card', id: 'y' }, 'ArrowDown')
  expect(down).toMatchObject({ do: 'card.move', step: 'a', lane: 'ideas', at: 0 })
})

test('a lane trades places with the next one that is shown', () => {
  const shown = { ...ground, lanes: map.lanes.filter(({ id }) => id !== 'mood') }
  const down = moveBy(shown, map.lanes, { kind: 'lane', id: 'pains' }, 'ArrowDown')
  expect(down).toEqual({ do: 'lane.move', id: 'pains', at: 2 })
  const up = down && moveBy(shown, map.lanes, { kind: 'lane', id: 'pains' }, 'ArrowUp')
  expect(up).toBeNull()
})

test('a feeling that is removed leaves its step', () => {
  const after = applyCommand(map, removal({ kind: 'feeling', id: 'a' }, 'asIs'))
  expect(after.asIs.stages[0]?.steps[0]?.feeling).toBeNull()
})

test('ids of new parts are such as the contract takes', () => {
  expect(newPartId()).toMatch(/^[a-z0-9]{10}$/)
})
