import type { MapStep, PlaceNumbers } from '@teia/contracts'
import { memo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icons.tsx'
import { EditableName } from './editable-name.tsx'
import { gridRole } from './grid-roles.ts'
import { contradictionOf, type PlaceFacts, turnOf } from './map-facts.ts'
import { useMapTools } from './map-tools.ts'
import { StepScoreLine } from './step-score.tsx'

/** “17 h 46 min” as “17 h 46”: the second unit follows from the first. */
const shortened = (duration: string) => duration.replace(/^(\d+ (?:h|min) \d+) (?:min|s)$/, '$1')

/** The four numbers of a step with their names. */
export function useStepLines() {
  const { t, format } = useText()
  return (one: PlaceNumbers): readonly (readonly [string, string])[] => [
    [t('maps.now'), format.whole(one.now)],
    [t('maps.entered'), format.whole(one.entered)],
    [t('maps.goOn'), one.entered === 0 ? '–' : format.percent(one.wentOn.share)],
    [t('maps.median'), one.medianSeconds === null ? '–' : shortened(format.duration(one.medianSeconds))],
  ]
}

function Numbers({ facts }: { facts: PlaceFacts }) {
  const lines = useStepLines()
  const beside = facts.against && lines(facts.against)
  return (
    <dl className={beside ? 'beside' : undefined}>
      {lines(facts.now).map(([name, value], at) => (
        <div key={name} className="pair-line">
          <dt>{name}</dt>
          <dd>{value}</dd>
          {beside && <dd className="other">{beside[at]?.[1]}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** What is wrong, or better, at a step; a shape and words, never the colour alone. */
function StepSign({ step, facts }: { step: MapStep; facts: PlaceFacts | undefined }) {
  const { t, format } = useText()
  if (!facts) return null
  const turn = turnOf(facts)
  const share = (one: PlaceNumbers | undefined) => format.percent(one?.wentOn.share ?? 0)
  const values = { now: share(facts.now), before: share(facts.before) }
  const isWorse = contradictionOf(step, facts.now) < 0
  if (turn === 0 && !isWorse) return null
  const words =
    turn < 0 ? t('maps.fewer', values) : turn > 0 && !isWorse ? t('maps.more', values) : t('maps.feelsWorse')
  const tone = turn < 0 ? 'bad' : isWorse ? 'warn' : 'good'
  return (
    <span className={`sign ${tone}-text`} title={words}>
      <Icon name={tone} small />
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

type Props = {
  step: MapStep
  stage: string
  column: number
  isFirst: boolean
  isOn: boolean
  facts: PlaceFacts | undefined
  isWaiting: boolean
}

/** A step at the head of its column: how many are there, came, go on, how long it takes, and what they say of it. */
export const StepCell = memo(function StepCell(props: Props) {
  const { step, stage, column, facts, isOn, isFirst, isWaiting } = props
  const { t } = useText()
  const { run, state } = useMapTools()
  return (
    <div
      className={`cell step${isFirst ? ' first' : ''}${isOn ? ' on' : ''}`}
      {...gridRole.step(column, isOn)}
      tabIndex={column === 0 ? 0 : -1}
      data-stop={`2 ${column} 0`}
      data-part={`step ${step.id}`}
      data-column={step.id}
      data-stage={stage}
      style={{ gridRow: 2, gridColumn: column + 2 }}
    >
      <h3>
        <EditableName
          id={step.id}
          value={step.name}
          onChange={run && ((name) => run({ do: 'step.change', state, id: step.id, change: { name } }))}
        />{' '}
        <StepSign step={step} facts={facts} />
      </h3>
      {facts ? (
        <>
          <Numbers facts={facts} />
          <StepScoreLine score={facts.now.score} before={facts.before?.score} />
        </>
      ) : step.matcher && isWaiting ? (
        <div className="bones" aria-busy="true">
          {[70, 82, 64, 76].map((width) => (
            <div key={width} className="bone" style={{ width: `${width}%` }} />
          ))}
        </div>
      ) : (
        <p className="note unmeasured">{t('maps.notMeasured')}</p>
      )}
      {(step.optional || step.repeats) && (
        <span className="note">
          {[step.optional && t('maps.optional'), step.repeats && t('maps.repeats')]
            .filter(Boolean)
            .join(', ')}
        </span>
      )}
    </div>
  )
})
