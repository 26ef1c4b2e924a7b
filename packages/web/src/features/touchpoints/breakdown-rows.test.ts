import { expect, test } from 'vitest'
import { breakdownRows } from './breakdown-rows.ts'

const series = (key: string, total: number) => ({ key: [key], total, points: [] })

test('a row has its share of all people with the interval, and the change against the period before', () => {
  const people = {
    series: [series('Recife', 81), series('', 20), series('…other', 162)],
    previous: [series('Recife', 50), series('…other', 50)],
  }
  const interactions = { series: [series('Recife', 400)], previous: null }
  const [recife, unknown, rest] = breakdownRows(people, interactions, { now: 263, before: 100 })
  // Wilson 1927 for 81 of 263: .2553 to .3662.
  expect(recife).toMatchObject({ value: 'Recife', people: 81, before: 50, interactions: 400 })
  expect([recife?.low, recife?.high].map((bound) => bound?.toFixed(4))).toEqual(['0.2553', '0.3662'])
  expect(recife?.change).toBeCloseTo(81 / 263 - 0.5, 10)
  expect(recife?.changeHigh).toBeLessThan(0)
  expect(recife?.pAdjusted).toBeLessThan(0.01)
  expect(unknown).toMatchObject({ value: '', people: 20, before: 0, interactions: null })
  expect(rest).toMatchObject({ value: null, people: 162, interactions: null })
})

test('without people before, nothing is said of a change', () => {
  const answer = { series: [series('web', 3)], previous: [] }
  const [row] = breakdownRows(answer, answer, { now: 3, before: 0 })
  expect(row).toMatchObject({ share: 1, change: 0, changeLow: -1, changeHigh: 1, pAdjusted: 1 })
})
