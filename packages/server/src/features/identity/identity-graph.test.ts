import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Assertion, type GraphNode, partitionIdentities } from './identity-graph.ts'

const nodes: GraphNode[] = [
  ...[1, 2, 3, 4].map((n) => ({ id: `u${n}`, kind: 'userId' as const })),
  ...[1, 2, 3, 4, 5, 6].map((n) => ({ id: `a${n}`, kind: 'anonymousId' as const })),
]
const identify = fc.record({
  a: fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5', 'a6'),
  b: fc.constantFrom('u1', 'u2', 'u3', 'u4'),
  rule: fc.constant('identify' as const),
  firstAssertedAt: fc.integer({ min: 0, max: 5 }),
})
const alias = fc.record({
  a: fc.constantFrom('u1', 'u2', 'a1', 'a2'),
  b: fc.constantFrom('u3', 'u4'),
  rule: fc.constant('alias' as const),
  firstAssertedAt: fc.integer({ min: 0, max: 5 }),
})
const assertions: fc.Arbitrary<Assertion[]> = fc.array(fc.oneof({ weight: 4, arbitrary: identify }, alias), {
  maxLength: 25,
})

test('the order in which assertions are read changes neither people nor clusters', () => {
  fc.assert(
    fc.property(assertions, fc.infiniteStream(fc.nat()), (given, keys) => {
      const shuffled = given
        .map((one) => [keys.next().value, one] as const)
        .toSorted((x, y) => x[0] - y[0])
        .map(([, one]) => one)
      const straight = partitionIdentities(nodes, given)
      const mixed = partitionIdentities(nodes.toReversed(), shuffled)
      expect([...mixed.personOf].toSorted()).toEqual([...straight.personOf].toSorted())
      expect([...mixed.clusterOf].toSorted()).toEqual([...straight.clusterOf].toSorted())
    }),
  )
})

test('repeating assertions changes nothing', () => {
  fc.assert(
    fc.property(assertions, (given) => {
      const once = partitionIdentities(nodes, given)
      expect(partitionIdentities(nodes, [...given, ...given]).personOf).toEqual(once.personOf)
    }),
  )
})

test('two user ids are one person only where aliases connect them', () => {
  fc.assert(
    fc.property(assertions, (given) => {
      const { personOf } = partitionIdentities(nodes, given)
      const byAlias = partitionIdentities(
        nodes,
        given.filter((one) => one.rule === 'alias'),
      ).personOf
      for (const x of ['u1', 'u2', 'u3', 'u4'])
        for (const y of ['u1', 'u2', 'u3', 'u4'])
          if (personOf.get(x) === personOf.get(y)) expect(byAlias.get(x)).toBe(byAlias.get(y))
    }),
  )
})

test('a device belongs to the first who signed in on it', () => {
  const { personOf } = partitionIdentities(nodes, [
    { a: 'a1', b: 'u2', rule: 'identify', firstAssertedAt: 20 },
    { a: 'a1', b: 'u1', rule: 'identify', firstAssertedAt: 10 },
  ])
  expect(personOf.get('a1')).toBe('u1')
  expect(personOf.get('u2')).toBe('u2')
})
