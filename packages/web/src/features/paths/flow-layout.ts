import type { PathLink, PathNode } from '@teia/contracts'

export type PlacedNode = PathNode & { x: number; y: number; height: number }
export type PlacedLink = PathLink & {
  id: string
  from: PlacedNode
  to: PlacedNode
  y0: number
  y1: number
  thickness: number
  path: string
  /** Whether its share can be written at its start without touching another. */
  labelled: boolean
}
export type Layout = {
  nodes: PlacedNode[]
  links: PlacedLink[]
  columns: { depth: number; x: number; walks: number }[]
  width: number
  height: number
}

export const NODE_WIDTH = 9
const TOP = 46
const LABEL = 30
const BOTTOM = 6
const LEAST_COLUMN = 136
/** Height that the walks of the fullest column share, beside their labels. */
const LEAST_FLOW = 300
const TEXT_HEIGHT = 13

const rank = { entry: 0, step: 0, other: 1, left: 2 } as const

/** Largest first; what was folded follows, who left comes last. */
function byRank(a: PathNode, b: PathNode): number {
  return rank[a.kind] - rank[b.kind] || b.walks - a.walks || a.label.localeCompare(b.label)
}

function columnsOf(nodes: readonly PathNode[]): PathNode[][] {
  const depth = Math.max(0, ...nodes.map((node) => node.depth))
  return Array.from({ length: depth + 1 }, (_, at) => nodes.filter((node) => node.depth === at).sort(byRank))
}

/** Pixels for one walk: what lets the fullest column fit with room for each label. */
function scaleOf(columns: readonly PathNode[][], height: number): number {
  const scales = columns.map((column) => {
    const total = column.reduce((sum, node) => sum + node.walks, 0)
    return total === 0
      ? Number.POSITIVE_INFINITY
      : (height - TOP - BOTTOM - (column.length - 1) * LABEL) / total
  })
  const scale = Math.min(...scales)
  return Number.isFinite(scale) ? Math.max(0, scale) : 0
}

function placeColumn(column: readonly PathNode[], x: number, scale: number, height: number): PlacedNode[] {
  let y = TOP
  let bottom = height - BOTTOM
  const placed: PlacedNode[] = []
  for (const node of column) {
    const tall = Math.max(2, node.walks * scale)
    if (node.kind === 'left') {
      placed.push({ ...node, x, y: bottom - tall, height: tall })
      bottom -= tall + LABEL
    } else {
      placed.push({ ...node, x, y, height: tall })
      y += tall + LABEL
    }
  }
  return placed
}

function ribbon(x0: number, x1: number, y0: number, y1: number, thick: number): string {
  const mid = ((x0 + x1) / 2).toFixed(1)
  const f = (value: number) => value.toFixed(1)
  return (
    `M${f(x0)} ${f(y0)}C${mid} ${f(y0)} ${mid} ${f(y1)} ${f(x1)} ${f(y1)}` +
    `V${f(y1 + thick)}C${mid} ${f(y1 + thick)} ${mid} ${f(y0 + thick)} ${f(x0)} ${f(y0 + thick)}Z`
  )
}

function placeLinks(
  links: readonly PathLink[],
  byId: ReadonlyMap<string, PlacedNode>,
  scale: number,
): PlacedLink[] {
  const drawn = links.flatMap((link) => {
    const from = byId.get(link.source)
    const to = byId.get(link.target)
    if (!from || !to || link.walks <= 0) return []
    const thickness = Math.max(0.75, link.walks * scale)
    return [
      {
        ...link,
        id: `${link.source}→${link.target}`,
        from,
        to,
        y0: 0,
        y1: 0,
        thickness,
        path: '',
        labelled: false,
      },
    ]
  })
  for (const node of byId.values()) {
    let out = node.y
    const leaving = drawn.filter((link) => link.from === node).sort((a, b) => a.to.y - b.to.y)
    let lastText = Number.NEGATIVE_INFINITY
    for (const link of leaving) {
      link.y0 = out
      out += link.walks * scale
      const text = link.y0 + link.thickness / 2
      link.labelled = link.thickness >= 9 && text - lastText >= TEXT_HEIGHT
      if (link.labelled) lastText = text
    }
    let into = node.y
    for (const link of drawn.filter((one) => one.to === node).sort((a, b) => a.from.y - b.from.y)) {
      link.y1 = into
      into += link.walks * scale
    }
  }
  for (const link of drawn) {
    link.path = ribbon(link.from.x + NODE_WIDTH, link.to.x, link.y0, link.y1, link.thickness)
  }
  return drawn
}

/**
 * Places the flow: a column for each depth, the largest node on top, who left at the bottom, one scale for all, so that
 * heights compare. Wider than asked when the columns would be too narrow for their labels; taller when a column is full.
 */
export function layOut(
  nodes: readonly PathNode[],
  links: readonly PathLink[],
  wanted: { width: number; height: number; lastColumn?: number },
): Layout {
  const columns = columnsOf(nodes)
  const fullest = Math.max(1, ...columns.map((column) => column.length))
  const height = Math.max(wanted.height, TOP + BOTTOM + fullest * LABEL + LEAST_FLOW)
  const lastColumn = Math.max(LEAST_COLUMN, wanted.lastColumn ?? 0)
  const width = Math.max(wanted.width, (columns.length - 1) * LEAST_COLUMN + lastColumn)
  const step = columns.length > 1 ? (width - lastColumn) / (columns.length - 1) : 0
  const scale = scaleOf(columns, height)
  const placed = columns.flatMap((column, depth) => placeColumn(column, depth * step, scale, height))
  const byId = new Map(placed.map((node) => [node.id, node]))
  return {
    nodes: placed,
    links: placeLinks(links, byId, scale),
    columns: columns.map((column, depth) => ({
      depth,
      x: depth * step,
      walks: column.reduce((sum, node) => sum + (node.kind === 'left' ? 0 : node.walks), 0),
    })),
    width,
    height,
  }
}
