import type { IdentifierKind } from '../../storage/log/accepted-event.ts'

/** `alias`: somebody said in so many words that two ids are one. `identify`: a user id came together with a device. */
export type IdentityRule = 'alias' | 'identify'
export type GraphNode = { id: string; kind: IdentifierKind }
export type Assertion = { a: string; b: string; rule: IdentityRule; firstAssertedAt: number }
export type Partition = {
  /** Identifier → person. The person's id is that of its first identifier: user ids before devices, then by hash. */
  personOf: Map<string, string>
  /** Identifier → the set that any assertion, applied or not, connects; named by its smallest member. */
  clusterOf: Map<string, string>
  applied: Assertion[]
}

const strength: Record<IdentityRule, number> = { alias: 0, identify: 1 }

/**
 * Joins identifiers into people: connected components of the assertions (union-find, Tarjan 1975), taken in the order
 * of strength, then age, then content. An `identify` that would put two user ids into one person is passed over: a
 * shared device belongs to the first who signed in on it. The result is a function of the set alone, so order,
 * repetition and interleaving of events do not change it.
 */
export function partitionIdentities(
  nodes: readonly GraphNode[],
  assertions: readonly Assertion[],
): Partition {
  const people = new Forest(nodes.map((node) => node.id))
  const clusters = new Forest(nodes.map((node) => node.id))
  const hasUser = new Set(nodes.filter((node) => node.kind === 'userId').map((node) => node.id))
  const applied: Assertion[] = []
  for (const assertion of assertions.toSorted(compareAssertions)) {
    clusters.join(assertion.a, assertion.b)
    const a = people.find(assertion.a)
    const b = people.find(assertion.b)
    if (a === b) {
      applied.push(assertion)
      continue
    }
    if (assertion.rule === 'identify' && hasUser.has(a) && hasUser.has(b)) continue
    const root = people.join(a, b)
    if (hasUser.has(a) || hasUser.has(b)) hasUser.add(root)
    applied.push(assertion)
  }
  return {
    personOf: nameSets(nodes, people, byKindThenId),
    clusterOf: nameSets(nodes, clusters, byId),
    applied,
  }
}

function compareAssertions(x: Assertion, y: Assertion): number {
  return (
    strength[x.rule] - strength[y.rule] ||
    x.firstAssertedAt - y.firstAssertedAt ||
    compareText(x.a, y.a) ||
    compareText(x.b, y.b)
  )
}
const compareText = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)
const byId = (x: GraphNode, y: GraphNode) => compareText(x.id, y.id)
const byKindThenId = (x: GraphNode, y: GraphNode) => compareText(y.kind, x.kind) || byId(x, y)

function nameSets(
  nodes: readonly GraphNode[],
  forest: Forest,
  order: (x: GraphNode, y: GraphNode) => number,
): Map<string, string> {
  const first = new Map<string, string>()
  const sorted = nodes.toSorted(order)
  for (const node of sorted) {
    const root = forest.find(node.id)
    if (!first.has(root)) first.set(root, node.id)
  }
  return new Map(sorted.map((node) => [node.id, first.get(forest.find(node.id)) ?? node.id]))
}

class Forest {
  readonly #parent: Map<string, string>
  constructor(ids: readonly string[]) {
    this.#parent = new Map(ids.map((id) => [id, id]))
  }
  find(id: string): string {
    let root = id
    for (let up = this.#parent.get(root); up !== undefined && up !== root; up = this.#parent.get(root))
      root = up
    for (let at = id; at !== root; ) {
      const up = this.#parent.get(at) ?? root
      this.#parent.set(at, root)
      at = up
    }
    return root
  }
  /** Joins two sets and returns the root of the whole. */
  join(a: string, b: string): string {
    const [from, to] = [this.find(a), this.find(b)].toSorted()
    if (from !== undefined && to !== undefined) this.#parent.set(to, from)
    return from ?? a
  }
}
