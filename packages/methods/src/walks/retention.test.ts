import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PersonReturns, retentionByCalendar, retentionSinceFirst } from './retention.ts'

const day = 86_400_000
const person = (first: number, ...returns: number[]): PersonReturns => ({
  first: first * day,
  returns: returns.map((at) => at * day),
})
const people = [person(0, 0.5, 1.2), person(0, 2), person(1, 1, 2.5), person(2)]
const shares = (cells: readonly ({ returned: number; n: number } | null)[]) =>
  cells.map((found) => found && `${found.returned} of ${found.n}`)

test('day n is counted from everybody’s own first time, among those for whom it has passed', () => {
  const found = retentionSinceFirst(people, { periodMs: day, periods: 3, now: 3 * day })
  expect(shares(found)).toEqual(['1 of 4', '2 of 3', '1 of 2', null])
})

test('unbounded counts who came back then or later', () => {
  const found = retentionSinceFirst(people, { unbounded: true, periodMs: day, periods: 2, now: 3 * day })
  expect(shares(found)).toEqual(['3 of 4', '3 of 3', '1 of 2'])
})

test('calendar periods belong to the clock of the place, and one that has not passed says nothing', () => {
  // Local days begin at noon: the person who began at 0 began in period −1.
  const periodOf = (time: number) => Math.floor((time - day / 2) / day)
  const cohorts = retentionByCalendar(people, { periodOf, periods: 2, now: 2.6 * day })
  expect(cohorts.map(({ start, people: n, returned }) => [start, n, shares(returned)])).toEqual([
    [-1, 2, ['0 of 2', '1 of 2', '1 of 2']],
    [0, 1, ['0 of 1', '0 of 1', null]],
    [1, 1, ['0 of 1', null, null]],
  ])
})

test('unbounded retention never rises with n among those whom all periods have passed for', () => {
  const anyPerson = fc
    .tuple(fc.double({ min: 0, max: 5, noNaN: true }), fc.array(fc.double({ min: 0, max: 20, noNaN: true })))
    .map(([first, returns]) => person(first, ...returns))
  fc.assert(
    fc.property(fc.array(anyPerson, { minLength: 1 }), (any) => {
      const rules = { periodMs: day, periods: 8, now: 30 * day }
      const unbounded = retentionSinceFirst(any, { ...rules, unbounded: true }).map(
        (found) => found?.returned ?? 0,
      )
      const within = retentionSinceFirst(any, rules).map((found) => found?.returned ?? 0)
      for (const [n, returned] of unbounded.entries()) {
        expect(returned).toBeLessThanOrEqual(unbounded[n - 1] ?? returned)
        expect(within[n]).toBeLessThanOrEqual(returned)
      }
    }),
  )
})
