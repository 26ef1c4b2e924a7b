import { type InteractionPattern, type Operator, type SegmentRuleLeaf, segmentLimits } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { PatternFields } from './pattern-fields.tsx'
import { timesOperators } from './rule-model.ts'
import { StepFields } from './step-fields.tsx'
import { DurationField, MomentFields, NumberField, SpanFields } from './time-fields.tsx'
import { SegmentFields, TraitFields } from './trait-fields.tsx'

type Did = Extract<SegmentRuleLeaf, { did: unknown }>
type Sequence = Extract<SegmentRuleLeaf, { sequence: unknown }>
type Props<Leaf> = { leaf: Leaf; onChange: (leaf: SegmentRuleLeaf) => void }

const isNever = ({ times }: Did) => times?.operator === 'equals' && times.value === 0

/** How many times; at least once is what is meant when nothing is said. */
function TimesFields({ leaf, onChange }: Props<Did>) {
  const { t } = useText()
  const { operator, value } = leaf.times ?? { operator: 'gte' as const, value: 1 }
  const [low, high] = Array.isArray(value) ? value : [value, value]
  const set = (next: Operator, from: number, to: number) =>
    onChange({ ...leaf, times: { operator: next, value: next === 'between' ? [from, to] : from } })
  const number = (at: number, change: (value: number) => void) => (
    <NumberField
      label={t('segments.timesNumber')}
      value={at}
      min={0}
      max={segmentLimits.times}
      onChange={change}
    />
  )
  return (
    <>
      <select
        className="input"
        aria-label={t('segments.howOften')}
        value={operator}
        onChange={(event) => set(event.target.value as Operator, low, high)}
      >
        {timesOperators.map((one) => (
          <option key={one} value={one}>
            {t(`operators.${one}`)}
          </option>
        ))}
      </select>
      {number(low, (next) => set(operator, next, high))}
      {operator === 'between' && (
        <>
          <span className="quiet">{t('segments.timesAnd')}</span>
          {number(high, (next) => set(operator, low, next))}
        </>
      )}
      <span className="quiet">{t('segments.timesUnit')}</span>
    </>
  )
}

function DidFields({ leaf, onChange }: Props<Did>) {
  return (
    <>
      <PatternFields pattern={leaf.did} onChange={(did) => onChange({ ...leaf, did })} />
      <div className="rule-fields">
        {!isNever(leaf) && <TimesFields leaf={leaf} onChange={onChange} />}
        <SpanFields
          span={leaf.within}
          onChange={(within) => {
            const { within: _, ...rest } = leaf
            onChange(within ? { ...rest, within } : rest)
          }}
        />
      </div>
    </>
  )
}

function Steps({ leaf, onChange }: Props<Sequence>) {
  const { t } = useText()
  const { sequence } = leaf
  const set = (next: InteractionPattern[]) => onChange({ ...leaf, sequence: next })
  return (
    <ol className="rule-steps">
      {sequence.map((pattern, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the order
        <li key={at}>
          <fieldset className="bare rule-fields">
            <legend className="visually-hidden">{t('segments.step', { n: at + 1 })}</legend>
            <PatternFields
              pattern={pattern}
              onChange={(next) => set(sequence.map((one, place) => (place === at ? next : one)))}
            />
          </fieldset>
          {sequence.length > 2 && (
            <IconButton
              icon="close"
              label={t('segments.removeStep', { n: at + 1 })}
              onClick={() => set(sequence.filter((_, place) => place !== at))}
            />
          )}
        </li>
      ))}
      {sequence.length < segmentLimits.steps && (
        <li className="rule-more">
          <Button kind="link" icon="plus" onClick={() => set([...sequence, {}])}>
            {t('segments.addStep')}
          </Button>
        </li>
      )}
    </ol>
  )
}

function SequenceFields({ leaf, onChange }: Props<Sequence>) {
  const { t } = useText()
  const { within } = leaf
  const { within: _, ...anyDistance } = leaf
  return (
    <>
      <Steps leaf={leaf} onChange={onChange} />
      <div className="rule-fields">
        <select
          className="input"
          aria-label={t('segments.distance')}
          value={within ? 'within' : 'any'}
          onChange={(event) =>
            onChange(
              event.target.value === 'any' ? anyDistance : { ...leaf, within: { value: 7, unit: 'days' } },
            )
          }
        >
          <option value="within">{t('segments.distance_within')}</option>
          <option value="any">{t('segments.distance_any')}</option>
        </select>
        {within && (
          <DurationField duration={within} onChange={(next) => onChange({ ...leaf, within: next })} />
        )}
        <SpanFields
          span={leaf.during}
          onChange={(during) => {
            const { during: before, ...rest } = leaf
            onChange(during ? { ...rest, during } : rest)
          }}
        />
      </div>
    </>
  )
}

/** Everything that a condition asks, by what it is about. */
export function ConditionFields({
  leaf,
  own,
  onChange,
}: Props<SegmentRuleLeaf> & {
  /** The segment that is being edited: it cannot ask for itself. */
  own: string | undefined
}) {
  if ('trait' in leaf) return <TraitFields leaf={leaf} onChange={onChange} />
  if ('segment' in leaf) return <SegmentFields leaf={leaf} own={own} onChange={onChange} />
  if ('step' in leaf) return <StepFields leaf={leaf} onChange={onChange} />
  if ('did' in leaf) return <DidFields leaf={leaf} onChange={onChange} />
  if ('sequence' in leaf) return <SequenceFields leaf={leaf} onChange={onChange} />
  return (
    <>
      <PatternFields
        pattern={'first' in leaf ? leaf.first : leaf.last}
        onChange={(next) => onChange('first' in leaf ? { ...leaf, first: next } : { ...leaf, last: next })}
      />
      <div className="rule-fields">
        <MomentFields asked={leaf} onChange={(asked) => onChange({ ...leaf, ...asked })} />
      </div>
    </>
  )
}
