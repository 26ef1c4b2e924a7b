import { expect, test } from 'vitest'
import { instantOf, localTimeOf } from './local-time.ts'

test('a local time is the instant at which the clocks of the zone show it, summer and winter', () => {
  expect(instantOf('2026-11-23T00:00', 'America/Sao_Paulo')).toBe('2026-11-23T03:00:00.000Z')
  expect(instantOf('2026-07-01T12:30', 'Europe/Rome')).toBe('2026-07-01T10:30:00.000Z')
  expect(instantOf('2026-12-01T12:30', 'Europe/Rome')).toBe('2026-12-01T11:30:00.000Z')
})

test('an instant to the minute comes back from its local time', () => {
  for (const zone of ['Europe/Rome', 'America/Sao_Paulo', 'Asia/Kathmandu'])
    expect(instantOf(localTimeOf('2026-03-29T04:05:00Z', zone), zone)).toBe('2026-03-29T04:05:00.000Z')
})

test('what is no time is empty either way', () => {
  expect(localTimeOf('', 'Europe/Rome')).toBe('')
  expect(instantOf('', 'Europe/Rome')).toBe('')
})
