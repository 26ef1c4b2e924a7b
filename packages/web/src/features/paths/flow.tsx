import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, useMemo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { layOut } from './flow-layout.ts'
import { Links, Shares } from './flow-links.tsx'
import { entryColours, type FlowProps } from './flow-marks.ts'
import { Nodes } from './flow-nodes.tsx'
import { linkFacts } from './path-facts.ts'
import { useNodeName } from './use-paths.ts'

const MOST_LABEL = 220
/** About how wide a name with its count is, in pixels. */
const labelWidth = (name: string, walks: number) => 6.9 * name.length + 7 * (String(walks).length + 1) + 22

/** Arrow keys walk over the marks of the drawing, in the order they are drawn. */
function walk(event: KeyboardEvent<SVGSVGElement>): void {
  const back = event.key === 'ArrowUp' || event.key === 'ArrowLeft'
  if (!back && event.key !== 'ArrowDown' && event.key !== 'ArrowRight') return
  const marks = [...event.currentTarget.querySelectorAll<SVGElement>('[data-mark]')]
  const at = marks.indexOf(document.activeElement as unknown as SVGElement)
  event.preventDefault()
  marks[(at + (back ? -1 : 1) + marks.length) % marks.length]?.focus()
}

/** The flow drawn: height is walks, columns are steps. One tab stop; arrows walk over nodes and links. */
export function Flow(props: FlowProps) {
  const { t } = useText()
  const { ref, width: measured } = useElementSize<HTMLElement>()
  const { nodes, links } = props.answer
  const nameOf = useNodeName()
  const last = Math.max(0, ...nodes.map((node) => node.depth))
  const ends = nodes.filter((node) => node.depth === last)
  const widest = Math.max(0, ...ends.map((node) => labelWidth(nameOf(node), node.walks)))
  const lastColumn = Math.min(MOST_LABEL, widest)
  const layout = useMemo(
    () => layOut(nodes, links, { width: Math.max(320, measured || 900), height: 560, lastColumn }),
    [nodes, links, measured, lastColumn],
  )
  const colours = useMemo(() => entryColours(nodes), [nodes])
  const facts = useMemo(
    () => new Map(linkFacts({ nodes, links }).map((fact) => [fact.id, fact])),
    [nodes, links],
  )
  const entry = nodes.some((node) => node.kind === 'entry')
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
        <Links {...props} links={layout.links} colours={colours} facts={facts} />
        <Shares links={layout.links} selected={props.selected} />
        <Nodes
          {...props}
          nodes={layout.nodes}
          colours={colours}
          roomOf={(node) => (layout.columns[node.depth + 1]?.x ?? layout.width) - node.x}
          first={layout.nodes[0]?.id}
          offset={entry ? 0 : 1}
        />
      </svg>
    </section>
  )
}
