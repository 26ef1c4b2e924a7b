import type { ProcessNode } from '@teia/contracts'
import type { FocusEvent, KeyboardEvent, ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'
import { type Action, useMenu } from '../../ui/context-menu.tsx'
import { Facts, useHoverCard } from '../../ui/hover-card.tsx'
import { NODE_HEIGHT, type PlacedEdge, type PlacedNode } from './graph-layout.ts'
import { isSamePart, type Part } from './process-facts.ts'
import { END, START } from './visible-graph.ts'

export type MarkProps = {
  open: Part | undefined
  onOpen: (part: Part) => void
  actions: (part: Part) => readonly Action[]
  nameOf: (id: string) => string
  onReveal: (point: { x: number; y: number }) => void
}

/** What every mark answers to: click, Enter, the menu, its card, and coming into sight when it is focused. */
function useHandlers({ open, onOpen, actions, onReveal }: MarkProps) {
  const withMenu = useMenu()
  const withCard = useHoverCard()
  return (part: Part, at: { x: number; y: number }, card: () => ReactNode) => {
    const menu = withMenu(() => actions(part))
    const shown = withCard(card, 'pointer')
    return {
      ...shown,
      'data-mark': '',
      role: 'button' as const,
      'aria-pressed': isSamePart(part, open),
      onClick: () => onOpen(part),
      onContextMenu: menu.onContextMenu,
      onKeyDown: (event: KeyboardEvent) => {
        menu.onMenuKey(event)
        if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') onReveal(at)
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onOpen(part)
      },
      onFocus: (event: FocusEvent<SVGElement>) => {
        shown.onFocus?.(event)
        if (event.currentTarget.matches(':focus-visible')) onReveal(at)
      },
    }
  }
}

const arrowOf = ({ tip, from }: PlacedEdge, size: number) => {
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1
  const [dx, dy] = [(tip.x - from.x) / length, (tip.y - from.y) / length]
  const [x, y] = [tip.x - dx * size, tip.y - dy * size]
  const half = size * 0.5
  return `M${tip.x} ${tip.y}L${x - dy * half} ${y + dx * half}L${x + dy * half} ${y - dx * half}Z`
}

/** What a connection leads to when it is opened: its own people, or those who begin or end at its step. */
export const partOfEdge = ({ source, target }: PlacedEdge): Part =>
  source === START
    ? { node: target, part: 'starts' }
    : target === END
      ? { node: source, part: 'ends' }
      : { source, target }

/** How a connection looks: its width in pixels, and its place on the scale of times from 2 to 5. */
export type Look = (edge: PlacedEdge) => { width: number; tone: number | null; isFaint: boolean }

/** Connections as lines with an arrow, a wide line that nobody sees to be hit, and what is told of them. */
export function Edges(
  props: MarkProps & { edges: PlacedEdge[]; look: Look; labelOf: (edge: PlacedEdge) => string },
) {
  const { t, format } = useText()
  const handlers = useHandlers(props)
  const { nameOf, labelOf, look, open } = props
  const sorted = props.edges.toSorted(
    (a, b) => Number(isSamePart(partOfEdge(a), open)) - Number(isSamePart(partOfEdge(b), open)),
  )
  return sorted.map((placed) => {
    const part = partOfEdge(placed)
    const { width, tone, isFaint } = look(placed)
    const isOn = isSamePart(part, open)
    const ends = {
      source: placed.source === START ? t('process.start') : nameOf(placed.source),
      target: placed.target === END ? t('process.end') : nameOf(placed.target),
    }
    const { edge } = placed
    const kind = [
      'edge',
      isOn ? 'on' : '',
      edge ? '' : 'outer',
      isFaint ? 'faint' : '',
      tone === null ? '' : `tone-${tone}`,
    ]
    return (
      <g key={placed.id} className={kind.join(' ')}>
        <path className="line" data-edge={placed.id} d={placed.path} style={{ strokeWidth: width }} />
        <path className="arrow" d={arrowOf(placed, 6 + width)} />
        {placed.label && labelOf(placed) !== '' && (
          <text className="edge-label halo" x={placed.label.x} y={placed.label.y + 4}>
            {labelOf(placed)}
          </text>
        )}
        <path
          className="hit"
          d={placed.path}
          tabIndex={-1}
          aria-label={t(edge ? 'process.edgeSpoken' : 'process.outerSpoken', {
            ...ends,
            n: placed.times,
            median: format.duration(edge?.medianSeconds ?? 0),
          })}
          {...handlers(part, placed.label ?? placed.tip, () => (
            <Facts
              kind={t('process.connection')}
              title={`${ends.source} → ${ends.target}`}
              pairs={[
                [t('process.times'), <b key="times">{format.whole(placed.times)}</b>],
                ...(edge
                  ? [
                      [t('process.cases'), format.whole(edge.cases)] as const,
                      [t('shell.people'), format.whole(edge.people)] as const,
                      [t('process.median'), format.duration(edge.medianSeconds)] as const,
                      [t('process.p90'), format.duration(edge.p90Seconds)] as const,
                    ]
                  : []),
              ]}
            />
          ))}
        />
      </g>
    )
  })
}

/** Steps as boxes: name, how many cases take it, and below a bar with their share of all. */
export function Nodes(
  props: MarkProps & {
    nodes: PlacedNode[]
    facts: ReadonlyMap<string, ProcessNode>
    cases: number
    first: string | undefined
  },
) {
  const { t, format } = useText()
  const handlers = useHandlers(props)
  return props.nodes.map((placed) => {
    const node = props.facts.get(placed.id)
    if (!node) return <Outer key={placed.id} node={placed} />
    const part: Part = { node: node.id, part: 'met' }
    const name = props.nameOf(node.id)
    const share = props.cases === 0 ? 0 : node.cases / props.cases
    const middle = { x: placed.x + placed.width / 2, y: placed.y + placed.height / 2 }
    return (
      <g
        key={placed.id}
        className={`step ${isSamePart(part, props.open) ? 'on' : ''} ${node.kind}`}
        transform={`translate(${placed.x} ${placed.y})`}
        tabIndex={node.id === props.first ? 0 : -1}
        aria-label={t('process.nodeSpoken', {
          ...{ name, n: node.cases, interactions: node.interactions, share: format.percent(share) },
        })}
        {...handlers(part, middle, () => (
          <Facts
            kind={t('process.step')}
            title={name}
            pairs={[
              [t('process.cases'), <b key="cases">{format.whole(node.cases)}</b>],
              [t('paths.share'), format.percent(share)],
              [t('shell.people'), format.whole(node.people)],
              [t('process.interactions'), format.whole(node.interactions)],
              [t('process.reworkCases'), format.whole(node.reworkCases)],
            ]}
          />
        ))}
      >
        <rect className="box" width={placed.width} height={NODE_HEIGHT} rx="6" />
        <rect className="level" y={NODE_HEIGHT - 4} width={placed.width * share} height="4" rx="2" />
        <text x="10" y="16">
          {cut(name)}
        </text>
        <text className="t3" x="10" y="30">
          {t('process.nCases', { n: node.cases })}
        </text>
      </g>
    )
  })
}

const MOST_LETTERS = 28
export const cut = (name: string) =>
  name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name

function Outer({ node }: { node: PlacedNode }) {
  const { x, y, width, height } = node
  return node.id === START ? (
    <circle className="outer-mark" cx={x + width / 2} cy={y + height / 2} r={width / 2 - 1} />
  ) : (
    <rect className="outer-mark" x={x + 2} y={y + 2} width={width - 4} height={height - 4} rx="3" />
  )
}
