import { Forest } from './forest.ts'
import type { Decisions, GraphNode, LinkOutcome } from './identity-graph.ts'
import { ruleOf } from './identity-rules.ts'

type Counts = ReadonlyMap<string, number>

/** Identifiers joined into people one assertion after another, as long as limits and decisions allow it. */
export class PersonSets {
  readonly #forest = new Forest()
  readonly #nodeOf: ReadonlyMap<string, GraphNode>
  readonly #decisions: Decisions
  /** How many identifiers of each kind a set has, by root; a set of one has no entry. */
  readonly #counts = new Map<string, Counts>()
  /** Identifiers that must not come into the set, by root. */
  readonly #apart = new Map<string, string[]>()

  constructor(nodeOf: ReadonlyMap<string, GraphNode>, decisions: Decisions) {
    this.#nodeOf = nodeOf
    this.#decisions = decisions
    for (const [a, b] of decisions.apart) {
      this.#apart.set(a, [...(this.#apart.get(a) ?? []), b])
      this.#apart.set(b, [...(this.#apart.get(b) ?? []), a])
    }
  }

  find(id: string): string {
    return this.#forest.find(id)
  }

  /** Joins the sets of two identifiers, or says why not. What is one already stays one. */
  join(a: string, b: string, ignoresLimits: boolean): LinkOutcome {
    const [x, y] = [this.find(a), this.find(b)]
    if (x === y) return 'applied'
    if (this.#areApart(x, y)) return 'apart'
    const [ofX, ofY] = [this.#countsOf(x), this.#countsOf(y)]
    const exceeded = ignoresLimits ? undefined : this.#exceeded(ofX, ofY)
    if (exceeded !== undefined) return `limit:${exceeded}`
    const { root, gone } = this.#forest.join(x, y)
    this.#counts.set(root, addUp(ofX, ofY))
    this.#counts.delete(gone)
    this.#joinApart(root, gone)
    return 'applied'
  }

  /** A limit holds where both sides bring some: what one side has by alias already is not held against the other. */
  #exceeded(x: Counts, y: Counts): string | undefined {
    for (const [kind, n] of x) {
      const more = y.get(kind) ?? 0
      if (more > 0 && n + more > ruleOf(this.#decisions.rules, kind).limit) return kind
    }
    return undefined
  }

  #countsOf(root: string): Counts {
    const kind = this.#nodeOf.get(root)?.kind
    return this.#counts.get(root) ?? new Map(kind === undefined ? [] : [[kind, 1]])
  }

  #areApart(x: string, y: string): boolean {
    const [ofX, ofY] = [this.#apart.get(x) ?? [], this.#apart.get(y) ?? []]
    return ofX.length <= ofY.length
      ? ofX.some((id) => this.find(id) === y)
      : ofY.some((id) => this.find(id) === x)
  }

  #joinApart(root: string, gone: string): void {
    const [kept, added] = [this.#apart.get(root) ?? [], this.#apart.get(gone) ?? []]
    if (added.length === 0) return
    this.#apart.set(root, kept.length >= added.length ? pushAll(kept, added) : pushAll(added, kept))
    this.#apart.delete(gone)
  }
}

function addUp(x: Counts, y: Counts): Counts {
  const sum = new Map(x)
  for (const [kind, n] of y) sum.set(kind, (sum.get(kind) ?? 0) + n)
  return sum
}

function pushAll(into: string[], from: readonly string[]): string[] {
  for (const one of from) into.push(one)
  return into
}
