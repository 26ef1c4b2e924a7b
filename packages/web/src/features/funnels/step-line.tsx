import type { FunnelStep } from '@teia/contracts'
import type { KeyboardEvent } from 'react'
import { useText } from '../../i18n/text.tsx'
import { IconButton } from '../../ui/button.tsx'
import { WhoPick } from '../../ui/filter-bar.tsx'
import { type Place, PlacePick } from '../../ui/place-pick.tsx'
import { useStepName } from './step-name.ts'

const placesOf = (step: FunnelStep): readonly Place[] => step.anyOf ?? [step]

/** The step with other places: one stands for itself, several are a choice. Its own filter holds for all of them. */
function withPlaces(step: FunnelStep, places: readonly Place[]): FunnelStep {
  const { event: _e, touchpoint: _t, channel: _c, anyOf: _a, ...rest } = step
  const [only, ...more] = places
  return only && more.length === 0 ? { ...rest, ...only } : { ...rest, anyOf: [...places] }
}

/** What the step is: an event or touchpoint, or either of several. */
function Places({
  step,
  at,
  onChange,
}: {
  step: FunnelStep
  at: number
  onChange: (step: FunnelStep) => void
}) {
  const { t } = useText()
  const places = placesOf(step)
  return (
    <>
      {places.map((place, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place
        <span key={index} className="either">
          {index > 0 && <span className="note">{t('funnels.or')}</span>}
          <PlacePick
            name={t('funnels.stepPlace', { n: at + 1 })}
            bare
            place={place}
            onChange={(next) => onChange(withPlaces(step, places.with(index, next)))}
          />
          {places.length > 1 && (
            <IconButton
              icon="close"
              label={t('funnels.removeChoice')}
              onClick={() => onChange(withPlaces(step, places.toSpliced(index, 1)))}
            />
          )}
        </span>
      ))}
      <NewPlace at={at} onChoose={(place) => onChange(withPlaces(step, [...places, place]))} />
    </>
  )
}

function NewPlace({ at, onChoose }: { at: number; onChoose: (place: Place) => void }) {
  const { t } = useText()
  return (
    <PlacePick
      name={t('funnels.addChoice', { n: at + 1 })}
      place={{}}
      bare
      add={t('funnels.orElse')}
      onChange={onChoose}
    />
  )
}

type Props = {
  step: FunnelStep
  at: number
  count: number
  mayBeOptional: boolean
  onChange: (step: FunnelStep) => void
  onMove: (to: number) => void
  onRemove: () => void
}

/** One step of the editor: what it is, what else has to hold, whether it may be left out, and its place. */
export function StepLine({ step, at, count, mayBeOptional, onChange, onMove, onRemove }: Props) {
  const { t } = useText()
  const stepName = useStepName()
  const name = stepName(step)
  const onKey = (event: KeyboardEvent) => {
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: count - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onMove(to)
  }
  return (
    <>
      <button
        type="button"
        className="grip"
        data-grip={at}
        aria-label={t('funnels.moveStep', { n: at + 1, name })}
        title={t('funnels.moveStep', { n: at + 1, name })}
        onKeyDown={onKey}
      >
        {at + 1}
      </button>
      <Places step={step} at={at} onChange={onChange} />
      <WhoPick
        name={t('funnels.where')}
        anyone={t('funnels.always')}
        filter={step.filter}
        onChange={(filter) => {
          const { filter: _, ...rest } = step
          onChange(filter ? { ...rest, filter } : rest)
        }}
      />
      {mayBeOptional && (
        <label className="check">
          <input
            type="checkbox"
            checked={step.optional}
            onChange={(event) => onChange({ ...step, optional: event.target.checked })}
          />
          {t('funnels.optional')}
        </label>
      )}
      <span className="grow" />
      <IconButton icon="close" label={t('funnels.removeStep', { n: at + 1, name })} onClick={onRemove} />
    </>
  )
}
