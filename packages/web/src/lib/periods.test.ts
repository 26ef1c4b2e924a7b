import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween, daysOf, filterOf, previousDays, QuestionSearch, todayIn } from './periods.ts'

test('twenty-eight days end today and the period before ends the day before they begin', () => {
  const days = daysOf({}, '2026-11-19')
  expect(days).toEqual({ from: '2026-10-23', to: '2026-11-19' })
  expect(previousDays(days)).toEqual({ from: '2026-09-25', to: '2026-10-22' })
})

test('a month begins on its first day and a reversed period is read the right way round', () => {
  expect(daysOf({ period: 'month' }, '2026-11-19').from).toBe('2026-11-01')
  expect(daysOf({ period: 'custom', from: '2026-03-09', to: '2026-03-02' }, '2026-11-19')).toEqual({
    from: '2026-03-02',
    to: '2026-03-09',
  })
})

test('today is the day of the workspace, not of the browser', () => {
  expect(todayIn('America/Sao_Paulo', new Date('2026-11-19T02:00:00Z'))).toBe('2026-11-18')
  expect(todayIn('Europe/Rome', new Date('2026-11-19T23:30:00Z'))).toBe('2026-11-20')
})

test('the period before is as long, for any period', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 400 }), (start, length) => {
      const from = addDays('2020-01-01', start)
      const days = { from, to: addDays(from, length) }
      const before = previousDays(days)
      expect(daysBetween(before.from, before.to)).toBe(daysBetween(days.from, days.to))
      expect(addDays(before.to, 1)).toBe(days.from)
    }),
  )
})

test('an address that cannot be read falls back part by part', () => {
  const search = QuestionSearch.parse({
    period: 'year',
    from: 'soon',
    compare: 'none',
    filter: { nonsense: 1 },
    channel: 'fax',
  })
  expect(search.compare).toBe('none')
  expect([search.period, search.from, search.filter, search.channel]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('the channel pick joins the rule', () => {
  const city = { trait: 'city', operator: 'equals', value: 'Curitiba' } as const
  expect(filterOf({})).toBeUndefined()
  expect(filterOf({ channel: 'app' })).toEqual({ channel: 'app', operator: 'equals' })
  expect(filterOf({ filter: city, channel: 'app' })).toEqual({
    and: [city, { channel: 'app', operator: 'equals' }],
  })
})
