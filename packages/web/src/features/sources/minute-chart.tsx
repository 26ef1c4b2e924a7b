import { useElementSize } from '@mantine/hooks'
import type { SourceTraffic } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'

/** Events per minute of the last hour: taken in grey, refused in red on top. */
export function MinuteChart({ traffic }: { traffic: SourceTraffic }) {
  const { t, format } = useText()
  const most = Math.max(
    1,
    ...traffic.minutes.map((minute) => minute.accepted + minute.refused + minute.duplicate),
  )
  const { ref, width: measured } = useElementSize<HTMLDivElement>()
  const full = Math.max(320, measured || 760)
  const width = (full - 40) / Math.max(1, traffic.minutes.length)
  const first = traffic.minutes[0]
  const last = traffic.minutes.at(-1)
  const scale = (count: number) => (count / most) * 84
  const sum = (pick: 'accepted' | 'refused') =>
    traffic.minutes.reduce((total, minute) => total + minute[pick], 0)
  return (
    <div ref={ref}>
      <svg
        className="traffic"
        width={full}
        height={116}
        viewBox={`0 0 ${full} 116`}
        role="img"
        aria-label={t('sources.trafficSpoken', { accepted: sum('accepted'), refused: sum('refused') })}
      >
        <path className="grid" d={`M40 8H${full}M40 50H${full}`} />
        <path className="axis" d={`M40 92.5H${full}`} />
        <text className="t3" x="0" y="12">
          {format.compact(most)}
        </text>
        <text className="t3" x="0" y="96">
          0
        </text>
        {traffic.minutes.map((minute, index) => {
          const taken = scale(minute.accepted)
          const twice = scale(minute.duplicate)
          const refused = scale(minute.refused)
          const x = 40 + index * width
          return (
            <g key={minute.time}>
              <title>
                {t('sources.minuteSpoken', {
                  time: format.clock(minute.time),
                  accepted: minute.accepted,
                  refused: minute.refused,
                  duplicate: minute.duplicate,
                })}
              </title>
              <rect className="bar" x={x} y={92 - taken} width={width - 2} height={taken} />
              <rect className="bar rest" x={x} y={92 - taken - twice} width={width - 2} height={twice} />
              <rect
                className="refused"
                x={x}
                y={92 - taken - twice - refused}
                width={width - 2}
                height={refused}
              />
            </g>
          )
        })}
        <text className="t3" x="40" y="110">
          {first ? format.clock(first.time) : ''}
        </text>
        <text className="t3 end" x={full} y="110">
          {last ? format.clock(last.time) : ''}
        </text>
      </svg>
    </div>
  )
}
