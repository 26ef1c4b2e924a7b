import { SegmentRule, type Span } from '@teia/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  completeRuleOf,
  conditionKinds,
  conditionsIn,
  faultIn,
  isComplete,
  isGroup,
  kindOf,
  leafOfKind,
  makeIds,
  momentOperators,
  type Part,
  readRule,
  ruleOf,
  timesOperators,
  withPart,
} from './rule-model.ts'

const name = fc.string({ minLength: 1, maxLength: 12 })
const value = fc.oneof(name, fc.constant(''), fc.integer(), fc.boolean())
const duration = fc.record({
  value: fc.integer({ min: 1, max: 90 }),
  unit: fc.constantFrom('minutes', 'days'),
})
const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString())
const pattern = fc.record(
  {
    event: name,
    touchpoint: name,
    channel: fc.constantFrom('web', 'e-mail'),
    where: fc.record({ property: name, operator: fc.constant('in'), value: fc.array(value) }),
  },
  { requiredKeys: [] },
)
const span = fc.oneof(duration, fc.record({ from: instant }))
const moment = fc.oneof(instant, fc.record({ ago: duration }))
const times = fc.oneof(
  fc.record({ operator: fc.constantFrom('gte', 'equals', 'lt'), value: fc.nat(50) }),
  fc.record({ operator: fc.constant('between'), value: fc.tuple(fc.nat(5), fc.nat(50)) }),
)
const when = fc.oneof(
  fc.record({ operator: fc.constantFrom('gt', 'lte'), value: moment }),
  fc.record({ operator: fc.constant('between'), value: fc.tuple(moment, moment) }),
)
const leaf = fc.oneof(
  fc.record({ trait: name, operator: fc.constantFrom('equals', 'contains'), value }),
  fc.record({ trait: name, operator: fc.constantFrom('in', 'not_in'), value: fc.array(value) }),
  fc.record({ segment: name, operator: fc.constantFrom('equals', 'not_equals') }),
  fc.record({ did: pattern, times, within: span }, { requiredKeys: ['did'] }),
  fc.tuple(fc.constantFrom('first', 'last'), pattern, when).map(([on, of, at]) => ({ [on]: of, ...at })),
  fc.record(
    { sequence: fc.array(pattern, { minLength: 2, maxLength: 4 }), within: duration, during: span },
    { requiredKeys: ['sequence'] },
  ),
)
const { rule } = fc.letrec((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ and: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
}))

test('any rule of the API comes back from the editor exactly as it was', () => {
  fc.assert(
    fc.property(rule, (given) => {
      const read = SegmentRule.safeParse(given)
      fc.pre(read.success)
      const group = readRule(read.data, makeIds())
      expect(ruleOf(group)).toEqual(read.data)
      expect(completeRuleOf(group)).toEqual(read.data)
    }),
  )
})

test('every part of an opened rule has an id of its own', () => {
  const group = readRule({ not: { and: [{ did: {} }, { or: [{ did: {} }] }] } }, makeIds())
  const ids = (part: Part): number[] => [part.id, ...(isGroup(part) ? part.parts.flatMap(ids) : [])]
  expect(new Set(ids(group)).size).toBe(ids(group).length)
})

test('what is not filled in yet is left out of the question, with the groups that hold nothing else', () => {
  const group = readRule(
    { and: [{ did: { event: 'Order Completed' } }, { or: [leafOfKind('trait'), leafOfKind('segment')] }] },
    makeIds(),
  )
  expect(completeRuleOf(group)).toEqual({ and: [{ did: { event: 'Order Completed' } }] })
  expect(conditionsIn(group).map(isComplete)).toEqual([true, false, false])
})

test('a span that is too long and dates the wrong way round are said; what is only missing is not', () => {
  const faultOf = (within: Span) => faultIn({ id: 1, leaf: { did: {}, within } })?.code
  expect(faultOf({ value: 99_999, unit: 'weeks' })).toBe('duration_too_long')
  expect(faultOf({ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toBe('range_reversed')
  expect(faultOf({ value: Number.NaN, unit: 'days' })).toBeUndefined()
  expect(faultOf({ value: 3, unit: 'days' })).toBeUndefined()
})

test('the last condition of a group takes the group away with it', () => {
  const group = readRule({ and: [{ did: {} }, { not: { or: [{ did: { event: 'A' } }] } }] }, makeIds())
  const last = conditionsIn(group)[1]
  expect(ruleOf(withPart(group, last?.id ?? 0, null))).toEqual({ and: [{ did: {} }] })
})

test('a condition that is changed to another kind is of that kind and keeps what it was about', () => {
  for (const kind of conditionKinds) {
    const made = leafOfKind(kind, { did: { event: 'Signed Up' } })
    expect(kindOf(made)).toBe(kind)
    if (kind !== 'trait' && kind !== 'segment' && kind !== 'step')
      expect(JSON.stringify(made)).toContain('Signed Up')
  }
})

test('numbers of times and moments take operators of the one table alone', () => {
  expect(timesOperators).toEqual(['equals', 'not_equals', 'gt', 'gte', 'lt', 'lte', 'between'])
  expect(momentOperators).toEqual(['gt', 'gte', 'lt', 'lte', 'between'])
})
