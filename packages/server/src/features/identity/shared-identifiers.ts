import type { IdentityRules } from '@teia/contracts'
import type { Assertion, GraphNode } from './identity-graph.ts'
import { ruleOf } from './identity-rules.ts'

/**
 * Identifiers that are linked with more identifiers of one kind than their rule allows: a kiosk, a mailbox of a company,
 * a user id that a program gives to everybody. One that is known to be shared stays so. Links of shared identifiers
 * count as well, so that it does not matter which of two is found first.
 */
export function findShared(
  nodeOf: ReadonlyMap<string, GraphNode>,
  weak: readonly Assertion[],
  rules: IdentityRules,
): Set<string> {
  const shared = new Set([...nodeOf.values()].filter((node) => node.isShared).map((node) => node.id))
  const degrees = new Map<string, Map<string, number>>()
  const count = (at: string, other: string) => {
    const node = nodeOf.get(at)
    const kind = nodeOf.get(other)?.kind
    if (!node || kind === undefined || shared.has(at)) return
    const ofKind = degrees.get(kind) ?? new Map<string, number>()
    const degree = (ofKind.get(at) ?? 0) + 1
    degrees.set(kind, ofKind.set(at, degree))
    if (degree > ruleOf(rules, node.kind).sharedAfter) shared.add(at)
  }
  // The kinds of two identifiers leave one rule for them: each pair comes once.
  for (const { a, b } of weak) {
    count(a, b)
    count(b, a)
  }
  return shared
}
