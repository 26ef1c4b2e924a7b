import type { ProcessAnswer, ProcessEdge, ProcessNode } from '@teia/contracts'

/** Where cases come from before their first step, and where they go after the last. No step can be called so. */
export const START = '…start'
export const END = '…end'

/** A connection to draw; one from the start or to the end has no edge of its own in the answer. */
export type DrawnEdge = {
  id: string
  source: string
  target: string
  times: number
  edge: ProcessEdge | null
}
export type VisibleGraph = {
  nodes: ProcessNode[]
  edges: DrawnEdge[]
  hidden: { nodes: number; edges: number }
}

export const idOfEdge = (source: string, target: string) => JSON.stringify([source, target])

function connectionsOf({ nodes, edges }: Pick<ProcessAnswer, 'nodes' | 'edges'>): DrawnEdge[] {
  const own = edges.map((edge) => ({
    ...{ id: idOfEdge(edge.source, edge.target), source: edge.source, target: edge.target },
    ...{ times: edge.times, edge },
  }))
  const outer = nodes.flatMap(({ id, starts, ends }) => [
    { id: idOfEdge(START, id), source: START, target: id, times: starts, edge: null },
    { id: idOfEdge(id, END), source: id, target: END, times: ends, edge: null },
  ])
  return [...own, ...outer].filter(({ times }) => times > 0).toSorted((a, b) => b.times - a.times)
}

/**
 * What is drawn of a process: the most frequent steps that make up a share of all interactions, and between them the most
 * frequent connections that make up a share of their times; of every step also its most frequent way in and out, so that
 * none stands alone.
 */
export function visibleGraph(
  answer: Pick<ProcessAnswer, 'nodes' | 'edges'>,
  shares: { steps: number; links: number },
): VisibleGraph {
  const all = answer.nodes.reduce((sum, { interactions }) => sum + interactions, 0)
  let met = 0
  const nodes = answer.nodes
    .toSorted((a, b) => b.interactions - a.interactions)
    .filter(({ interactions }, place) => {
      const isWanted = place === 0 || met < shares.steps * all
      met += interactions
      return isWanted
    })
  const shown = new Set([START, END, ...nodes.map(({ id }) => id)])
  const among = connectionsOf(answer).filter(({ source, target }) => shown.has(source) && shown.has(target))
  const whole = among.reduce((sum, { times }) => sum + times, 0)
  const [hasIn, hasOut] = [new Set<string>(), new Set<string>()]
  let covered = 0
  const edges = among.filter(({ source, target, times }) => {
    const isWanted = covered < shares.links * whole
    covered += times
    if (source === target) return isWanted
    const isFirst = (target !== END && !hasIn.has(target)) || (source !== START && !hasOut.has(source))
    hasIn.add(target)
    hasOut.add(source)
    return isWanted || isFirst
  })
  const hidden = { nodes: answer.nodes.length - nodes.length, edges: among.length - edges.length }
  return { nodes, edges, hidden }
}
