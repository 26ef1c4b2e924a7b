const RINGS = [48, 96, 144, 192, 236]
const SPOKES = 6

const at = (radius: number, spoke: number) => {
  const angle = (Math.PI * 2 * spoke) / SPOKES - Math.PI / 2
  return [260 + Math.cos(angle) * radius, 260 + Math.sin(angle) * radius] as const
}
const point = ([x, y]: readonly [number, number]) => `${x.toFixed(1)} ${y.toFixed(1)}`

/** One walk over the web, from the rim to the middle. */
const walk: readonly (readonly [number, number])[] = [
  [4, 4],
  [3, 4],
  [3, 5],
  [2, 5],
  [2, 0],
  [1, 0],
  [1, 1],
]

/** The web: touchpoints on its threads, one journey in the accent. Decoration only. */
export function Weave() {
  const spokes = Array.from({ length: SPOKES }, (_, spoke) => spoke)
  const steps = walk.map(([ring, spoke]) => at(RINGS[ring] ?? 48, spoke))
  return (
    <svg viewBox="0 0 520 520" fill="none" aria-hidden="true">
      <g stroke="var(--line-2)">
        {spokes.map((spoke) => (
          <path key={spoke} d={`M260 260L${point(at(RINGS[4] ?? 236, spoke))}`} />
        ))}
        {RINGS.map((radius) => (
          <path key={radius} d={`M${spokes.map((spoke) => point(at(radius, spoke))).join('L')}Z`} />
        ))}
      </g>
      {RINGS.flatMap((radius, ring) =>
        spokes.map((spoke) => {
          const [cx, cy] = at(radius, spoke)
          return (
            <circle
              key={`${radius} ${spoke}`}
              cx={cx}
              cy={cy}
              r={2.5 + ((ring * 3 + spoke * 2) % 3)}
              fill="var(--line-3)"
              stroke="var(--ground-2)"
            />
          )
        }),
      )}
      <path
        d={`M${steps.map(point).join('L')}`}
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      {steps.map(([cx, cy], index) => (
        <circle
          key={`${cx} ${cy}`}
          cx={cx}
          cy={cy}
          r={index === steps.length - 1 ? 8 : 5}
          fill="var(--accent)"
          stroke="var(--ground-2)"
          strokeWidth="2"
        />
      ))}
    </svg>
  )
}
