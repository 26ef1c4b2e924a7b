import type { FunnelAnswer, FunnelStepAnswer } from '@teia/contracts'
import type { KeyboardEvent, RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import { type Action, useMenu } from '../../ui/context-menu.tsx'
import { Facts, useHoverCard } from '../../ui/hover-card.tsx'
import { FEW } from '../../ui/whisker.tsx'
import type { Spot } from './funnels-search.ts'

const COLUMN = 168
const BAR = 84
const TOP = 30
const HEIGHT = 220
const FOOT = 58
const y = (share: number) => TOP + HEIGHT * (1 - share)

export type BarsProps = {
  answer: FunnelAnswer
  names: readonly string[]
  selected: Spot | undefined
  onOpen: (spot: Spot) => void
  actions: (spot: Spot) => readonly Action[]
  svgRef: RefObject<SVGSVGElement | null>
}

/** What every part of a bar answers to: click, Enter, the menu, its card. */
function useMark({ onOpen, actions, selected }: BarsProps) {
  const withMenu = useMenu()
  const withCard = useHoverCard()
  return (spot: Spot, label: string, card: () => React.ReactNode) => {
    const menu = withMenu(() => actions(spot))
    const isOpen =
      selected?.step === spot.step && selected.part === spot.part && selected.series === undefined
    return {
      ...withCard(card, 'pointer'),
      'data-mark': '',
      role: 'button' as const,
      tabIndex: 0,
      'aria-label': label,
      'aria-pressed': isOpen,
      onClick: () => onOpen(spot),
      onContextMenu: menu.onContextMenu,
      onKeyDown: (event: KeyboardEvent) => {
        menu.onMenuKey(event)
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onOpen(spot)
      },
    }
  }
}

/** A name in at most two lines of the column's width. */
function linesOf(name: string): string[] {
  const most = 22
  if (name.length <= most) return [name]
  const cut = name.lastIndexOf(' ', most)
  const first = cut > 6 ? name.slice(0, cut) : name.slice(0, most)
  const rest = name.slice(first.length).trim()
  return [first, rest.length > most ? `${rest.slice(0, most - 1)}…` : rest]
}

function Interval({ step, x }: { step: FunnelStepAnswer; x: number }) {
  const [low, high] = [y(step.low), y(step.high)]
  return (
    <path
      className={step.walks < FEW ? 'span few' : 'span'}
      d={`M${x} ${low}V${high}M${x - 4} ${low}h8M${x - 4} ${high}h8`}
    />
  )
}

/** One step: who reached it, who left on the way to it, and how its share was before. */
function Bar(props: BarsProps & { at: number }) {
  const { answer, names, at } = props
  const { t, format } = useText()
  const mark = useMark(props)
  const step = answer.steps[at]
  if (!step) return null
  const before = answer.steps.findLastIndex((one, place) => place < at && !one.optional)
  const from = answer.steps[before]
  const x = at * COLUMN + (COLUMN - BAR) / 2
  const left = from && !step.optional ? from.walks - step.walks : 0
  const was = answer.previous?.steps[at]
  const counts = { n: step.walks, of: answer.steps[0]?.walks ?? 0 }
  const share = format.percent(step.conversion)
  const span = format.percentSpan(step.low, step.high)
  return (
    <g>
      {left > 0 && from && (
        <rect
          {...mark(
            { step: before + 1, part: 'left' },
            t('funnels.leftSpoken', { n: left, name: names[at] ?? '', from: names[before] ?? '' }),
            () => (
              <Facts
                kind={t('funnels.leftBefore', { name: names[at] ?? '' })}
                title={names[before] ?? ''}
                pairs={[
                  [t('funnels.left'), format.whole(left)],
                  [t('paths.share'), format.percent(1 - step.fromPrevious.conversion)],
                ]}
              />
            ),
          )}
          className="gone"
          x={x}
          y={y(from.conversion)}
          width={BAR}
          height={Math.max(0, y(step.conversion) - y(from.conversion))}
        />
      )}
      <rect
        {...mark(
          { step: at + 1, part: 'reached' },
          t('funnels.reachedSpoken', { n: step.walks, name: names[at] ?? '', share, span }),
          () => (
            <Facts
              kind={t('funnels.stepN', { n: at + 1 })}
              title={names[at] ?? ''}
              pairs={[
                [t('funnels.reached'), t('paths.kOfN', { k: counts.n, n: counts.of })],
                [t('funnels.ofFirst'), `${share} (${span})`],
                ...(from
                  ? [[t('funnels.ofPrevious'), format.percent(step.fromPrevious.conversion)] as const]
                  : []),
              ]}
            />
          ),
        )}
        className={step.optional ? 'reach optional' : 'reach'}
        x={x}
        y={y(step.conversion)}
        width={BAR}
        height={Math.max(1, HEIGHT * step.conversion)}
      />
      {at > 0 && step.walks > 0 && <Interval step={step} x={x + BAR / 2} />}
      {was && was.walks > 0 && at > 0 && (
        <circle className="before" cx={x + BAR + 6} cy={y(was.conversion)} r="3" />
      )}
      <text
        className="strong mid"
        x={x + BAR / 2}
        y={
          y(
            Math.max(
              step.high * Number(step.walks > 0),
              step.conversion,
              from && !step.optional ? from.conversion : 0,
            ),
          ) - 8
        }
      >
        {share}
      </text>
      {linesOf(names[at] ?? '').map((line, row) => (
        <text key={line} className="t2 mid" x={x + BAR / 2} y={TOP + HEIGHT + 18 + row * 15}>
          {line}
        </text>
      ))}
      <text className="t3 mid" x={x + BAR / 2} y={TOP + HEIGHT + FOOT - 8}>
        {step.optional ? t('funnels.nOptional', { n: step.walks }) : format.whole(step.walks)}
      </text>
      {from && (
        <g>
          <text className="t3 mid" x={at * COLUMN} y={TOP + HEIGHT - 26}>
            {format.percent(step.fromPrevious.conversion)}
          </text>
          {step.medianSeconds !== null && (
            <text className="t3 mid" x={at * COLUMN} y={TOP + HEIGHT - 11}>
              {format.duration(step.medianSeconds)}
            </text>
          )}
        </g>
      )}
    </g>
  )
}

/** The funnel as bars: filled those who reached a step, pale those who left before it. */
export function FunnelBars(props: BarsProps) {
  const { t, format } = useText()
  const { steps } = props.answer
  const width = steps.length * COLUMN
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a drawing
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="scroll" role="group" tabIndex={0} aria-label={t('funnels.drawing')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with marks to open is a group */}
      <svg
        ref={props.svgRef}
        className="funnel-bars"
        width={width}
        height={TOP + HEIGHT + FOOT}
        viewBox={`0 0 ${width} ${TOP + HEIGHT + FOOT}`}
        role="group"
        aria-label={t('funnels.drawingSpoken', {
          n: steps.length,
          share: format.percent(steps.at(-1)?.conversion ?? 0),
        })}
      >
        <path className="axis" d={`M0 ${TOP + HEIGHT + 0.5}H${width}`} />
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <Bar key={`${step.label} ${at}`} {...props} at={at} />
        ))}
      </svg>
    </div>
  )
}
