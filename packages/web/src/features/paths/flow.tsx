import { useElementSize } from '@mantine/hooks'
import type { PathsAnswer } from '@teia/contracts'
import { type KeyboardEvent, type RefObject, useMemo } from 'react'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { useMenu } from '../../ui/context-menu.tsx'
import { layOut, NODE_WIDTH, type PlacedLink, type PlacedNode } from './flow-layout.ts'
import { useNodeName } from './use-paths.ts'

/** What is selected: a node, or a link between two. */
export type Mark = { source: string; target?: string }

/** Entry colours: apart from each other for every kind of colour vision. */
const palette = ['--cat-1', '--cat-8', '--cat-4', '--cat-2', '--cat-3', '--cat-6', '--cat-5'] as const

export function entryColours(nodes: PathsAnswer['nodes']): Map<string, string> {
  const entries = nodes.filter((node) => node.kind === 'entry').sort((a, b) => b.walks - a.walks)
  return new Map(entries.slice(0, palette.length).map((node, index) => [node.id, `var(${palette[index]})`]))
}

/** Arrow keys walk over the marks of the drawing, in the order they are drawn. */
function walk(event: KeyboardEvent<SVGSVGElement>): void {
  const back = event.key === 'ArrowUp' || event.key === 'ArrowLeft'
  if (!back && event.key !== 'ArrowDown' && event.key !== 'ArrowRight') return
  const marks = [...event.currentTarget.querySelectorAll<SVGElement>('[data-mark]')]
  const at = marks.indexOf(document.activeElement as unknown as SVGElement)
  event.preventDefault()
  marks[(at + (back ? -1 : 1) + marks.length) % marks.length]?.focus()
}

