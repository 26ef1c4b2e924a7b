import { useText } from '../../i18n/text.tsx'
import { NODE_WIDTH, type PlacedNode } from './flow-layout.ts'
import { type FlowProps, useHandlers } from './flow-marks.ts'
import { NodeCard } from './mark-cards.tsx'
import { useNodeName } from './use-paths.ts'

function cut(text: string, room: number): string {
  const most = Math.max(4, Math.floor(room / 6.7))
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

/** The steps as bars, each with its name and its walks. */
export function Nodes(
  props: FlowProps & {
    nodes: PlacedNode[]
    colours: Map<string, string>
    /** Pixels that the label of a node may take. */
    roomOf: (node: PlacedNode) => number
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
            {cut(name, props.roomOf(node) - count.length * 7 - 14)}
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
          {...handlers({ source: node.id }, () => (
            <NodeCard node={node} walks={props.answer.walks} step={node.depth + props.offset} />
          ))}
        />
      </g>
    )
  })
}
