import type { IdentityRules } from '@teia/contracts'
import { Forest } from './forest.ts'
import { Blocklist, ruleOf } from './identity-rules.ts'
import { PersonSets } from './person-sets.ts'
import { findShared } from './shared-identifiers.ts'

export type GraphNode = { id: string; kind: string; value: string; isShared?: boolean }
/**
 * `accepted`: a member of staff said so. `alias`: a program said in so many words that two ids are one. `identify`: a user
 * id came together with a device. Any other rule is the kind of the identifier `b`, which `a` came with.
 */
export type Assertion = {
  a: string
  b: string
  rule: string
  /** Milliseconds since 1970. */
  firstAssertedAt: number
  isUndone?: boolean
}
/** What became of an assertion; `limit:<kind>` waits for a decision. */
export type LinkOutcome = 'applied' | 'undone' | 'apart' | 'blocked' | 'shared' | 'shown' | `limit:${string}`
export type Decisions = {
  rules: IdentityRules
  /** Pairs of identifiers of which somebody said that they are not the same person. */
  apart: readonly (readonly [string, string])[]
}
export type Partition = {
  /** Identifier → person. The person's id is that of its first identifier: user ids, then devices, then the rest, by hash. */
  personOf: Map<string, string>
  /** Identifier → the set that any assertion which may join, applied or not, connects; named by its smallest member. */
  clusterOf: Map<string, string>
  /** By `linkKey`. */
  outcomes: Map<string, LinkOutcome>
  /** Identifiers that so many share that they join nobody. */
  shared: Set<string>
}

export const linkKey = (one: Pick<Assertion, 'a' | 'b' | 'rule'>) => `${one.a}:${one.b}:${one.rule}`
const kindOfRule = (rule: string) => (rule === 'identify' ? 'anonymousId' : rule)
const isStrong = (rule: string) => rule === 'accepted' || rule === 'alias'

/**
 * Joins identifiers into people: connected components of the assertions, taken in the order of strength (the priority of
 * their rule), then age, then content. An assertion is passed over when somebody took it back, when it would join two
 * of whom somebody said that they are not the same, or when a person would have more identifiers of a kind than the
 * rules allow; `alias` and `accepted` ignore limits. The result is a function of the set of assertions, decisions and
 * rules alone, so order, repetition, interleaving, undo and redo do not change it.
 */
export function partitionIdentities(
  nodes: readonly GraphNode[],
  assertions: readonly Assertion[],
  decisions: Decisions,
): Partition {
  const byKey = foldRepeats(assertions)
  const nodeOf = new Map(nodes.map((node) => [node.id, node]))
  const barred = barring(nodeOf, decisions.rules)
  const shared = findShared(
    nodeOf,
    [...byKey.values()].filter((one) => !isStrong(one.rule) && barred(one) === null),
    decisions.rules,
  )
  const clusters = new Forest()
  const people = new PersonSets(nodeOf, decisions)
  const outcomes = new Map<string, LinkOutcome>()
  const strength = strengths(decisions.rules)
  for (const [key, one] of [...byKey].toSorted(([, x], [, y]) => compare(strength, nodeOf, x, y))) {
    const bar = barred(one) ?? (isShared(one, shared) ? 'shared' : null)
    if (bar !== null) {
      outcomes.set(key, bar)
      continue
    }
    clusters.join(one.a, one.b)
    outcomes.set(key, one.isUndone ? 'undone' : people.join(one.a, one.b, isStrong(one.rule)))
  }
  return {
    personOf: nameSets(nodes, (id) => people.find(id), byRankThenId),
    clusterOf: nameSets(nodes, (id) => clusters.find(id), byId),
    outcomes,
    shared,
  }
}