function cut(text: string, room: number): string {
  const most = Math.max(4, Math.floor(room / 6.7))
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

type FlowProps = {
  answer: PathsAnswer
  goal: string | undefined
  selected: Mark | null
  onSelect: (mark: Mark) => void
  actions: (mark: Mark) => readonly Action[]
  svgRef: RefObject<SVGSVGElement | null>
}

const isSame = (mark: Mark, other: Mark | null) =>
  mark.source === other?.source && mark.target === other?.target

function useHandlers({ onSelect, actions, selected }: FlowProps) {
  const withMenu = useMenu()
  return (mark: Mark) => {
    const menu = withMenu(() => actions(mark))
    return {
      'data-mark': '',
      role: 'button' as const,
      'aria-pressed': isSame(mark, selected),
      onClick: () => onSelect(mark),
      onContextMenu: menu.onContextMenu,
      onKeyDown: (event: KeyboardEvent) => {
        menu.onMenuKey(event)
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onSelect(mark)
      },
    }
  }
}

function isOn(link: PlacedLink, selected: Mark | null): boolean {
  if (!selected) return false
  if (selected.target) return link.source === selected.source && link.target === selected.target
  return link.source === selected.source || link.target === selected.source
}

function Links({
  links,
  colours,
  ...props
}: FlowProps & { links: PlacedLink[]; colours: Map<string, string> }) {
  const { t, format } = useText()
  const nameOf = useNodeName()
  const handlers = useHandlers(props)
  const sorted = [...links].sort((a, b) => Number(isOn(a, props.selected)) - Number(isOn(b, props.selected)))
  return sorted.map((link) => {
    const on = isOn(link, props.selected)
    const colour = colours.get(link.source)
    const kind = on ? 'on' : link.to.kind === 'left' ? 'left' : colour ? 'entry' : ''
    const label = t('paths.linkSpoken', {
      source: nameOf(link.from),
      target: nameOf(link.to),
      n: link.walks,
      of: link.from.walks,
      share: format.percent(link.walks / link.from.walks),
    })
    return (
      <path
        key={link.id}
        className={`link ${kind}`}
        d={link.path}
        tabIndex={-1}
        aria-label={label}
        style={colour ? ({ '--c': colour } as React.CSSProperties) : undefined}
        {...handlers({ source: link.source, target: link.target })}
      >
        <title>{label}</title>
      </path>
    )
  })
}

function Shares({ links, selected }: { links: PlacedLink[]; selected: Mark | null }) {
  const { format } = useText()
  const exact = (link: PlacedLink) => selected?.target !== undefined && isOn(link, selected)
  return links
    .filter((link) => link.labelled || exact(link))
    .map((link) => (
      <text
        key={link.id}
        className={`share halo ${exact(link) ? 'on' : ''}`}
        x={link.from.x + NODE_WIDTH + 5}
        y={link.y0 + link.thickness / 2 + 4}
      >
        {exact(link)
          ? format.percent(link.walks / link.from.walks)
          : `${format.whole((100 * link.walks) / link.from.walks)} %`}
      </text>
    ))
}

function Nodes(
  props: FlowProps & {
    nodes: PlacedNode[]
    colours: Map<string, string>
    room: number
    first: string | undefined
    offset: number
  },
) {
  const { t, format } = useText()
  const nameOf = useNodeName()
  const handlers = useHandlers(props)
  return props.nodes.map((node) => {
    const colour = props.colours.get(node.id)
    const name = nameOf(node)
    const on = props.selected?.source === node.id && !props.selected.target
    const kind = node.label === props.goal ? 'goal' : colour ? 'entry' : node.kind === 'left' ? 'left' : ''
    const count = format.whole(node.walks)
    return (
      <g key={node.id}>
        <text className="halo" x={node.x} y={node.y - 6}>
          <tspan className={node.kind === 'left' || node.kind === 'other' ? 't2' : 'b'}>
            {cut(name, props.room - count.length * 7 - 14)}
          </tspan>
          <tspan className="t2" dx="5">
            {count}
          </tspan>
        </text>
        <rect
          className={`node ${kind} ${on ? 'on' : ''}`}
          x={node.x}
          y={node.y}
          width={NODE_WIDTH}
          height={node.height}
          tabIndex={node.id === props.first ? 0 : -1}
          aria-label={t('paths.nodeSpoken', { name, n: node.walks, depth: node.depth + props.offset })}
          style={colour ? ({ '--c': colour } as React.CSSProperties) : undefined}
          {...handlers({ source: node.id })}
        >
          <title>{`${name}, ${count}`}</title>
        </rect>
      </g>
    )
  })
}

/** The flow drawn: height is walks, columns are steps. One tab stop; arrows walk over nodes and links. */
export function Flow(props: FlowProps) {
  const { t } = useText()
  const { ref, width: measured } = useElementSize<HTMLElement>()
  const { nodes, links } = props.answer
  const layout = useMemo(
    () => layOut(nodes, links, { width: Math.max(320, measured || 900), height: 560 }),
    [nodes, links, measured],
  )
  const colours = useMemo(() => entryColours(nodes), [nodes])
  const entry = nodes.some((node) => node.kind === 'entry')
  const room = layout.columns.length > 1 ? (layout.columns[1]?.x ?? 136) : layout.width
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="scroll" ref={ref} aria-label={t('paths.drawing')} tabIndex={0}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing of many marks is a group, there is no element for it */}
      <svg
        ref={props.svgRef}
        className="sankey"
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label={t('paths.drawingSpoken', {
          walks: props.answer.walks,
          nodes: nodes.length,
          links: links.length,
        })}
        onKeyDown={walk}
      >
        {layout.columns.map((column) => (
          <text key={column.depth} className="t3" x={column.x} y={12}>
            {entry && column.depth === 0
              ? t('paths.columnEntry', { n: column.walks })
              : t('paths.column', { step: column.depth + (entry ? 0 : 1), n: column.walks })}
          </text>
        ))}
        <path className="axis" d={`M0 20H${layout.width}`} />
        <Links {...props} links={layout.links} colours={colours} />
        <Shares links={layout.links} selected={props.selected} />
        <Nodes
          {...props}
          nodes={layout.nodes}
          colours={colours}
          room={room}
          first={layout.nodes[0]?.id}
          offset={entry ? 0 : 1}
        />
      </svg>
    </section>
  )
}

/** What the colours mean, in words. */
export function FlowLegend({ answer }: { answer: PathsAnswer }) {
  const { t } = useText()
  const nameOf = useNodeName()
  const colours = entryColours(answer.nodes)
  return (
    <ul className="legend">
      {answer.nodes
        .filter((node) => colours.has(node.id))
        .sort((a, b) => b.walks - a.walks)
        .map((node) => (
          <li key={node.id}>
            <span className="swatch" style={{ '--c': colours.get(node.id) } as React.CSSProperties} />
            {nameOf(node)}
          </li>
        ))}
      <li>
        <span className="swatch" style={{ '--c': 'var(--line-3)' } as React.CSSProperties} />
        {t('paths.legendLeft')}
      </li>
      <li>{t('paths.legendHeight')}</li>
    </ul>
  )
}
