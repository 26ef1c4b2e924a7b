import type { MappingRule } from '@teia/contracts'
import { WebhookMapping } from '@teia/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyMapping } from './apply-mapping.ts'
import { defaultMappings } from './defaults/index.ts'
import { faultsOfMapping } from './mapping-faults.ts'
import { elementsAt, parsePath, valueAt } from './mapping-path.ts'
import { evaluate, holds } from './mapping-value.ts'

const scope = (body: unknown) => ({ body, headers: { 'x-topic': 't' } })

describe('a path', () => {
  const body = { a: { b: [{ c: 1 }, { c: null }], 'd.e': 'dotted' }, list: [[1], [2]] }
  test.each([
    ['a.b[0].c', 1],
    ['a.b[1].c', null],
    ['a["d.e"]', 'dotted'],
    ['list[1][0]', 2],
    ['$header.x-topic', 't'],
    ['$body', body],
    ['a.missing.deeper', undefined],
    ['a.b.length', undefined],
    ['constructor.name', undefined],
    ['__proto__', undefined],
    ['a.b[].c', undefined],
  ])('%s leads to %j', (path, value) => {
    expect(valueAt(scope(body), path)).toEqual(value)
  })
  test.each(['', '.', 'a..b', 'a[', 'a[x]', '$other.x', 'a.$item', '$itemx', 'a]b'])('%j is none', (path) => {
    expect(parsePath(path)).toBeNull()
  })
  test('walks through arrays in arrays and knows what holds each element', () => {
    const nested = {
      entry: [
        { id: 'e', changes: [{ v: 1 }, { v: 2 }] },
        { id: 'f', changes: [{ v: 3 }] },
      ],
    }
    const found = elementsAt(scope(nested), 'entry[].changes[]', 10)
    expect(found.map(({ item }) => item)).toEqual([{ v: 1 }, { v: 2 }, { v: 3 }])
    expect(found.map(({ parent }) => (parent as { id: string }).id)).toEqual(['e', 'e', 'f'])
    expect(elementsAt(scope(nested), 'entry[].changes[]', 2)).toHaveLength(2)
  })
  test('leads to any own value, whatever its keys are called', () => {
    const key = fc.string({ minLength: 1, maxLength: 20 }).filter((name) => !/["]/.test(name))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(key, fc.nat(5)), { minLength: 1, maxLength: 6 }),
        fc.jsonValue(),
        (steps, leaf) => {
          const made = steps.reduceRight<unknown>(
            (inner, step) =>
              typeof step === 'number'
                ? Object.assign([], { [step]: inner })
                : Object.defineProperty({}, step, { value: inner, enumerable: true }),
            leaf,
          )
          const path = `$body${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `["${step}"]`)).join('')}`
          expect(valueAt(scope(made), path)).toEqual(leaf)
        },
      ),
    )
  })
})

describe('a value', () => {
  test.each([
    [{ path: 'n', as: 'number' } as const, { n: '12.5' }, 12.5],
    [{ path: 'n', as: 'number' } as const, { n: 'twelve' }, undefined],
    [{ path: 'n', as: 'text' } as const, { n: 7 }, '7'],
    [{ path: 't', as: 'unix_seconds' } as const, { t: '1697043223' }, '2023-10-11T16:53:43.000Z'],
    [{ path: 't', as: 'unix_seconds' } as const, { t: 1e300 }, undefined],
    [{ path: 't', as: 'unix_milliseconds' } as const, { t: 0 }, '1970-01-01T00:00:00.000Z'],
    [{ path: 't', as: 'iso' } as const, { t: '2012-10-12T07:05:27-04:00' }, '2012-10-12T11:05:27.000Z'],
    [{ path: 't', as: 'iso' } as const, { t: 'soon' }, undefined],
    [{ path: 'a', as: 'minor_units', currency: 'c' } as const, { a: 1099, c: 'usd' }, 10.99],
    [{ path: 'a', as: 'minor_units', currency: 'c' } as const, { a: 1099, c: 'jpy' }, 1099],
    [{ path: 'a', as: 'minor_units', currency: 'c' } as const, { a: 1099, c: 'kwd' }, 1.099],
    [{ path: ['x', 'y'] }, { x: '', y: 'second' }, 'second'],
    [{ path: 'x', words: { a: 'Alpha' } }, { x: 'b' }, undefined],
    [{ path: 'x', prefix: 'p:' }, { x: 5 }, 'p:5'],
    [{ join: [{ path: 'x' }, { path: 'y' }], with: ':' }, { x: 1, y: 2 }, '1:2'],
    [{ join: [{ path: 'x' }, { path: 'y' }] }, { x: 1 }, undefined],
    [{ list: 'l', of: { id: { path: '$item.i' } } }, { l: [{ i: 1 }, {}] }, [{ id: 1 }, {}]],
  ])('%j of %j is %j', (value, body, result) => {
    expect(evaluate(value, scope(body))).toEqual(result)
  })
  test('conditions hold by constant, by list and by presence', () => {
    const at = scope({ type: 'a', empty: '', no: false })
    expect(holds({ path: 'type', is: 'a' }, at)).toBe(true)
    expect(holds({ path: 'type', is: ['b', 'c'] }, at)).toBe(false)
    expect(holds({ path: 'no', is: false }, at)).toBe(true)
    expect(holds({ path: 'empty' }, at)).toBe(false)
    expect(holds({ path: 'empty', exists: false }, at)).toBe(true)
  })
})

