import { TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  type FilterValue,
  mostDaysAway,
  type Operator,
  operators,
  type SegmentRuleLeaf,
} from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery, valuesQuery } from '../../lib/catalogue.ts'
import { operatorsFor, parseOne, withOwn } from '../../lib/filter-edit.ts'
import { operatorName } from '../../lib/operator-words.ts'
import { segmentsQuery } from '../../lib/segments.ts'
import { Typeahead } from '../../ui/typeahead.tsx'
import { NumberField } from './time-fields.tsx'

type TraitLeaf = Extract<SegmentRuleLeaf, { trait: unknown }>
type SegmentLeaf = Extract<SegmentRuleLeaf, { segment: unknown }>
type Value = TraitLeaf['value']

/** Stands for a value that is not there yet: no rule can hold it. */
const missing = Number.NaN

const typeOfValue = (value: FilterValue | undefined) =>
  value === undefined || typeof value === 'string' ? 'string' : typeof value

/** What a day picker can show: a date without a time, or nothing yet. */
const isDay = (value: FilterValue | undefined) =>
  value === undefined || Number.isNaN(value) || /^\d{4}-\d{2}-\d{2}$/.test(String(value))

type ValueProps = {
  label: string
  trait: string
  type: string
  value: FilterValue | undefined
  onChange: (value: FilterValue | undefined) => void
}

function DayValue({ label, value, onChange }: ValueProps) {
  return (
    <input
      className="input rule-day"
      type="date"
      aria-label={label}
      title={label}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  )
}

/** One value as text; what is typed stays as typed, and what is not touched stays what it is. */
function TextValue(props: ValueProps) {
  const { label, trait, type, value, onChange } = props
  const [typed, setTyped] = useState<string | null>(null)
  const isTyped = typed !== null && typed !== '' && parseOne(typed, type) === value
  const text = isTyped ? typed : Number.isNaN(value) ? '' : String(value ?? '')
  const { data } = useQuery(valuesQuery('trait', trait, text.slice(0, 100)))
  return (
    <div className="rule-name">
      <Typeahead
        label={label}
        hideLabel
        value={text}
        placeholder={label}
        options={(data?.values ?? []).map((one) => ({ value: one.value, note: String(one.count) }))}
        onChange={(next) => {
          setTyped(next)
          onChange(next === '' ? undefined : parseOne(next, type))
        }}
      />
    </div>
  )
}

const OneValue = (props: ValueProps) =>
  props.type === 'time' && isDay(props.value) ? <DayValue {...props} /> : <TextValue {...props} />

function ManyValues(props: {
  type: string
  values: FilterValue[]
  onChange: (values: FilterValue[]) => void
}) {
  const { t } = useText()
  const known = new Map(props.values.map((value) => [String(value), value]))
  return (
    <TagsInput
      className="rule-many"
      aria-label={t('segments.values')}
      placeholder={t('segments.valuesHelp')}
      value={[...known.keys()]}
      maxTags={500}
      splitChars={[]}
      onChange={(texts) => props.onChange(texts.map((text) => known.get(text) ?? parseOne(text, props.type)))}
    />
  )
}

function Values({
  leaf,
  type,
  onChange,
}: {
  leaf: TraitLeaf
  type: string
  onChange: (value: Value) => void
}) {
  const { t } = useText()
  const { operands } = operators[leaf.operator]
  const all = leaf.value === undefined ? [] : [leaf.value].flat()
  if (operands === 'none') return null
  if (operands === 'days')
    return (
      <NumberField
        label={t('filters.days')}
        value={Number(leaf.value)}
        min={0}
        max={mostDaysAway}
        onChange={onChange}
      />
    )
  if (operands === 'many') return <ManyValues type={type} values={all} onChange={onChange} />
  const field = (label: string, at: number, set: (value: FilterValue | undefined) => void) => (
    <OneValue key={at} label={label} trait={leaf.trait} type={type} value={all[at]} onChange={set} />
  )
  if (operands === 'one') return field(t('filters.value'), 0, onChange)
  const [from, to] = all
  const both = (first: FilterValue | undefined, second: FilterValue | undefined) =>
    onChange(first === undefined && second === undefined ? undefined : [first ?? missing, second ?? missing])
  return (
    <>
      {field(t('segments.from2'), 0, (next) => both(next, to))}
      {field(t('segments.to2'), 1, (next) => both(from, next))}
    </>
  )
}

