import ELK, { type ELK as Elk, type ElkExtendedEdge, type ElkNode, type ElkPoint } from 'elkjs/lib/elk-api.js'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'
import { useEffect, useState } from 'react'
import { fitting, type Size } from './use-pan-zoom.ts'
import { type DrawnEdge, END, START, type VisibleGraph } from './visible-graph.ts'

export type PlacedNode = { id: string; x: number; y: number; width: number; height: number }
export type PlacedEdge = DrawnEdge & {
  path: string
  /** The tip of the arrow and the point before it. */
  tip: ElkPoint
  from: ElkPoint
  label: ElkPoint | null
}
export type GraphLayout = { width: number; height: number; nodes: PlacedNode[]; edges: PlacedEdge[] }

export const NODE_HEIGHT = 40
const options = {
  'elk.algorithm': 'layered',
  'elk.edgeRouting': 'SPLINES',
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.layered.spacing.nodeNodeBetweenLayers': '46',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.edgeLabels.inline': 'true',
}

let elk: Elk | undefined
/** The layout is worked out in a worker of its own, which is loaded once. */
const engine = () => {
  elk ??= new ELK({ workerFactory: () => new Worker(workerUrl) })
  return elk
}

/** Smaller than this nobody reads the names. */
const READABLE = 0.8

/** From left to right, or from above where that is larger in the box and the other is too small to read. */
async function layOutIn(box: Size, ...[graph, widthOf, labelOf]: LayoutInput): Promise<GraphLayout> {
  const across = await layOut('RIGHT', graph, widthOf, labelOf)
  if (fitting(across, box).scale >= READABLE) return across
  const down = await layOut('DOWN', graph, widthOf, labelOf)
  return fitting(down, box).scale > fitting(across, box).scale ? down : across
}

type LayoutInput = [
  graph: VisibleGraph,
  widthOf: (id: string) => number,
  labelOf: (edge: DrawnEdge) => string,
]

/** Places the steps in layers and routes the connections between them. */
async function layOut(
  direction: 'RIGHT' | 'DOWN',
  ...[graph, widthOf, labelOf]: LayoutInput
): Promise<GraphLayout> {
  const hasOuter = (id: string) => graph.edges.some(({ source, target }) => source === id || target === id)
  const outer = [START, END].filter(hasOuter).map((id) => ({
    ...{ id, width: 20, height: 20 },
    layoutOptions: { 'elk.layered.layering.layerConstraint': id === START ? 'FIRST' : 'LAST' },
  }))
  const laid: ElkNode = await engine().layout({
    id: 'process',
    layoutOptions: { ...options, 'elk.direction': direction },
    children: [...graph.nodes.map(({ id }) => ({ id, width: widthOf(id), height: NODE_HEIGHT })), ...outer],
    edges: graph.edges.map((edge) => ({
      id: edge.id,
      sources: [edge.source],
      targets: [edge.target],
      labels: [{ text: labelOf(edge), width: 7 * labelOf(edge).length + 8, height: 14 }],
    })),
  })
  const placed = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]))
  return {
    width: laid.width ?? 0,
    height: laid.height ?? 0,
    nodes: (laid.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => ({
      ...{ id, x, y, width, height },
    })),
    edges: graph.edges.flatMap((edge) => {
      const drawn = drawnOf(placed.get(edge.id))
      return drawn ? [{ ...edge, ...drawn }] : []
    }),
  }
}

function drawnOf(edge: ElkExtendedEdge | undefined) {
  const section = edge?.sections?.[0]
  if (!section) return null
  const bends = section.bendPoints ?? []
  const points = [section.startPoint, ...bends, section.endPoint]
  const label = edge?.labels?.[0]
  return {
    path: pathOf(points),
    tip: section.endPoint,
    from: points.at(-2) ?? section.startPoint,
    label: label
      ? { x: (label.x ?? 0) + (label.width ?? 0) / 2, y: (label.y ?? 0) + (label.height ?? 0) / 2 }
      : null,
  }
}

/** Splines come as a point and then three for each curve: two that draw it, and where it ends. */
function pathOf(points: readonly ElkPoint[]): string {
  const [first, ...rest] = points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
  if (rest.length % 3 !== 0) return `M${first}L${rest.join('L')}`
  const curves = rest.map((point, place) => `${place % 3 === 0 ? 'C' : ' '}${point}`)
  return `M${first}${curves.join('')}`
}

/** The layout of what is drawn; the one before stays until the next is ready. Null before the first. */
export function useGraphLayout(...[graph, widthOf, labelOf, box]: [...LayoutInput, box: Size]): {
  layout: GraphLayout | null
  failed: boolean
} {
  const [layout, setLayout] = useState<GraphLayout | null>(null)
  const [failed, setFailed] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths and labels follow from the graph and the language
  useEffect(() => {
    let isCurrent = true
    layOutIn(box, graph, widthOf, labelOf).then(
      (next) => {
        if (!isCurrent) return
        setLayout(next)
        setFailed(false)
      },
      () => isCurrent && setFailed(true),
    )
    return () => {
      isCurrent = false
    }
  }, [graph, box.width])
  return { layout, failed }
}
