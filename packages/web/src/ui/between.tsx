import type { Durations } from '@teia/contracts'
import { useText } from '../i18n/text.tsx'

/** How long people took, in twelve bins up to the 95th percentile. */
export function Between({ between }: { between: Durations }) {
  const { t, format } = useText()
  const most = Math.max(1, ...between.bins)
  const width = 296 / between.bins.length
  return (
    <svg
      className="chart"
      viewBox="0 0 296 90"
      role="img"
      aria-label={t('paths.betweenSpoken', { n: between.n, median: format.duration(between.median) })}
    >
      {between.bins.map((count, index) => {
        const height = (count / most) * 62
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={index}
            className="bar"
            x={index * width}
            y={68 - height}
            width={width - 2}
            height={height}
          />
        )
      })}
      <path className="axis" d="M0 68.500H296" />
      <text className="t3" x="0" y="84">
        0 s
      </text>
      <text className="t3 mid" x="148" y="84">
        {format.duration(between.upTo / 2)}
      </text>
      <text className="t3 end" x="296" y="84">
        {format.duration(between.upTo)}
      </text>
    </svg>
  )
}