/** Says of an assertion whether anything but a decision or a limit could keep it from joining. Nodes tell what is shared. */
export function mayJoin(nodes: readonly GraphNode[], rules: IdentityRules): (one: Assertion) => boolean {
  const barred = barring(new Map(nodes.map((node) => [node.id, node])), rules)
  const shared = new Set(nodes.filter((node) => node.isShared).map((node) => node.id))
  return (one) => barred(one) === null && !isShared(one, shared)
}

/** One of each content: first asserted at the earliest time; undone when any was. */
function foldRepeats(assertions: readonly Assertion[]): Map<string, Assertion> {
  const byKey = new Map<string, Assertion>()
  for (const one of assertions) {
    const key = linkKey(one)
    const known = byKey.get(key)
    if (!known) byKey.set(key, one)
    else
      byKey.set(key, {
        ...one,
        firstAssertedAt: Math.min(one.firstAssertedAt, known.firstAssertedAt),
        isUndone: (one.isUndone ?? false) || (known.isUndone ?? false),
      })
  }
  return byKey
}

/** Why the rules keep an assertion from ever joining; null where they do not. */
function barring(nodeOf: ReadonlyMap<string, GraphNode>, rules: IdentityRules) {
  const blocklist = new Blocklist(rules)
  const isBlocked = (id: string) => {
    const node = nodeOf.get(id)
    return node !== undefined && blocklist.isBlocked(node.kind, node.value)
  }
  return (one: Assertion): 'shown' | 'blocked' | null => {
    if (one.rule === 'accepted') return null
    if (one.rule !== 'alias' && ruleOf(rules, kindOfRule(one.rule)).use === 'show') return 'shown'
    return isBlocked(one.a) || isBlocked(one.b) ? 'blocked' : null
  }
}

const isShared = (one: Assertion, shared: ReadonlySet<string>) =>
  !isStrong(one.rule) && (shared.has(one.a) || shared.has(one.b))

function strengths(rules: IdentityRules) {
  const known = new Map([
    ['accepted', -2],
    ['alias', -1],
  ])
  return (rule: string): number => {
    const present = known.get(rule)
    if (present !== undefined) return present
    const { priority } = ruleOf(rules, kindOfRule(rule))
    known.set(rule, priority)
    return priority
  }
}

/** Of equal strength and time, values decide and not ids: those are others in the next workspace that takes the same events. */
function compare(
  strength: (rule: string) => number,
  nodeOf: ReadonlyMap<string, GraphNode>,
  x: Assertion,
  y: Assertion,
): number {
  return (
    strength(x.rule) - strength(y.rule) ||
    x.firstAssertedAt - y.firstAssertedAt ||
    compareNodes(nodeOf, x.a, y.a) ||
    compareNodes(nodeOf, x.b, y.b) ||
    compareText(x.rule, y.rule)
  )
}
function compareNodes(nodeOf: ReadonlyMap<string, GraphNode>, x: string, y: string): number {
  if (x === y) return 0
  const [one, other] = [nodeOf.get(x), nodeOf.get(y)]
  return (
    compareText(one?.kind ?? '', other?.kind ?? '') ||
    compareText(one?.value ?? '', other?.value ?? '') ||
    compareText(x, y)
  )
}
const compareText = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)
const rank = (kind: string) => (kind === 'userId' ? 0 : kind === 'anonymousId' ? 1 : 2)
const byId = (x: GraphNode, y: GraphNode) => compareText(x.id, y.id)
const byRankThenId = (x: GraphNode, y: GraphNode) => rank(x.kind) - rank(y.kind) || byId(x, y)

function nameSets(
  nodes: readonly GraphNode[],
  rootOf: (id: string) => string,
  order: (x: GraphNode, y: GraphNode) => number,
): Map<string, string> {
  const firstOf = new Map<string, GraphNode>()
  for (const node of nodes) {
    const root = rootOf(node.id)
    const first = firstOf.get(root)
    if (!first || order(node, first) < 0) firstOf.set(root, node)
  }
  return new Map(nodes.map((node) => [node.id, firstOf.get(rootOf(node.id))?.id ?? node.id]))
}
