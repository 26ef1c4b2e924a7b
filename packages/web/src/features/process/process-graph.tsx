import { useElementSize, useMergedRef, useReducedMotion } from '@mantine/hooks'
import type { ProcessAnswer, ProcessQuestion } from '@teia/contracts'
import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { IconButton } from '../../ui/button.tsx'
import { EmptyState, Skeleton } from '../../ui/notices.tsx'
import { type PlacedEdge, useGraphLayout } from './graph-layout.ts'
import { cut, Edges, type Look, type MarkProps, Nodes } from './graph-marks.tsx'
import { ReplayBar } from './replay-bar.tsx'
import { ReplayDots } from './replay-dots.tsx'
import { usePanZoom } from './use-pan-zoom.ts'
import { useReplayCounts } from './use-replay-counts.ts'
import { useReplayTime } from './use-replay-time.ts'
import type { DrawnEdge, VisibleGraph } from './visible-graph.ts'

const HEIGHT = 560
const SLICES = 30

/** Arrow keys walk over the marks of the drawing. */
function walk(event: KeyboardEvent<SVGSVGElement>): void {
  const back = event.key === 'ArrowUp' || event.key === 'ArrowLeft'
  if (!back && event.key !== 'ArrowDown' && event.key !== 'ArrowRight') return
  const marks = [...event.currentTarget.querySelectorAll<SVGElement>('[data-mark]')]
  const at = marks.indexOf(document.activeElement as unknown as SVGElement)
  event.preventDefault()
  marks[(at + (back ? -1 : 1) + marks.length) % marks.length]?.focus()
}

/** Width by how often, or tone by how long against the other connections that are drawn. */
function lookOf(edges: readonly DrawnEdge[], measure: 'frequency' | 'time'): Look {
  const most = Math.max(1, ...edges.map(({ times }) => times))
  const sorted = edges.flatMap(({ edge }) => edge?.medianSeconds ?? []).toSorted((a, b) => a - b)
  return ({ times, edge }) => {
    if (measure === 'frequency')
      return { width: 1.2 + (edge ? 8 : 4) * Math.sqrt(times / most), tone: null, isFaint: false }
    const place = sorted.findLastIndex((one) => one <= (edge?.medianSeconds ?? -1))
    const tone = edge ? 2 + Math.min(3, Math.floor((4 * place) / Math.max(1, sorted.length))) : null
    return { width: edge ? 2.5 : 1.2, tone, isFaint: edge === null }
  }
}

/** While a replay is open: width by how often in the slice, against the most of any slice. */
const replayLook =
  (counts: ReadonlyMap<string, number>, most: number): Look =>
  ({ id }) => {
    const times = counts.get(id) ?? 0
    return { width: times === 0 ? 1 : 1.5 + 7.5 * Math.sqrt(times / most), tone: null, isFaint: times === 0 }
  }

type Props = Omit<MarkProps, 'onReveal'> & {
  answer: ProcessAnswer
  question: ProcessQuestion
  graph: VisibleGraph
  measure: 'frequency' | 'time'
  svgRef: RefObject<SVGSVGElement | null>
}

/** The process drawn: steps, and connections between them. One tab stop; arrows walk over steps and connections. */
export function ProcessGraph(props: Props) {
  const { t, format } = useText()
  const { answer, graph, measure, svgRef, question } = props
  const { ref, width: measured } = useElementSize<HTMLElement>()
  const svg = useRef<SVGSVGElement>(null)
  const svgRefs = useMergedRef(svg, svgRef)
  const facts = useMemo(() => new Map(answer.nodes.map((node) => [node.id, node])), [answer])
  const labelOf = ({ edge, times }: DrawnEdge) =>
    measure === 'frequency' ? format.whole(times) : edge ? format.duration(edge.medianSeconds) : ''
  const widthOf = (id: string) => {
    const cases = t('process.nCases', { n: facts.get(id)?.cases ?? 0 })
    return 22 + Math.max(7.2 * cut(props.nameOf(id)).length, 6.4 * cases.length)
  }
  const asked = useMemo(() => ({ ...graph, measure }), [graph, measure])
  const width = Math.max(300, measured || 900)
  const box = { width, height: HEIGHT }
  const { layout, failed } = useGraphLayout(asked, widthOf, labelOf, box)
  const { view, handlers, zoom, reveal, fit } = usePanZoom(svg, layout, box)
  const [isReplaying, setReplaying] = useState(false)
  const replay = useReplayCounts(question, SLICES, isReplaying)
  const time = useReplayTime(SLICES)
  const isStill = useReducedMotion()
  if (failed) return <EmptyState title={t('process.failedTitle')}>{t('process.failedText')}</EmptyState>
  if (!layout) return <Skeleton rows={14} />
  const isShown = isReplaying && replay !== null
  const look = isShown ? replayLook(replay.at(time.slice), replay.most) : lookOf(graph.edges, measure)
  const tell = (times: number) => (times === 0 ? '' : format.whole(times))
  const label = (edge: PlacedEdge) =>
    isShown ? tell(replay.at(time.slice).get(edge.id) ?? 0) : labelOf(edge)
  const marks = { ...props, onReveal: reveal }
  return (
    <>
      <section ref={ref} className="process-box" aria-label={t('process.drawing')}>
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing of many marks is a group, there is no element for it */}
        <svg
          ref={svgRefs}
          className="process"
          height={HEIGHT}
          role="group"
          aria-label={t('process.drawingSpoken', { nodes: graph.nodes.length, edges: graph.edges.length })}
          onKeyDown={(event) => {
            walk(event)
            if (event.key === '+') zoom(1.25)
            if (event.key === '-') zoom(0.8)
            if (event.key === '0') fit()
          }}
          {...handlers}
        >
          <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
            <Edges {...marks} edges={layout.edges} look={look} labelOf={label} />
            <Nodes
              {...marks}
              nodes={layout.nodes}
              facts={facts}
              cases={answer.totals.cases}
              first={graph.nodes[0]?.id}
            />
            {isShown && !isStill && (
              <ReplayDots
                svg={svg}
                edges={graph.edges}
                counts={replay.at}
                most={replay.most}
                timeOf={time.timeOf}
              />
            )}
          </g>
        </svg>
        <div className="process-tools">
          <IconButton icon="plus" label={t('process.zoomIn')} onClick={() => zoom(1.25)} />
          <IconButton icon="minus" label={t('process.zoomOut')} onClick={() => zoom(0.8)} />
          <IconButton icon="fit" label={t('process.fit')} onClick={fit} />
        </div>
      </section>
      <ReplayBar
        isOpen={isReplaying}
        slices={replay?.slices ?? null}
        time={time}
        onOpen={() => {
          setReplaying(true)
          if (!isStill) time.toggle()
        }}
        onClose={() => {
          if (time.isPlaying) time.toggle()
          setReplaying(false)
        }}
        isStill={isStill}
      />
    </>
  )
}
