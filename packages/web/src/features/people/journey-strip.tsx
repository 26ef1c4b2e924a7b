import { useElementSize, useMergedRef } from '@mantine/hooks'
import type { Channel, JourneyStrip } from '@teia/contracts'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { Facts, useHoverCard } from '../../ui/hover-card.tsx'
import { seriesColour } from '../../ui/series-colours.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'

const LEFT = 92
const TOP = 14
const LANE = 24

/** Channels in the order in which the person first met them. */
export function lanesOf(points: JourneyStrip['points']): Channel[] {
  return [...new Set(points.map((point) => point.channel))]
}

function walk(event: KeyboardEvent<SVGSVGElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  const marks = [...event.currentTarget.querySelectorAll<SVGElement>('[data-mark]')]
  const at = marks.indexOf(document.activeElement as unknown as SVGElement)
  event.preventDefault()
  marks[Math.min(marks.length - 1, Math.max(0, at + step))]?.focus()
}

// An SVG mark has no element of its own for what can be pressed.
const asButton = { role: 'button' }

/** The walk of a person over channels: a lane each, time to the right. Arrows walk, Enter opens the event. */
export function JourneyDrawing({ strip, onOpen }: { strip: JourneyStrip; onOpen: (id: string) => void }) {
  const { t, format } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const withCard = useHoverCard()
  const { ref, width: measured } = useElementSize<HTMLElement>()
  const box = useRef<HTMLElement>(null)
  const both = useMergedRef(ref, box)
  const width = Math.max(720, measured || 1000)
  // Where it does not fit, what happened last is what is looked at first.
  useEffect(() => {
    if (measured > 0) box.current?.scrollTo({ left: width })
  }, [measured, width])
  const lanes = lanesOf(strip.points)
  const from = Date.parse(strip.from)
  const span = Date.parse(strip.to) - from || 1
  const x = (time: string) => LEFT + 6 + ((Date.parse(time) - from) / span) * (width - LEFT - 16)
  const y = (channel: Channel) => TOP + lanes.indexOf(channel) * LANE
  const floor = TOP + (lanes.length - 1) * LANE + 12
  const ticks = Array.from({ length: 7 }, (_, index) => from + (span * index) / 6)
  const path = strip.points.map(
    (point, index) => `${index === 0 ? 'M' : 'L'}${x(point.time).toFixed(1)} ${y(point.channel)}`,
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="scroll" ref={both} aria-label={t('people.journey')} tabIndex={0}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing of many marks is a group, there is no element for it */}
      <svg
        className="strip"
        width={width}
        height={floor + 24}
        viewBox={`0 0 ${width} ${floor + 24}`}
        role="group"
        aria-label={t('people.journeySpoken', { n: strip.points.length })}
        onKeyDown={walk}
      >
        {lanes.map((channel) => (
          <g key={channel}>
            <path className="grid" d={`M${LEFT} ${y(channel)}H${width}`} />
            <text className="t2" x="0" y={y(channel) + 4}>
              {channelName(channel)}
            </text>
          </g>
        ))}
        <path className="axis" d={`M${LEFT} ${floor}H${width}`} />
        {ticks.map((tick, index) => (
          <text
            key={tick}
            className={`t3 ${index === 0 ? '' : index === 6 ? 'end' : 'mid'}`}
            x={index === 6 ? width - 4 : x(new Date(tick).toISOString())}
            y={floor + 16}
          >
            {format.dayShort(new Date(tick))}
          </text>
        ))}
        <path className="walk" d={path.join('')} />
        {strip.points.map((point, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the role comes with asButton
          <circle
            key={point.id}
            className="spot"
            style={{ fill: `var(${seriesColour(lanes.indexOf(point.channel))})` }}
            cx={x(point.time)}
            cy={y(point.channel)}
            r="3.5"
            data-mark=""
            {...asButton}
            tabIndex={index === 0 ? 0 : -1}
            aria-label={`${format.moment(point.time)}, ${point.name}, ${touchpointName(point.touchpoint)}`}
            onClick={() => onOpen(point.id)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onOpen(point.id)
            }}
            {...withCard(() => (
              <Facts
                kind={format.moment(point.time)}
                title={point.name}
                pairs={[
                  [t('people.touchpoint'), touchpointName(point.touchpoint)],
                  [t('filters.channel'), channelName(point.channel)],
                ]}
              />
            ))}
          />
        ))}
      </svg>
    </section>
  )
}
