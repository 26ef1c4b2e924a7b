import { useQuery } from '@tanstack/react-query'
import { type MapState, mapStates, measuredSteps, type StepLeaf, stepParts, stepsOf } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { mapQuery, mapsQuery } from '../../lib/maps.ts'
import { Typeahead } from '../../ui/typeahead.tsx'
import { DurationField } from './time-fields.tsx'

type Props = { leaf: StepLeaf; onChange: (leaf: StepLeaf) => void }

function MapField({ leaf, onChange }: Props) {
  const { t } = useText()
  const { data } = useQuery(mapsQuery)
  return (
    <div className="rule-name">
      <Typeahead
        label={t('segments.map')}
        hideLabel
        value={leaf.map}
        options={(data?.items ?? []).map(({ id, name, measured }) => ({
          value: id,
          label: name,
          note: t('segments.mapMeasured', { n: measured }),
        }))}
        placeholder={t('segments.map')}
        onChange={(map) => {
          const { state: _, ...rest } = leaf
          onChange({ ...rest, map, step: '' })
        }}
      />
    </div>
  )
}

/** The measured steps of a drawing; one that is chosen and gone stays to be seen. */
function StepField({ leaf, onChange }: Props) {
  const { t } = useText()
  const { data } = useQuery({ ...mapQuery(leaf.map), enabled: leaf.map !== '' })
  const { step, state = 'asIs' } = leaf
  const drawing = data?.document[state] ?? null
  const measured = new Set(measuredSteps(drawing).map(({ id }) => id))
  const setState = (next: MapState) => {
    const { state: _, ...rest } = leaf
    onChange(next === 'asIs' ? { ...rest, step: '' } : { ...rest, state: next, step: '' })
  }
  return (
    <>
      {data?.document.toBe && (
        <select
          className="input"
          aria-label={t('maps.state')}
          value={state}
          onChange={(event) => setState(event.target.value as MapState)}
        >
          {mapStates.map((one) => (
            <option key={one} value={one}>
              {t(`maps.${one}`)}
            </option>
          ))}
        </select>
      )}
      <select
        className="input"
        aria-label={t('segments.mapStep')}
        value={step}
        disabled={!data}
        onChange={(event) => onChange({ ...leaf, step: event.target.value })}
      >
        <option value="">{t('segments.mapStep')}</option>
        {step !== '' && data && !measured.has(step) && <option value={step}>{step} ?</option>}
        {stepsOf(drawing)
          .filter(({ id }) => measured.has(id))
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </select>
    </>
  )
}

/** What somebody counts as at a step of a map, and of which time. */
export function StepFields({ leaf, onChange }: Props) {
  const { t } = useText()
  return (
    <>
      <MapField leaf={leaf} onChange={onChange} />
      <StepField leaf={leaf} onChange={onChange} />
      <select
        className="input"
        aria-label={t('segments.stepPart')}
        value={leaf.part}
        onChange={(event) => onChange({ ...leaf, part: event.target.value as StepLeaf['part'] })}
      >
        {stepParts.map((one) => (
          <option key={one} value={one}>
            {t(`maps.part_${one}`)}
          </option>
        ))}
      </select>
      <span className="rule-span">
        <span className="quiet">{t('segments.span_last')}</span>
        <DurationField duration={leaf.within} onChange={(within) => onChange({ ...leaf, within })} />
      </span>
    </>
  )
}
