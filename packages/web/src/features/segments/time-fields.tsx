import { type Duration, durationUnits, type Moment, type Operator, type Span } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { instantOf, localTimeOf } from '../../lib/local-time.ts'
import { operatorName } from '../../lib/operator-words.ts'
import { momentOperators } from './rule-model.ts'

const month: Duration = { value: 30, unit: 'days' }

/** A whole number; what is none counts as missing. */
export function NumberField(props: {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
}) {
  const { label, value, min, max, onChange } = props
  return (
    <input
      className="input rule-number"
      type="number"
      inputMode="numeric"
      aria-label={label}
      aria-invalid={!Number.isInteger(value) || value < min || value > max || undefined}
      min={min}
      max={max}
      step={1}
      value={Number.isNaN(value) ? '' : value}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  )
}

/** A length of time: how many of which unit. */
export function DurationField({
  duration,
  onChange,
}: {
  duration: Duration
  onChange: (duration: Duration) => void
}) {
  const { t } = useText()
  return (
    <>
      <NumberField
        label={t('segments.amount')}
        value={duration.value}
        min={1}
        max={100_000}
        onChange={(value) => onChange({ ...duration, value })}
      />
      <select
        className="input"
        aria-label={t('segments.unit')}
        value={duration.unit}
        onChange={(event) => onChange({ ...duration, unit: event.target.value as Duration['unit'] })}
      >
        {durationUnits.map((unit) => (
          <option key={unit} value={unit}>
            {t(`segments.unit_${unit}`)}
          </option>
        ))}
      </select>
    </>
  )
}

/** An instant by the clocks of the workspace. */
export function InstantField(props: {
  label: string
  value: string
  optional?: boolean
  onChange: (value: string) => void
}) {
  const { format } = useText()
  return (
    <input
      className="input rule-instant"
      type="datetime-local"
      aria-label={props.label}
      title={props.label}
      aria-invalid={(!props.optional && props.value === '') || undefined}
      value={localTimeOf(props.value, format.timeZone)}
      onChange={(event) => props.onChange(instantOf(event.target.value, format.timeZone))}
    />
  )
}

/** A month ago, to begin with when a date is asked for. */
const monthAgo = () => new Date(Math.floor(Date.now() / 86_400_000 - 30) * 86_400_000).toISOString()

/** The time that counts: always, the last so much, or between dates. */
export function SpanFields({
  span,
  onChange,
}: {
  span: Span | undefined
  onChange: (span: Span | undefined) => void
}) {
  const { t } = useText()
  const shape = !span ? 'always' : 'unit' in span ? 'last' : 'dates'
  const shapes = { always: undefined, last: month, dates: { from: monthAgo() } }
  return (
    <>
      <select
        className="input"
        aria-label={t('segments.span')}
        value={shape}
        onChange={(event) => onChange(shapes[event.target.value as keyof typeof shapes])}
      >
        {(['always', 'last', 'dates'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`segments.span_${one}`)}
          </option>
        ))}
      </select>
      {span && 'unit' in span && <DurationField duration={span} onChange={onChange} />}
      {span && 'from' in span && (
        <>
          <InstantField
            label={t('segments.from')}
            value={span.from}
            onChange={(from) => onChange({ ...span, from })}
          />
          <InstantField
            label={t('segments.to')}
            optional
            value={span.to ?? ''}
            onChange={(to) => onChange(to === '' ? { from: span.from } : { ...span, to })}
          />
        </>
      )}
    </>
  )
}

function MomentField({ moment, onChange }: { moment: Moment; onChange: (moment: Moment) => void }) {
  const { t } = useText()
  return (
    <>
      {typeof moment === 'string' ? (
        <InstantField label={t('segments.moment_date')} value={moment} onChange={onChange} />
      ) : (
        <DurationField duration={moment.ago} onChange={(ago) => onChange({ ago })} />
      )}
      <select
        className="input"
        aria-label={t('segments.moment')}
        value={typeof moment === 'string' ? 'date' : 'ago'}
        onChange={(event) => onChange(event.target.value === 'ago' ? { ago: month } : monthAgo())}
      >
        <option value="ago">{t('segments.ago')}</option>
        <option value="date">{t('segments.moment_date')}</option>
      </select>
    </>
  )
}

type Asked = { operator: Operator; value: Moment | [Moment, Moment] }

/** What is later than 30 days ago was less than 30 days ago. */
const turned: Partial<Record<Operator, Operator>> = { gt: 'lt', gte: 'lte', lt: 'gt', lte: 'gte' }

/** When it was: before, after or between moments. */
export function MomentFields({ asked, onChange }: { asked: Asked; onChange: (asked: Asked) => void }) {
  const { t, maybe } = useText()
  const { operator, value } = asked
  const [first, second] = Array.isArray(value) ? value : [value, null]
  const isAgo = typeof first !== 'string'
  const label = (one: Operator) =>
    isAgo ? t(`operators.${turned[one] ?? one}`) : operatorName({ t, maybe }, one, true)
  const setOperator = (next: Operator) =>
    onChange({ operator: next, value: next === 'between' ? [first, second ?? first] : first })
  return (
    <>
      <select
        className="input"
        aria-label={t('filters.operator')}
        value={operator}
        onChange={(event) => setOperator(event.target.value as Operator)}
      >
        {momentOperators.map((one) => (
          <option key={one} value={one}>
            {label(one)}
          </option>
        ))}
      </select>
      <MomentField
        moment={first}
        onChange={(moment) => onChange({ operator, value: second === null ? moment : [moment, second] })}
      />
      {second !== null && (
        <>
          <span className="quiet">{t('segments.timesAnd')}</span>
          <MomentField
            moment={second}
            onChange={(moment) => onChange({ operator, value: [first, moment] })}
          />
        </>
      )}
    </>
  )
}
