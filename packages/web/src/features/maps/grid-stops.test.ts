import { expect, test } from 'vitest'
import { type Stop, stopAfter } from './grid-stops.ts'

const stop = (row: number, column: number, at = 0): Stop => ({ row, column, at })
// Two stages over three steps; in the lane below two cards under the first step, an empty cell, one card.
const stops = [
  stop(1, 0),
  stop(1, 2),
  stop(2, 0),
  stop(2, 1),
  stop(2, 2),
  stop(3, -1),
  stop(3, 0, 0),
  stop(3, 0, 1),
  stop(3, 1),
  stop(3, 2),
]

test.each([
  ['from a step up to the stage that holds it', stop(2, 1), 'ArrowUp', stop(1, 0)],
  ['down from a stage to its first step', stop(1, 2), 'ArrowDown', stop(2, 2)],
  ['down to the first card of a cell', stop(2, 0), 'ArrowDown', stop(3, 0, 0)],
  ['down from card to card', stop(3, 0, 0), 'ArrowDown', stop(3, 0, 1)],
  ['up from the first card to the step', stop(3, 0, 0), 'ArrowUp', stop(2, 0)],
  ['sideways to the nearest card', stop(3, 0, 1), 'ArrowRight', stop(3, 1)],
  ['left to the name of the lane', stop(3, 0, 0), 'ArrowLeft', stop(3, -1)],
  ['to the end of the row', stop(2, 0), 'End', stop(2, 2)],
] as const)('the focus goes %s', (_, from, key, to) => {
  expect(stopAfter(stops, from, key)).toEqual(to)
})

test('at an edge the focus stays', () => {
  expect(stopAfter(stops, stop(1, 0), 'ArrowUp')).toBeUndefined()
  expect(stopAfter(stops, stop(3, 2), 'ArrowRight')).toBeUndefined()
  expect(stopAfter(stops, stop(2, 0), 'x')).toBeUndefined()
})
