import { expect, test } from 'vitest'
import { evaluateFilter, type FilterSubject, leafFits, valueAt } from './evaluate-filter.ts'
import { type Operator, operators } from './operators.ts'
import { type Filter, PropertyLeaf, TraitLeaf } from './questions.ts'
import { numberOf, textOf, timeOf } from './value-tests.ts'

const subject = (properties: object): FilterSubject => ({
  event: { name: 'Order Completed', touchpoint: 'Checkout', channel: 'web' },
  property: (name) => valueAt(properties, name),
  trait: () => undefined,
  did: (fits) => fits({ name: 'Product Viewed', touchpoint: 'Product page', channel: 'app' }),
})
const holds = (filter: Filter, properties: object = {}) => evaluateFilter(filter, subject(properties))

const days = ['in_next_days', 'in_last_days', 'more_days_ahead', 'more_days_ago'] as const

test('every operator says yes and no where it should', () => {
  const cases: [operator: Operator, value: unknown, yes: unknown, no: unknown][] = [
    ['equals', 1, '1.0', '1x'],
    ['not_equals', 'a', undefined, 'a'],
    ['in', ['a', 2], 2, 'b'],
    ['not_in', ['a'], 'b', 'a'],
    ['contains', 'ÜN', 'ünï', 'un'],
    ['not_contains', 'x', undefined, 'X'],
    ['starts_with', 'Al', 'Alpha', 'alpha'],
    ['ends_with', '👍', 'Ünï 👍', '👍.'],
    ['gt', 2.5, 3, 2.5],
    ['gte', 2.5, '2.5', undefined],
    ['lt', '2026-01-15', '2026-01-14T23:59:59.999Z', '5'],
    ['lte', '2026-01-15T10:00:00+02:00', '2026-01-15T08:00:00Z', '2026-01-15T08:00:00.001Z'],
    ['between', [1, 3], 3, 3.1],
    ['is_set', undefined, false, ''],
    ['is_not_set', undefined, null, 0],
  ]
  for (const [operator, value, yes, no] of cases) {
    const leaf = PropertyLeaf.parse({ property: 'p', operator, ...(value !== undefined && { value }) })
    expect([operator, holds(leaf, { p: yes }), holds(leaf, { p: no })]).toEqual([operator, true, false])
  }
  expect(new Set([...cases.map(([operator]) => operator), ...days, 'did', 'did_not'])).toEqual(
    new Set(Object.keys(operators)),
  )
})

test('days from now are counted to the whole of a day, or to an instant, and in nothing that is no date', () => {
  const now = Date.parse('2026-05-20T12:00:00Z')
  const fitting = (at: unknown, value: number) =>
    days.filter((operator) => {
      const leaf = TraitLeaf.parse({ trait: 'renewal', operator, value })
      return evaluateFilter(leaf, { ...subject({}), trait: () => at, now })
    })
  const [next, last, ahead, ago] = days
  const cases: [at: unknown, days: number, fits: (typeof days)[number][]][] = [
    ['2026-05-20', 0, [next, last]],
    ['2026-05-20', 30, [next, last]],
    ['2026-05-21', 1, [next]],
    ['2026-06-19', 30, [next]],
    ['2026-06-20', 30, [ahead]],
    ['2026-05-19', 1, [last]],
    ['2026-05-18', 1, [ago]],
    ['2026-05-20T11:59:59.999Z', 0, [ago]],
    ['2026-05-20T12:00:00Z', 0, [next, last]],
    ['2026-05-20T12:00:00.001Z', 0, [ahead]],
    ['2026-05-20T14:00:00+02:00', 0, [next, last]],
    ['2026-05-19T12:00:00Z', 1, [last]],
    ['2026-05-19T11:59:59.999Z', 1, [ago]],
  ]
  for (const [at, n, fits] of cases) expect([at, n, fitting(at, n)]).toEqual([at, n, fits])
  for (const at of ['soon', '2026-02-30', '20/05/2026', 5, true, '', null, undefined, {}, ['2026-05-20']])
    expect([at, fitting(at, 36_500)]).toEqual([at, []])
  for (const value of [-1, 1.5, '30', 36_501, [1, 2], undefined])
    expect([value, TraitLeaf.safeParse({ trait: 'renewal', operator: 'in_next', value }).success]).toEqual([
      value,
      false,
    ])
})

test('a name is asked of the event itself, or of what the person did', () => {
  expect(holds({ event: 'Order Completed', operator: 'equals' })).toBe(true)
  expect(holds({ event: 'Product Viewed', operator: 'equals' })).toBe(false)
  expect(holds({ event: 'Product Viewed', operator: 'did' })).toBe(true)
  expect(holds({ touchpoint: 'Product page', channel: 'web', operator: 'did' })).toBe(false)
  expect(holds({ channel: 'app', operator: 'did_not' })).toBe(false)
  expect(holds({ and: [] })).toBe(true)
  expect(holds({ or: [] })).toBe(false)
  expect(holds({ not: { or: [{ channel: 'web', operator: 'not_equals' }] } })).toBe(true)
})

test('an operator that does not fit what it is asked of never holds', () => {
  for (const operator of Object.keys(operators) as Operator[]) {
    const fits = { value: !operator.startsWith('did'), name: /equals|did/.test(operator) }
    const isOfDays = (days as readonly Operator[]).includes(operator)
    expect([operator, leafFits({ trait: 't', operator })]).toEqual([operator, fits.value])
    expect([operator, leafFits({ property: 'p', operator })]).toEqual([operator, fits.value && !isOfDays])
    expect([operator, leafFits({ channel: 'web', operator })]).toEqual([operator, fits.name])
  }
  expect(holds({ property: 'p', operator: 'did_not' })).toBe(false)
  expect(holds({ event: 'Order Completed', operator: 'contains', value: 'Order' })).toBe(false)
})

test('values are read by dotted names, as text, numbers and times, and by nothing that only looks like one', () => {
  expect([valueAt({ a: { b: 1 } }, 'a.b'), valueAt({ 'a.b': 2 }, 'a.b'), valueAt({ a: 3 }, 'a.b')]).toEqual([
    1,
    2,
    undefined,
  ])
  expect(valueAt({ a: { 'b.c': { d: 4 } } }, 'a.b.c.d')).toBe(4)
  expect(valueAt({}, 'constructor')).toBeUndefined()
  expect([textOf({ a: 1 }), textOf(null), textOf(1e21), textOf(['x', "y'z", 1, null])]).toEqual([
    '',
    '',
    '1e21',
    "['x','y\\'z',1,NULL]",
  ])
  expect(['12', '+5', '.5', '5.', '1E-2'].map(numberOf)).toEqual([12, 5, 0.5, 5, 0.01])
  expect([' 1', '1 ', 'inf', 'nan', '0x10', '1e999', '', '-'].map(numberOf)).toEqual(Array(8).fill(null))
  expect(timeOf('2026-01-15T10:00:00.1234-03:00')).toBe(Date.parse('2026-01-15T13:00:00.123Z'))
  expect(['2026-02-30', '2026-13-01', '2026-01-15T25:00', '20260115', '5', '1500-01-01'].map(timeOf)).toEqual(
    Array(6).fill(null),
  )
})