/** What a trait of the person, or of the account, must be. */
export function TraitFields({ leaf, onChange }: { leaf: TraitLeaf; onChange: (leaf: TraitLeaf) => void }) {
  const { t, maybe } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const known = (name: string) => catalogue?.traits.find((one) => one.name === name)?.type
  const type =
    known(leaf.trait) ??
    (operators[leaf.operator].operands === 'days' ? 'time' : typeOfValue([leaf.value].flat()[0]))
  const setTrait = (trait: string) => {
    const [first, ...more] = operatorsFor('trait', known(trait) ?? type)
    const fits = first === leaf.operator || more.includes(leaf.operator)
    onChange(fits ? { ...leaf, trait } : { trait, operator: first ?? 'equals' })
  }
  const setOperator = (operator: Operator) => {
    const { value: _, ...bare } = leaf
    const { operands } = operators[operator]
    if (operands === operators[leaf.operator].operands) onChange({ ...leaf, operator })
    else onChange(operands === 'days' ? { ...bare, operator, value: 30 } : { ...bare, operator })
  }
  return (
    <>
      <div className="rule-name">
        <Typeahead
          label={t('filters.name')}
          hideLabel
          value={leaf.trait}
          options={(catalogue?.traits ?? []).map((one) => ({ value: one.name, note: one.type }))}
          placeholder={t('filters.kind_trait')}
          onChange={setTrait}
        />
      </div>
      <select
        className="input"
        aria-label={t('filters.operator')}
        value={leaf.operator}
        onChange={(event) => setOperator(event.target.value as Operator)}
      >
        {withOwn(operatorsFor('trait', type), leaf.operator).map((operator) => (
          <option key={operator} value={operator}>
            {operatorName({ t, maybe }, operator, type === 'time')}
          </option>
        ))}
      </select>
      <Values
        leaf={leaf}
        type={type}
        onChange={(value) => {
          const { value: _, ...bare } = leaf
          onChange(value === undefined ? bare : { ...leaf, value })
        }}
      />
    </>
  )
}

/** Whether the person is in another segment. */
export function SegmentFields(props: {
  leaf: SegmentLeaf
  /** The segment that is being edited: it cannot ask for itself. */
  own: string | undefined
  onChange: (leaf: SegmentLeaf) => void
}) {
  const { t, maybe } = useText()
  const { leaf, own, onChange } = props
  const { data } = useQuery(segmentsQuery)
  const options = (data?.items ?? []).filter(({ id }) => id !== own)
  return (
    <>
      <select
        className="input"
        aria-label={t('segments.inSegment')}
        value={leaf.operator}
        onChange={(event) => onChange({ ...leaf, operator: event.target.value as Operator })}
      >
        {withOwn(operatorsFor('segment', ''), leaf.operator).map((operator) => (
          <option key={operator} value={operator}>
            {maybe(`segments.in_${operator}`, t(`operators.${operator}`))}
          </option>
        ))}
      </select>
      <div className="rule-name">
        <Typeahead
          label={t('filters.kind_segment')}
          hideLabel
          value={leaf.segment}
          options={options.map(({ id, name, kind }) => ({
            value: id,
            label: name,
            note: t(`segments.kind_${kind}`),
          }))}
          placeholder={t('segments.name')}
          onChange={(segment) => onChange({ ...leaf, segment })}
        />
      </div>
    </>
  )
}
