import { expect, test } from 'vitest'
import { rowsOfSchema, withoutProperty, withProperty, withRequired, withType } from './plan-schema.ts'

const schema = {
  type: 'object',
  properties: {
    total: { type: 'number', minimum: 0 },
    item: { type: 'object', properties: { sku: { type: ['string', 'null'] } }, required: ['sku'] },
    note: {},
  },
  required: ['total'],
}

test('the table shows every property with its type, whether it must be there, and that more is said', () => {
  expect(
    rowsOfSchema(schema).map((row) => [row.path.join('.'), row.type, row.isRequired, row.hasMore]),
  ).toEqual([
    ['total', 'number', true, true],
    ['item', 'object', false, false],
    ['item.sku', 'mixed', true, false],
    ['note', 'any', false, false],
  ])
})

test('a change in the table changes that one thing of the schema', () => {
  expect(withType(schema, ['total'], 'integer').properties).toMatchObject({
    total: { type: 'integer', minimum: 0 },
    item: schema.properties.item,
  })
  expect(withType(schema, ['item', 'sku'], 'any').properties).toMatchObject({
    item: { properties: { sku: {} } },
  })
  expect(withRequired(schema, ['note'], true).required).toEqual(['total', 'note'])
  expect(withRequired(schema, ['total'], false)).not.toHaveProperty('required')
  expect(rowsOfSchema(withoutProperty(schema, ['item', 'sku'])).map((row) => row.path.join('.'))).toEqual([
    'total',
    'item',
    'note',
  ])
  expect(withoutProperty(schema, ['total'])).not.toHaveProperty('required')
})

test('a property is added where its name says, and never twice', () => {
  const once = withProperty({}, 'basket.coupon')
  expect(once).toEqual({
    type: 'object',
    properties: { basket: { type: 'object', properties: { coupon: {} } } },
  })
  const kept = withType(once, ['basket', 'coupon'], 'string')
  expect(withProperty(kept, 'basket.coupon')).toEqual(kept)
})
