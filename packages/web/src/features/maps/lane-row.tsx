import type { MapCard, MapLane, MapStep } from '@teia/contracts'
import { memo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { CardView } from './card-view.tsx'
import { EditableName } from './editable-name.tsx'
import { gridRole } from './grid-roles.ts'
import { useLaneName } from './lane-names.ts'
import { Legend } from './legend.tsx'
import type { MapColumn } from './map-facts.ts'
import { useMapTools } from './map-tools.ts'

const NONE: readonly MapCard[] = []

/** The name of a lane at its left; it stays in sight. */
export const LaneHead = memo(function LaneHead({ lane, row }: { lane: MapLane; row: number }) {
  const { t } = useText()
  const laneName = useLaneName()
  const { run } = useMapTools()
  return (
    <div
      className="lane"
      {...gridRole.lane}
      tabIndex={-1}
      data-stop={`${row} -1 0`}
      data-part={`lane ${lane.id}`}
      style={{ gridRow: row, gridColumn: 1 }}
    >
      <EditableName
        id={lane.id}
        value={laneName(lane)}
        onChange={run && ((name) => run({ do: 'lane.change', id: lane.id, name }))}
      />
      <span className="note">{t(`maps.laneNote_${lane.kind}`)}</span>
      {lane.kind === 'feeling' && <Legend />}
    </div>
  )
})

type CellProps = {
  lane: MapLane
  step: MapStep | null
  cards: readonly MapCard[]
  row: number
  column: number
  isFirst: boolean
  isGap: boolean
  isOn: boolean
}

/** What a lane says of one step. */
const LaneCell = memo(function LaneCell(props: CellProps) {
  const { lane, step, cards, row, column, isFirst, isGap, isOn } = props
  const { t } = useText()
  const saysNone = cards.length === 0 && step && (lane.kind === 'opportunities' || lane.kind === 'pains')
  return (
    <div
      className={`cell${isFirst ? ' first' : ''}${isGap ? ' gap' : ''}${isOn ? ' on' : ''}`}
      {...gridRole.cell(column)}
      tabIndex={-1}
      data-stop={cards.length === 0 && !isGap ? `${row} ${column} 0` : undefined}
      data-column={step?.id}
      data-cell={step ? `${step.id} ${lane.id}` : undefined}
      style={{ gridRow: row, gridColumn: column + 2 }}
    >
      {cards.map((card, at) => (
        <CardView key={card.id} card={card} kind={lane.kind} stop={`${row} ${column} ${at}`} />
      ))}
      {saysNone && <span className="note">{t('maps.noneYet')}</span>}
    </div>
  )
})

type RowProps = {
  lane: MapLane
  row: number
  columns: readonly MapColumn[]
  selected: string | undefined
}

/** A lane through all steps. */
export function LaneRow({ lane, row, columns, selected }: RowProps) {
  return (
    <div {...gridRole.row(row)} className="map-row">
      <LaneHead lane={lane} row={row} />
      {columns.map(({ step, isFirst, gap }, column) => (
        <LaneCell
          key={step?.id ?? gap ?? `none ${column}`}
          lane={lane}
          step={step}
          cards={step?.cards[lane.id] ?? NONE}
          row={row}
          column={column}
          isFirst={isFirst}
          isGap={gap !== undefined}
          isOn={step !== null && step.id === selected}
        />
      ))}
    </div>
  )
}
