import { Filter } from '@teia/contracts'
import { expect, test } from 'vitest'
import {
  asksSegment,
  countLeaves,
  filterOfRows,
  narrow,
  operatorsFor,
  type Row,
  rowsOf,
} from './filter-edit.ts'

const city: Row = { kind: 'trait', name: 'city', operator: 'equals', value: 'Curitiba', type: 'string' }

test('a rule asks for a segment wherever in it the segment stands, and a line of it comes back the same', () => {
  const leaf: Filter = { segment: 'id', operator: 'not_equals' }
  expect(asksSegment({ or: [{ not: { and: [leaf] } }] })).toBe(true)
  expect(asksSegment({ or: [{ event: 'segment', operator: 'did' }] })).toBe(false)
  const rows = rowsOf(leaf)
  expect(rows && filterOfRows(rows)).toEqual(leaf)
})

test('lines become a rule that the contract accepts, and come back the same', () => {
  const rows = {
    mode: 'or' as const,
    rows: [
      city,
      {
        kind: 'property' as const,
        name: 'total',
        operator: 'between' as const,
        value: '10, 20',
        type: 'number',
      },
      {
        kind: 'event' as const,
        name: 'Order Completed',
        operator: 'did' as const,
        value: '',
        type: 'string',
      },
    ],
  }
  const filter = filterOfRows(rows)
  expect(filter).toEqual({
    or: [
      { trait: 'city', operator: 'equals', value: 'Curitiba' },
      { property: 'total', operator: 'between', value: [10, 20] },
      { event: 'Order Completed', operator: 'did' },
    ],
  })
  expect(Filter.parse(filter)).toEqual(filter)
  expect(filterOfRows(rowsOf(filter) ?? { mode: 'and', rows: [] })).toEqual(filter)
})

test('days from now are a number of days of a trait that holds dates, and of no property', () => {
  const row: Row = { kind: 'trait', name: 'renewal', operator: 'in_next_days', value: '30', type: 'time' }
  const leaf: Filter = { trait: 'renewal', operator: 'in_next_days', value: 30 }
  expect(filterOfRows({ mode: 'and', rows: [row] })).toEqual(leaf)
  expect(rowsOf(leaf)).toEqual({ mode: 'and', rows: [row] })
  for (const value of ['', '-1', '1.5', 'soon', '36501'])
    expect([value, filterOfRows({ mode: 'and', rows: [{ ...row, value }] })]).toEqual([value, undefined])
  expect(operatorsFor('trait', 'time')).toContain('in_next_days')
  expect(operatorsFor('property', 'time')).not.toContain('in_next_days')
  expect(operatorsFor('trait', 'number')).not.toContain('in_next_days')
})

test('an unfinished line asks nothing', () => {
  expect(filterOfRows({ mode: 'and', rows: [{ ...city, value: '' }] })).toBeUndefined()
  expect(filterOfRows({ mode: 'and', rows: [{ ...city, name: '' }] })).toBeUndefined()
})

test('operators are those of the one table for the kind of value', () => {
  expect(operatorsFor('trait', 'number')).toContain('between')
  expect(operatorsFor('trait', 'string')).not.toContain('gt')
  expect(operatorsFor('event', 'string')).toContain('did_not')
  expect(operatorsFor('channel', 'string')).toEqual(['equals', 'not_equals'])
})

test('narrowing adds one condition, and the same one only once', () => {
  const leaf = { touchpoint: 'Cart', operator: 'did' } as const
  const once = narrow(undefined, leaf)
  const twice = narrow(narrow(once, leaf), { channel: 'app', operator: 'equals' })
  expect(once).toEqual(leaf)
  expect(countLeaves(twice)).toBe(2)
  expect(narrow(twice, leaf)).toEqual(twice)
})

test('a rule that nests deeper than lines is not flattened', () => {
  expect(rowsOf({ and: [{ or: [{ trait: 'a', operator: 'is_set' }] }] })).toBeNull()
})
