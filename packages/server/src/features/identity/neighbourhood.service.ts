import type { IdentityRules } from '@teia/contracts'
import * as links from './assertion-rows.queries.ts'
import * as q from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { type Assertion, type GraphNode, linkKey, mayJoin } from './identity-graph.ts'

/** Everything that who is who in some clusters depends on. */
export type Neighbourhood = {
  rows: q.IdentifierRow[]
  /** The identifiers of the clusters, and those that they have links to which cannot join. */
  nodes: GraphNode[]
  assertions: links.StoredAssertion[]
  apart: [string, string][]
}

/** Reads the clusters of the given identifiers, and those that links would now connect them to. */
export async function loadNeighbourhood(
  trx: Trx,
  workspaceId: string,
  identityIds: readonly string[],
  rules: IdentityRules,
  forgetsShared: boolean,
): Promise<Neighbourhood> {
  const isShared = (row: { is_shared: boolean }) => row.is_shared && !forgetsShared
  const nodeOf = (row: { identity_id: string; kind: string; value: string; is_shared: boolean }) => ({
    id: row.identity_id,
    kind: row.kind,
    value: row.value,
    isShared: isShared(row),
  })
  const rows = new Map<string, q.IdentifierRow>()
  const assertions = new Map<string, links.StoredAssertion>()
  const outside = new Map<string, GraphNode>()
  for (let wanted: readonly string[] = identityIds; wanted.length > 0; ) {
    const added = (await q.loadClusters(trx, workspaceId, wanted)).filter((row) => !rows.has(row.identity_id))
    for (const row of added) rows.set(row.identity_id, row)
    const ids = (from: typeof added) => from.map((row) => row.identity_id)
    // Of a shared identifier there may be a hundred thousand links, none of which joins.
    const near = added.filter((row) => !isShared(row))
    const far = added.filter(isShared)
    for (const one of await links.loadAssertions(trx, workspaceId, ids(near), ids(far)))
      assertions.set(linkKey(one), one)
    const unknown = [...new Set([...assertions.values()].flatMap(({ a, b }) => [a, b]))].filter(
      (id) => !rows.has(id) && !outside.has(id),
    )
    if (unknown.length > 0)
      for (const row of await links.loadNodes(trx, workspaceId, unknown))
        outside.set(row.identity_id, nodeOf(row))
    for (const id of rows.keys()) outside.delete(id)
    const nodes = [...[...rows.values()].map(nodeOf), ...outside.values()]
    wanted = outside.size === 0 ? [] : reached(nodes, [...assertions.values()], outside, rules)
    if (wanted.length === 0) return finish(trx, workspaceId, [...rows.values()], nodes, assertions)
  }
  return finish(trx, workspaceId, [...rows.values()], [...rows.values()].map(nodeOf), assertions)
}

/** Identifiers outside that a link may join with what is inside. */
function reached(
  nodes: readonly GraphNode[],
  assertions: readonly Assertion[],
  outside: ReadonlyMap<string, GraphNode>,
  rules: IdentityRules,
): string[] {
  const may = mayJoin(nodes, rules)
  const found = assertions
    .filter((one) => outside.has(one.a) !== outside.has(one.b) && may(one))
    .flatMap(({ a, b }) => [a, b].filter((id) => outside.has(id)))
  return [...new Set(found)]
}

async function finish(
  trx: Trx,
  workspaceId: string,
  rows: q.IdentifierRow[],
  nodes: GraphNode[],
  assertions: ReadonlyMap<string, links.StoredAssertion>,
): Promise<Neighbourhood> {
  const ids = rows.map((row) => row.identity_id)
  const apart = ids.length > 1 ? await links.loadSeparations(trx, workspaceId, ids) : []
  return { rows, nodes, assertions: [...assertions.values()], apart }
}
