import { type ImportColumn, ImportEmit, type ImportMapping, importFormats } from '@teia/contracts'
import { expect, test } from 'vitest'
import {
  changeKind,
  changeNamed,
  firstEmit,
  partOf,
  propertyOfColumn,
  rolesOfColumn,
  withColumn,
  withEmit,
  withPart,
  withRole,
} from './mapping-edit.ts'

const column = (name: string, more: Partial<ImportColumn> = {}): ImportColumn => ({
  name,
  type: 'text',
  date: null,
  isAmbiguous: false,
  filled: 1,
  distinct: 3,
  samples: [],
  roles: [],
  ...more,
})
const columns = [
  column('customer', { roles: ['person'] }),
  column('at', { type: 'date', date: 'dmy', roles: ['time'] }),
  column('total', { type: 'number' }),
]
const mapping: ImportMapping = {
  version: 1,
  files: [
    { file: 'orders*.csv', emits: [] },
    { file: 'orders-2.csv', emits: [firstEmit('event', columns, 'Ordered')] },
  ],
}

test('the part of a table is the one that names it, else the one whose pattern fits', () => {
  expect(partOf(mapping, { file: 'orders-2.csv', table: '' })?.file).toBe('orders-2.csv')
  expect(partOf(mapping, { file: 'orders-9.csv', table: '' })?.file).toBe('orders*.csv')
  expect(partOf(mapping, { file: 'x-orders.csv', table: '' })).toBeUndefined()
  const made = withPart(mapping, { file: 'log.sqlite', table: 'events' }, (part) =>
    withEmit(part, 0, { emit: 'message' }),
  )
  expect(made.files.at(-1)).toEqual({ file: 'log.sqlite', table: 'events', emits: [{ emit: 'message' }] })
  expect(made.files.slice(0, 2)).toEqual(mapping.files)
})

test('a first guess takes what the columns seem to be, and is a mapping that the server takes', () => {
  expect(firstEmit('event', columns, 'Ordered')).toEqual({
    emit: 'event',
    name: { const: 'Ordered' },
    time: { column: 'at', date: 'dmy' },
    userId: { column: 'customer' },
    properties: [],
  })
  for (const kind of ['event', 'person', 'account', 'message'] as const)
    expect(ImportEmit.safeParse(firstEmit(kind, columns, 'E')).success).toBe(true)
  expect(importFormats).toContain('csv')
})

test('a column comes in as a property with its type and goes out again, and nothing else changes', () => {
  const emit = firstEmit('event', columns, 'Ordered')
  const total = columns[2] as ImportColumn
  const within = withColumn(emit, total, true)
  const property = propertyOfColumn(within, 'total')
  expect(property).toEqual({ name: 'total', value: { column: 'total', type: 'number' } })
  expect(withColumn(within, total, false)).toEqual(emit)
  const renamed = property && changeNamed(within, property, { ...property, name: 'amount' })
  expect(renamed && propertyOfColumn(renamed, 'total')?.name).toBe('amount')
})

test('a column that only leads to another file is not taken for who it is', () => {
  const through = [{ file: 'people.csv', key: 'id', column: 'email' }]
  const emit = withRole(firstEmit('event', columns, 'E'), 'userId', { column: 'customer', through })
  expect(rolesOfColumn(emit, 'customer')).toEqual([])
  expect(rolesOfColumn(emit, 'at')).toEqual(['time'])
})

test('another kind of message keeps what both kinds have', () => {
  const emit = withColumn(firstEmit('event', columns, 'E'), columns[2] as ImportColumn, true)
  const person = changeKind({ ...emit, when: { column: 'total' } }, 'person', columns, 'E')
  expect(person).toEqual({
    emit: 'person',
    userId: { column: 'customer' },
    time: { column: 'at', date: 'dmy' },
    traits: [{ name: 'total', value: { column: 'total', type: 'number' } }],
    when: { column: 'total' },
  })
})

test('a touchpoint takes the columns that are called like what it has, and ticked ones are its conditions', () => {
  const told = [column('Name'), column('Team'), column('region')]
  const emit = withColumn(firstEmit('touchpoint', told, 'x'), told[2] ?? column(''), true)
  expect(ImportEmit.parse(emit)).toEqual({
    emit: 'touchpoint',
    name: { column: 'Name' },
    team: { column: 'Team' },
    conditions: [{ name: 'region', value: { column: 'region' } }],
  })
  expect(changeKind(emit, 'person', told, 'x')).toMatchObject({
    emit: 'person',
    traits: [{ name: 'region' }],
  })
})
