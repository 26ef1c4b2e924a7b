import type { MapLane, MapStep } from '@teia/contracts'
import { memo } from 'react'
import { CURVE_HEIGHT, curvePath, runsOf, yOfFeeling } from './feeling-curve.ts'
import { FeelingPoint } from './feeling-point.tsx'
import { FeltMark } from './felt-mark.tsx'
import { gridRole } from './grid-roles.ts'
import { LaneHead } from './lane-row.tsx'
import type { MapColumn, MapFacts } from './map-facts.ts'
import { useMapTools } from './map-tools.ts'

type Props = {
  lane: MapLane
  row: number
  columns: readonly MapColumn[]
  facts: MapFacts | null
  selected: string | undefined
}

const WIDE = 100
const centre = (column: number) => (column + 0.5) * WIDE

/** Lines at +1 and −1, and the darker one where nothing is felt either way. */
function Levels({ width }: { width: number }) {
  return (
    <>
      {[1, -1].map((value) => (
        <path key={value} className="grid" d={`M0 ${yOfFeeling(value)}H${width}`} />
      ))}
      <path className="zero" d={`M0 ${yOfFeeling(0)}H${width}`} />
    </>
  )
}

/** Runs of one column are a short line, so that what was drawn for a lone step is seen. */
function pathOf(
  columns: readonly MapColumn[],
  feelingOf: (step: MapStep | null) => number | null,
  isLoneShown: boolean,
) {
  // What only the other drawing has breaks no curve.
  const own = columns.flatMap(({ step, gap }, column) =>
    gap !== undefined ? [] : [{ value: feelingOf(step), column }],
  )
  return runsOf(
    own.map(({ value }) => value),
    (at) => centre(own[at]?.column ?? 0),
  )
    .map((run) => {
      const [only] = run
      if (run.length > 1 || !only || !isLoneShown) return curvePath(run)
      return `M${only.x - 22} ${yOfFeeling(only.value)}H${only.x + 22}`
    })
    .join('')
}

/** How a journey is felt: dashed as drawn, solid as measured with its 95 % intervals, red where both exclude each other. */
export const FeelingLane = memo(function FeelingLane({ lane, row, columns, facts, selected }: Props) {
  const { run } = useMapTools()
  const width = columns.length * WIDE
  const felt = (step: MapStep | null) => (step && facts?.steps.get(step.id)?.now.feeling) ?? null
  const chosen = columns.findIndex(({ step }) => step !== null && step.id === selected)
  return (
    <div {...gridRole.row(row)} className="map-row">
      <LaneHead lane={lane} row={row} />
      <div
        className="curve"
        role="presentation"
        style={{ gridRow: row, gridColumn: `2 / span ${columns.length}` }}
      >
        <svg
          className="feeling"
          viewBox={`0 0 ${width} ${CURVE_HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {chosen >= 0 && (
            <rect className="column" x={chosen * WIDE} width={WIDE} y="0" height={CURVE_HEIGHT} />
          )}
          <Levels width={width} />
          <path className="assumed" d={pathOf(columns, (step) => step?.feeling ?? null, true)} />
          <path className="measured" d={pathOf(columns, (step) => felt(step)?.value ?? null, false)} />
        </svg>
      </div>
      {columns.map(({ step, isFirst, gap }, column) => (
        <div
          key={step?.id ?? gap ?? `none ${column}`}
          className={`cell mood-cell${isFirst ? ' first' : ''}${gap === undefined ? '' : ' gap'}`}
          {...gridRole.cell(column)}
          tabIndex={-1}
          data-stop={gap !== undefined ? undefined : `${row} ${column} 0`}
          data-part={step ? `feeling ${step.id}` : undefined}
          data-column={step?.id}
          style={{ gridRow: row, gridColumn: column + 2 }}
        >
          {step && <FeltMark step={step} felt={felt(step)} />}
          {step && run && <FeelingPoint step={step} />}
        </div>
      ))}
    </div>
  )
})
