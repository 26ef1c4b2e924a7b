/** Where a value lies on a drawn scale. */
function scaler(from: number, to: number, width: number) {
  const span = to - from || 1
  return (value: number) => Math.min(width - 1, Math.max(1, ((value - from) / span) * width))
}

/** An estimate below this many answers is drawn dashed and hollow. */
export const FEW = 40

/**
 * A 95 % interval, always drawn the same way: dot, thin span, hollow circle for the period before,
 * dashed when the estimate rests on few answers, a tick at zero where zero is on the scale.
 */
export function Whisker(props: {
  value: number
  low: number
  high: number
  from: number
  to: number
  label: string
  before?: number | undefined
  tone?: 'good' | 'bad' | 'calm' | undefined
  few?: boolean
  width?: number
}) {
  const { value, low, high, from, to, before, tone, few = false, width = 84 } = props
  const x = scaler(from, to, width)
  const zero = from < 0 && to > 0
  const classes = ['whisker', tone, few ? 'few' : ''].filter(Boolean).join(' ')
  return (
    <svg
      className={classes}
      width={width}
      height="14"
      viewBox={`0 0 ${width} 14`}
      role="img"
      aria-label={props.label}
    >
      <path className="base" d={`M0 7H${width}`} />
      {zero && <path className="zero" d={`M${x(0)} 2v10`} />}
      <path className="span" d={`M${x(low)} 7H${x(high)}M${x(low)} 4v6M${x(high)} 4v6`} />
      {before !== undefined && <circle className="before" cx={x(before)} cy="7" r="2.5" />}
      <circle className="dot" cx={x(value)} cy="7" r="3.2" />
    </svg>
  )
}
