import { faultOf } from '@teia/contracts'
import { expect, test } from 'vitest'
import { searchOf } from './advice.ts'

test('advice becomes what an address says, also of a question within another', () => {
  const range = { from: '2026-01-01', to: '2026-03-31', timeZone: 'UTC' }
  const shorter = faultOf('advice_range', { days: 90, asked: 365 })
  const days = { period: 'custom', from: '2026-01-01', to: '2026-03-31' }
  expect(searchOf({ fault: shorter, question: { range } })).toEqual(days)
  expect(searchOf({ fault: shorter, question: { process: { range } } })).toEqual(days)
  const lookback = faultOf('advice_lookback', { days: 30, asked: 90 })
  expect(searchOf({ fault: lookback, question: { range, lookbackDays: 30 } })).toEqual({ days: 30 })
  const split = faultOf('advice_breakdown', { names: 'channel' })
  expect(searchOf({ fault: split, question: { range } })).toEqual({ breakdown: undefined })
})

test('advice that words alone can say changes no address', () => {
  expect(searchOf({ fault: faultOf('advice_steps', { steps: 20 }), question: null })).toBeNull()
  const odd = { range: { from: '2026-01-01T06:00:00Z', to: '2026-01-02T06:00:00Z' } }
  expect(searchOf({ fault: faultOf('advice_range', { days: 1, asked: 2 }), question: odd })).toBeNull()
  expect(searchOf({ fault: { code: 'advice_of_tomorrow', values: {} }, question: odd })).toBeNull()
})
