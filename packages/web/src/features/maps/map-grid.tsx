import type { MapDrawing, MapLane } from '@teia/contracts'
import type { CSSProperties, RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import { FeelingLane } from './feeling-lane.tsx'
import { gridRole } from './grid-roles.ts'
import { LaneRow } from './lane-row.tsx'
import type { MapColumn, MapFacts } from './map-facts.ts'
import { useMapTools } from './map-tools.ts'
import { StageHead } from './stage-row.tsx'
import { StepCell } from './step-cell.tsx'
import { useDrag } from './use-drag.ts'
import { useGridKeys } from './use-grid-keys.ts'

type Props = {
  name: string
  drawing: MapDrawing
  columns: readonly MapColumn[]
  /** The lanes that are shown, and all of them in order. */
  lanes: readonly MapLane[]
  order: readonly MapLane[]
  facts: MapFacts | null
  isWaiting: boolean
  selected: string | undefined
  zoom: number
  gridRef: RefObject<HTMLDivElement | null>
}

/** Stages and steps across, lanes down. A click opens a step; arrow keys walk over the parts. */
export function MapGrid({
  name,
  drawing,
  columns,
  lanes,
  order,
  facts,
  isWaiting,
  selected,
  zoom,
  gridRef,
}: Props) {
  const { t } = useText()
  const { run, select } = useMapTools()
  const onKey = useGridKeys(gridRef, drawing, lanes, order)
  useDrag(gridRef, order)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is a grid, whose keys are those of its parts
    <div
      ref={gridRef}
      className={run ? 'map editing' : 'map'}
      {...gridRole.grid(t('maps.grid', { name }), columns.length)}
      tabIndex={-1}
      data-testid="map-grid"
      style={{ '--columns': Math.max(1, columns.length), zoom } as CSSProperties}
      onKeyDown={onKey}
      onClick={(event) => {
        const column = (event.target as Element).closest<HTMLElement>('[data-column]')?.dataset.column
        if (column) select(column)
      }}
      onDoubleClick={(event) =>
        (event.target as Element).closest('[data-part]')?.dispatchEvent(new Event('teia-edit'))
      }
    >
      <div {...gridRole.row(1)} className="map-row">
        <div className="lane corner" {...gridRole.corner} style={{ gridRow: 1, gridColumn: 1 }}>
          {t('maps.stages')}
        </div>
        {drawing.stages.map((stage) => (
          <StageHead
            key={stage.id}
            stage={stage}
            column={columns.findIndex((one) => one.stage === stage)}
            span={columns.filter((one) => one.stage === stage).length}
            facts={facts?.stages.get(stage.id)}
          />
        ))}
      </div>
      <div {...gridRole.row(2)} className="map-row">
        <div className="lane" {...gridRole.lane} style={{ gridRow: 2, gridColumn: 1 }}>
          {t('maps.steps')}
          <span className="note">{t('maps.stepsNote')}</span>
        </div>
        {columns.map(({ step, isFirst, gap, stage }, column) =>
          step ? (
            <StepCell
              key={step.id}
              step={step}
              stage={stage.id}
              column={column}
              isFirst={isFirst}
              isOn={step.id === selected}
              facts={facts?.steps.get(step.id)}
              isWaiting={isWaiting}
            />
          ) : gap !== undefined ? (
            <div
              key={`gap ${gap}`}
              className={`cell step gap${isFirst ? ' first' : ''}`}
              {...gridRole.cell(column)}
              style={{ gridRow: 2, gridColumn: column + 2 }}
            />
          ) : (
            <div
              key={`none ${stage.id}`}
              className="cell step first"
              {...gridRole.cell(column)}
              tabIndex={-1}
              data-stop={`2 ${column} 0`}
              data-empty={stage.id}
              style={{ gridRow: 2, gridColumn: column + 2 }}
            />
          ),
        )}
      </div>
      {lanes.map((lane, at) => {
        const common = { lane, row: at + 3, columns, selected }
        return lane.kind === 'feeling' ? (
          <FeelingLane key={lane.id} {...common} facts={facts} />
        ) : (
          <LaneRow key={lane.id} {...common} />
        )
      })}
    </div>
  )
}
