import type { MapStage } from '@teia/contracts'
import { memo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { EditableName } from './editable-name.tsx'
import { gridRole } from './grid-roles.ts'
import type { PlaceFacts } from './map-facts.ts'
import { useMapTools } from './map-tools.ts'

type Props = {
  stage: MapStage
  /** First column of the stage, counted from 0, and how many it spans. */
  column: number
  span: number
  facts: PlaceFacts | undefined
}

/** A stage over its steps: its name, how many people came to it and how long they were in it. */
export const StageHead = memo(function StageHead({ stage, column, span, facts }: Props) {
  const { t, format } = useText()
  const { run, state } = useMapTools()
  const { now } = facts ?? {}
  const note = now
    ? [
        t('maps.stagePeople', { n: now.entered }),
        ...(now.medianSeconds === null ? [] : [format.duration(now.medianSeconds)]),
      ].join(' · ')
    : stage.steps.length === 0
      ? t('maps.stageEmpty')
      : stage.steps.some((step) => step.matcher)
        ? '\u00a0'
        : t('maps.notMeasured')
  return (
    <div
      className="phase"
      {...gridRole.column(column, span)}
      tabIndex={-1}
      data-stop={`1 ${column} 0`}
      data-part={`stage ${stage.id}`}
      style={{ gridRow: 1, gridColumn: `${column + 2} / span ${span}` }}
    >
      <b>
        <EditableName
          value={stage.name}
          id={stage.id}
          onChange={run && ((name) => run({ do: 'stage.change', state, id: stage.id, name }))}
        />
      </b>
      <span className="note">{note}</span>
    </div>
  )
})