describe('a mapping', () => {
  const rule = (more: Partial<MappingRule> = {}): MappingRule => ({
    type: 'track',
    event: { path: 'name' },
    userId: 'u',
    ...more,
  })
  const ids = (rules: MappingRule[], body: unknown) =>
    applyMapping({ rules }, { body, headers: {}, id: 'delivery' }).messages.map(
      ({ message }) => message.messageId,
    )

  test('gives each message of a delivery an id of its own, the same every time', () => {
    const body = { id: 'evt', name: 'n', items: [1, 2] }
    expect(ids([rule({ messageId: { path: 'id' } }), rule({ messageId: { path: 'id' } })], body)).toEqual([
      'evt',
      'evt#1',
    ])
    expect(ids([rule(), rule({ each: 'items[]' })], body)).toEqual(['delivery', 'delivery/1', 'delivery/1#1'])
    const long = ids([rule({ messageId: { path: 'id' } })], { id: 'x'.repeat(400) })
    expect(long[0]).toHaveLength(43)
  })
  test('takes a rule marked otherwise only when nothing else fits', () => {
    const rules = [rule({ when: [{ path: 'a' }] }), rule({ otherwise: true, event: 'Else' })]
    const events = (body: unknown) =>
      applyMapping({ rules }, { body, headers: {}, id: 'd' }).messages.map(({ message }) => message.event)
    expect(events({ a: 1, name: 'A' })).toEqual(['A'])
    expect(events({ b: 1 })).toEqual(['Else'])
  })
  test('that comes with Teia is a valid one', () => {
    for (const mapping of Object.values(defaultMappings)) {
      expect(faultsOfMapping(mapping)).toEqual([])
      expect(WebhookMapping.parse(mapping)).toEqual(mapping)
    }
  })
  test('with unreadable paths or without a person is refused with the number of its rule', () => {
    expect(faultsOfMapping({ rules: [rule({ event: { path: 'a[' } })] }).map((one) => one.message)).toEqual([
      'Rule 1: “a[” is not a path.',
    ])
    expect(faultsOfMapping({ rules: [rule(), { type: 'track' }] }).map((one) => one.message)).toEqual([
      'Rule 2: a track needs “event”.',
      'Rule 2: it needs “userId” or “anonymousId”.',
    ])
  })
  test('never throws and never invents, whatever the delivery is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.constantFrom(...Object.values(defaultMappings)),
        (body, mapping) => {
          const one = applyMapping(mapping, { body, headers: {}, id: 'd' })
          expect(applyMapping(mapping, { body, headers: {}, id: 'd' })).toEqual(one)
          const made = one.messages.map(({ message }) => message.messageId)
          expect(new Set(made).size).toBe(made.length)
        },
      ),
    )
  })
})

test('a fault of a mapping says where in it it is', () => {
  const mapping: WebhookMapping = {
    rules: [
      {
        type: 'track',
        event: 'A',
        userId: { path: 'id' },
        properties: { total: { join: ['x', { path: '[' }] } },
      },
      { type: 'track', event: 'B' },
    ],
  }
  expect(faultsOfMapping(mapping).map((one) => one.path)).toEqual([
    'rules.0.properties.total.join.1.path',
    'rules.1',
  ])
})
