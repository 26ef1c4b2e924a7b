import type { IdentityRules } from '@teia/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Assertion,
  type Decisions,
  type GraphNode,
  linkKey,
  partitionIdentities,
} from './identity-graph.ts'
import { defaultRules } from './identity-rules.ts'

const named = (kind: string, prefix: string, numbers: readonly number[]): GraphNode[] =>
  numbers.map((n) => ({ id: `${prefix}${n}`, kind, value: `${prefix}${n}` }))
const nodes: GraphNode[] = [
  ...named('userId', 'u', [1, 2, 3, 4]),
  ...named('anonymousId', 'a', [1, 2, 3, 4, 5, 6]),
  ...named('email', 'e', [1, 2, 3]),
  ...named('phone', 'p', [1, 2]),
  ...named('external:crm', 'x', [1, 2]),
]
/** The same identifiers under ids that lie in another order. */
const renamed = (id: string) => `${[...id].map((letter) => 200 - letter.charCodeAt(0)).join('-')}`
const ids = (prefix: string) => nodes.map((node) => node.id).filter((id) => id.startsWith(prefix))
const time = fc.integer({ min: 0, max: 5 })
const link = (rule: string, a: readonly string[], b: readonly string[]): fc.Arbitrary<Assertion> =>
  fc.record({
    a: fc.constantFrom(...a),
    b: fc.constantFrom(...b),
    rule: fc.constant(rule),
    firstAssertedAt: time,
    isUndone: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
const own = [...ids('u'), ...ids('a')]
const assertions = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: link('identify', ids('a'), ids('u')) },
    { weight: 4, arbitrary: link('email', own, ids('e')) },
    { weight: 3, arbitrary: link('phone', own, ids('p')) },
    { weight: 2, arbitrary: link('external:crm', own, ids('x')) },
    { weight: 1, arbitrary: link('alias', ['u1', 'u2', 'a1', 'a2'], ['u3', 'u4']) },
    { weight: 1, arbitrary: link('accepted', ['u1', 'u2', 'a1'], ['u3', 'a4', 'a5']) },
  ),
  { maxLength: 30 },
)

/** Any rules: what joins, in which order, how many, what is shared and what is blocked. */
const rules: fc.Arbitrary<IdentityRules> = fc
  .dictionary(
    fc.constantFrom('userId', 'anonymousId', 'email', 'phone', 'external' as const),
    fc.record({
      use: fc.constantFrom('join' as const, 'join' as const, 'show' as const),
      priority: fc.integer({ min: 1, max: 3 }),
      limit: fc.integer({ min: 1, max: 3 }),
      sharedAfter: fc.integer({ min: 2, max: 4 }),
      blocked: fc.constantFrom([], [], ['?1']),
    }),
  )
  .map((changed) => ({
    ...defaultRules,
    kinds: { ...defaultRules.kinds, ...changed } as IdentityRules['kinds'],
  }))
const decisions: fc.Arbitrary<Decisions> = fc.record({
  rules,
  apart: fc.array(
    fc.tuple(fc.constantFrom(...own), fc.constantFrom(...own)).filter(([x, y]) => x !== y),
    {
      maxLength: 3,
    },
  ),
})
const plain: Decisions = { rules: defaultRules, apart: [] }
const facts = (given: readonly Assertion[], by: Decisions, of = nodes) => {
  const { personOf, clusterOf, outcomes, shared } = partitionIdentities(of, given, by)
  return [
    [...personOf].toSorted(),
    [...clusterOf].toSorted(),
    [...outcomes].toSorted(),
    [...shared].toSorted(),
  ]
}

test('the order and the repetition of assertions change nothing, under any rules and decisions', () => {
  fc.assert(
    fc.property(assertions, decisions, fc.infiniteStream(fc.nat()), (given, by, keys) => {
      const shuffled = [...given, ...given.slice(0, 7)]
        .map((one) => [keys.next().value, one] as const)
        .toSorted((x, y) => x[0] - y[0])
        .map(([, one]) => one)
      expect(facts(shuffled, by, nodes.toReversed())).toEqual(facts(given, by))
    }),
    { numRuns: 400 },
  )
})

test('taking an assertion back and asserting it again changes nothing, and to redo it is as if it was never taken back', () => {
  fc.assert(
    fc.property(assertions, decisions, fc.nat(), (given, by, pick) => {
      const whole = given.map((one) => ({ ...one, isUndone: false }))
      const target = whole[pick % Math.max(1, whole.length)]
      if (!target) return
      const undo = (all: readonly Assertion[]) =>
        all.map((one) => (linkKey(one) === linkKey(target) ? { ...one, isUndone: true } : one))
      const undone = facts(undo(whole), by)
      expect(facts([...undo(whole), { ...target, firstAssertedAt: 99 }], by)).toEqual(undone)
      expect(
        facts(
          undo(whole).map((one) => ({ ...one, isUndone: false })),
          by,
        ),
      ).toEqual(facts(whole, by))
    }),
  )
})

