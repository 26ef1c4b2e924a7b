import type { TimelineItem } from '@teia/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupRepeats } from './timeline-groups.ts'

const item = (id: number, name: string, properties = {}): TimelineItem => ({
  id: String(id),
  time: '2026-01-01T00:00:00Z',
  name,
  type: 'track',
  touchpoint: '',
  channel: 'web',
  properties,
})

test('three of the same in a row become one, two stay two', () => {
  const groups = groupRepeats(['A', 'A', 'A', 'B', 'B', 'A'].map((name, id) => item(id, name)))
  expect(groups.map((one) => [one.items[0].name, one.items.length])).toEqual([
    ['A', 3],
    ['B', 1],
    ['B', 1],
    ['A', 1],
  ])
})

test('what the person wrote or scored stands alone', () => {
  const groups = groupRepeats(
    [1, 2, 3].map((id) => item(id, 'Answered', id === 2 ? { text: 'too slow' } : {})),
  )
  expect(groups).toHaveLength(3)
})

test('every item is shown once, in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('A', 'B')), (names) => {
      const items = names.map((name, id) => item(id, name))
      expect(groupRepeats(items).flatMap((one) => one.items)).toEqual(items)
    }),
  )
})
