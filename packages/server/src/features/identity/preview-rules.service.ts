import { setImmediate as breathe } from 'node:timers/promises'
import type { IdentityRules, IdentityRulesChange, IdentityRulesPreview } from '@teia/contracts'
import type { z } from 'zod'
import type { DecisionDeps } from './change-identities.service.ts'
import { Forest } from './forest.ts'
import { type Assertion, type GraphNode, linkKey, partitionIdentities } from './identity-graph.ts'
import { findRules } from './identity-rules.queries.ts'
import { defaultRules } from './identity-rules.ts'
import { countIdentifiers } from './identity-work.queries.ts'
import * as q from './preview-rules.queries.ts'
import { countCarrying, type EventPlace, nextCarrying } from './read-again.queries.ts'
import { marksOfChange, readAgain } from './reading.ts'

type Preview = z.infer<typeof IdentityRulesPreview>
/** Beyond these, counting beforehand would hold up the server. */
const most = { identifiers: 100_000, events: 200_000 }
const tooLarge: Preview = { isTooLarge: true, before: 0, after: 0, joining: 0, parting: 0 }
const atOnce = 5_000

/** Says how many people would join or part under other rules. Nothing is changed. */
export async function previewRules(
  deps: Pick<DecisionDeps, 'postgres' | 'clickhouse'>,
  workspaceId: string,
  change: z.infer<typeof IdentityRulesChange>,
): Promise<Preview> {
  const { version: _version, ...rules } = change
  const before = (await findRules(deps.postgres, workspaceId))?.rules ?? defaultRules
  if ((await countIdentifiers(deps.postgres, workspaceId)) > most.identifiers) return tooLarge
  const marks = marksOfChange([before], rules)
  if ((await countCarrying(deps.clickhouse, workspaceId, marks)) > most.events) return tooLarge
  const [nodes, assertions, apart] = await Promise.all([
    q.listNodes(deps.postgres, workspaceId),
    q.listAssertions(deps.postgres, workspaceId),
    q.listSeparations(deps.postgres, workspaceId),
  ])
  const graph = {
    nodes: new Map<string, GraphNode>(nodes.map((node) => [node.id, node])),
    links: new Map(assertions.map((one) => [linkKey(one), one])),
  }
  if (marks.length > 0) await readInto(graph, deps, workspaceId, { before, rules, marks })
  const personOf = await partitionInParts(graph, { rules, apart })
  return countMoves(nodes, personOf)
}

type Graph = { nodes: Map<string, GraphNode>; links: Map<string, Assertion> }

/** Changes the links as reading the events again would. */
async function readInto(
  graph: Graph,
  deps: Pick<DecisionDeps, 'clickhouse'>,
  workspaceId: string,
  { before, rules, marks }: { before: IdentityRules; rules: IdentityRules; marks: readonly string[] },
): Promise<void> {
  const said = new Map<string, Assertion>()
  const doubted = new Set<string>()
  let after: EventPlace | null = null
  for (;;) {
    const page = await nextCarrying(deps.clickhouse, { workspaceId, marks, after, limit: atOnce })
    for (const event of page.events) {
      const read = readAgain(workspaceId, event, [before], rules)
      const undone = new Set(
        read.became.filter(([old]) => graph.links.get(linkKey(old))?.isUndone).map(([, now]) => linkKey(now)),
      )
      for (const { a, b, rule, value } of read.made) {
        const key = linkKey({ a, b, rule })
        const known = said.get(key)
        const isUndone = known?.isUndone || graph.links.get(key)?.isUndone || undone.has(key)
        const firstAssertedAt = Math.min(event.time, known?.firstAssertedAt ?? event.time)
        said.set(key, { a, b, rule, firstAssertedAt, isUndone })
        if (!graph.nodes.has(b)) graph.nodes.set(b, { id: b, kind: rule, value })
      }
      for (const link of read.doubted) doubted.add(linkKey(link))
    }
    await breathe()
    after = page.last
    if (page.events.length < atOnce) break
  }
  for (const key of doubted) graph.links.delete(key)
  for (const [key, one] of said) graph.links.set(key, one)
}

/** Each part that links connect on its own, so that other work gets its turn. */
async function partitionInParts(
  { nodes, links }: Graph,
  decisions: { rules: IdentityRules; apart: readonly (readonly [string, string])[] },
): Promise<Map<string, string>> {
  const parts = new Forest()
  for (const { a, b } of links.values()) parts.join(a, b)
  const linksOf = Map.groupBy(links.values(), ({ a }) => parts.find(a))
  const personOf = new Map<string, string>()
  let size = 0
  for (const [part, own] of Map.groupBy(nodes.values(), ({ id }) => parts.find(id))) {
    const ids = new Set(own.map(({ id }) => id))
    const apart = decisions.apart.filter(([a, b]) => ids.has(a) && ids.has(b))
    const found = partitionIdentities(own, linksOf.get(part) ?? [], { rules: decisions.rules, apart })
    for (const [id, person] of found.personOf) personOf.set(id, person)
    size += own.length
    if (size < atOnce) continue
    size = 0
    await breathe()
  }
  return personOf
}

/** Only identifiers that events speak for make people. */
function countMoves(nodes: readonly q.PersonNode[], personOf: ReadonlyMap<string, string>): Preview {
  const seen = nodes.filter((node) => node.isSeen)
  const now = (node: q.PersonNode) => personOf.get(node.id) ?? node.id
  const people = Map.groupBy(seen, (node) => node.personId)
  const later = Map.groupBy(seen, now)
  const wasWithOthers = new Set(
    [...later.values()]
      .map((own) => new Set(own.map((node) => node.personId)))
      .filter((before) => before.size > 1)
      .flatMap((before) => [...before]),
  )
  return {
    isTooLarge: false,
    before: people.size,
    after: later.size,
    joining: wasWithOthers.size,
    parting: [...people.values()].filter((own) => new Set(own.map(now)).size > 1).length,
  }
}