test('nobody whom somebody told apart is one person, except by nothing at all', () => {
  fc.assert(
    fc.property(assertions, decisions, (given, by) => {
      const { personOf } = partitionIdentities(nodes, given, by)
      for (const [x, y] of by.apart) expect(personOf.get(x)).not.toBe(personOf.get(y))
    }),
    { numRuns: 300 },
  )
})

test('a person has no more identifiers of a kind than the rules allow, but for what was joined in so many words', () => {
  fc.assert(
    fc.property(assertions, decisions, (given, by) => {
      const weak = given.filter((one) => one.rule !== 'alias' && one.rule !== 'accepted')
      const { personOf } = partitionIdentities(nodes, weak, by)
      for (const members of Map.groupBy(nodes, (node) => personOf.get(node.id)).values())
        for (const [kind, own] of Map.groupBy(members, (node) => node.kind)) {
          const rule = kind.startsWith('external') ? by.rules.kinds.external : by.rules.kinds[kind as 'email']
          expect(own.length).toBeLessThanOrEqual(rule.limit)
        }
    }),
    { numRuns: 300 },
  )
})

test('each cluster on its own gives the same people as all together', () => {
  fc.assert(
    fc.property(assertions, decisions, (given, by) => {
      const whole = partitionIdentities(nodes, given, by)
      for (const members of Map.groupBy(nodes, (node) => whole.clusterOf.get(node.id)).values()) {
        const inside = new Set(members.map((node) => node.id))
        const near = given.filter((one) => inside.has(one.a) || inside.has(one.b))
        const ends = new Set([...inside, ...near.flatMap(({ a, b }) => [a, b])])
        const part = partitionIdentities(
          nodes
            .filter((node) => ends.has(node.id))
            .map((node) => ({ ...node, isShared: whole.shared.has(node.id) })),
          near,
          by,
        )
        for (const node of members) expect(part.personOf.get(node.id)).toBe(whole.personOf.get(node.id))
      }
    }),
    { numRuns: 300 },
  )
})

test('a device belongs to the first who signed in on it, and the second waits for a decision', () => {
  const { personOf, outcomes } = partitionIdentities(
    nodes,
    [
      { a: 'a1', b: 'u2', rule: 'identify', firstAssertedAt: 20 },
      { a: 'a1', b: 'u1', rule: 'identify', firstAssertedAt: 10 },
    ],
    plain,
  )
  expect([personOf.get('a1'), personOf.get('u2')]).toEqual(['u1', 'u2'])
  expect(outcomes.get('a1:u2:identify')).toBe('limit:userId')
})

test('a user id joins before an e-mail, and an alias before both', () => {
  const { personOf } = partitionIdentities(
    nodes,
    [
      { a: 'u1', b: 'e1', rule: 'email', firstAssertedAt: 1 },
      { a: 'a1', b: 'e1', rule: 'email', firstAssertedAt: 2 },
      { a: 'a1', b: 'u2', rule: 'identify', firstAssertedAt: 3 },
    ],
    plain,
  )
  expect([personOf.get('a1'), personOf.get('e1')]).toEqual(['u2', 'u1'])
})

test('what more than fifty share joins nobody, and what a machine writes for nothing identifies nobody', () => {
  const users = named(
    'userId',
    'user',
    Array.from({ length: 51 }, (_, n) => n),
  )
  const kiosk: GraphNode = { id: 'kiosk', kind: 'anonymousId', value: 'kiosk' }
  const used = users.map((user, n) => ({ a: 'kiosk', b: user.id, rule: 'identify', firstAssertedAt: n }))
  const few = partitionIdentities([...users, kiosk], used.slice(0, 50), plain)
  expect([few.personOf.get('kiosk'), few.shared.size]).toEqual(['user0', 0])
  const many = partitionIdentities([...users, kiosk], used, plain)
  expect([many.personOf.get('kiosk'), [...many.shared]]).toEqual(['kiosk', ['kiosk']])

  const junk: GraphNode = { id: 'junk', kind: 'userId', value: 'Undefined' }
  const named1: Assertion[] = ids('a').map((a) => ({ a, b: 'junk', rule: 'identify', firstAssertedAt: 1 }))
  expect(new Set(partitionIdentities([...nodes, junk], named1, plain).outcomes.values())).toEqual(
    new Set(['blocked']),
  )
})

test('ids decide nothing: where the same identifiers have others, the same of them are one person', () => {
  fc.assert(
    fc.property(assertions, decisions, (given, by) => {
      const sets = (personOf: ReadonlyMap<string, string>, name: (id: string) => string) =>
        [...Map.groupBy(nodes, (node) => personOf.get(name(node.id))).values()]
          .map((own) => own.map((node) => node.id).join())
          .toSorted()
      const here = partitionIdentities(nodes, given, by)
      const there = partitionIdentities(
        nodes.map((node) => ({ ...node, id: renamed(node.id) })),
        given.map((one) => ({ ...one, a: renamed(one.a), b: renamed(one.b) })),
        { rules: by.rules, apart: by.apart.map(([x, y]) => [renamed(x), renamed(y)] as const) },
      )
      expect(sets(there.personOf, renamed)).toEqual(sets(here.personOf, (id) => id))
    }),
  )
})
