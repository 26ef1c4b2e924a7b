import { expect, test } from 'vitest'
import { daysOfPoint, within } from './point-days.ts'

test('a point stands for its day, its seven days or its month, and an hour for its day', () => {
  expect(daysOfPoint('2026-11-19', 'day')).toEqual({ from: '2026-11-19', to: '2026-11-19' })
  expect(daysOfPoint('2026-11-19', 'hour')).toEqual({ from: '2026-11-19', to: '2026-11-19' })
  expect(daysOfPoint('2026-12-28', 'week')).toEqual({ from: '2026-12-28', to: '2027-01-03' })
  expect(daysOfPoint('2028-02-01', 'month')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(daysOfPoint('2026-12-01', 'month')).toEqual({ from: '2026-12-01', to: '2026-12-31' })
})

test('a week at the edge of the period is cut to it', () => {
  const period = { from: '2026-11-04', to: '2026-11-19' }
  expect(within(daysOfPoint('2026-11-02', 'week'), period)).toEqual({ from: '2026-11-04', to: '2026-11-08' })
  expect(within(daysOfPoint('2026-11-16', 'week'), period)).toEqual({ from: '2026-11-16', to: '2026-11-19' })
})
