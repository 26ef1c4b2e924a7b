import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeCard } from './place-card.ts'

const window = { width: 1000, height: 600 }
const mark = (left: number, top: number) => ({ left, right: left + 60, top, bottom: top + 20 })

test('a card stands under its mark, and above it where there is no room below', () => {
  expect(placeCard(mark(100, 100), { width: 200, height: 80 }, window)).toEqual({ left: 100, top: 128 })
  expect(placeCard(mark(100, 560), { width: 200, height: 80 }, window)).toEqual({ left: 100, top: 472 })
})

test('a card that fits the window never leaves it, wherever its mark is', () => {
  const place = fc.record({ x: fc.integer({ min: -200, max: 1200 }), y: fc.integer({ min: 0, max: 580 }) })
  const size = fc.record({
    width: fc.integer({ min: 40, max: 320 }),
    height: fc.integer({ min: 20, max: 240 }),
  })
  fc.assert(
    fc.property(place, size, ({ x, y }, card) => {
      const { left, top } = placeCard(mark(x, y), card, window)
      expect(left).toBeGreaterThanOrEqual(0)
      expect(left + card.width).toBeLessThanOrEqual(window.width)
      expect(top).toBeGreaterThanOrEqual(0)
      expect(top + card.height).toBeLessThanOrEqual(window.height)
    }),
  )
})
