import { useQuery } from '@tanstack/react-query'
import {
  type Catalogue,
  channels,
  type Filter,
  mostDaysAway,
  type Operator,
  operators,
} from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { catalogueQuery, valuesQuery } from '../lib/catalogue.ts'
import {
  filterOfRows,
  type LeafKind,
  leafKinds,
  operatorsFor,
  type Row,
  type Rows,
  rowsOf,
  withOwn,
} from '../lib/filter-edit.ts'
import { operatorName } from '../lib/operator-words.ts'
import { segmentsQuery } from '../lib/segments.ts'
import { Button, IconButton, Switch } from './button.tsx'
import { useChannelName } from './channel-name.ts'
import { useTouchpointOptions } from './touchpoint-options.tsx'
import { type Option, Typeahead } from './typeahead.tsx'

const emptyRow: Row = { kind: 'trait', name: '', operator: 'equals', value: '', type: 'string' }

function useNames(kind: LeafKind, catalogue: Catalogue | undefined): Option[] {
  const channelName = useChannelName()
  const touchpointOptions = useTouchpointOptions()
  const { data: segments } = useQuery({ ...segmentsQuery, enabled: kind === 'segment' })
  if (kind === 'segment') return (segments?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  if (kind === 'channel') return channels.map((value) => ({ value, label: channelName(value) }))
  if (!catalogue) return []
  if (kind === 'trait') return catalogue.traits.map(({ name, type }) => ({ value: name, note: type }))
  if (kind === 'property') return catalogue.properties.map(({ name, type }) => ({ value: name, note: type }))
  if (kind === 'event') return catalogue.events.map(({ name }) => ({ value: name }))
  return touchpointOptions
}

function ValueField({ row, onChange }: { row: Row; onChange: (value: string) => void }) {
  const { t } = useText()
  const leaf = row.kind === 'property' ? 'property' : 'trait'
  const { data } = useQuery(valuesQuery(leaf, row.name, row.value.slice(0, 100)))
  const { operands } = operators[row.operator]
  if (operands === 'days')
    return (
      <input
        className="input"
        type="number"
        inputMode="numeric"
        aria-label={t('filters.days')}
        placeholder={t('filters.days')}
        min={0}
        max={mostDaysAway}
        step={1}
        value={row.value}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  return (
    <Typeahead
      label={t('filters.value')}
      hideLabel
      value={row.value}
      onChange={onChange}
      placeholder={
        operands === 'one'
          ? t('filters.value')
          : t(operands === 'two' ? 'filters.twoValues' : 'filters.manyValues')
      }
      options={
        operands === 'one'
          ? (data?.values ?? []).map(({ value, count }) => ({ value, note: String(count) }))
          : []
      }
    />
  )
}

function Line({
  row,
  kinds,
  catalogue,
  onChange,
  onRemove,
}: {
  row: Row
  kinds: readonly LeafKind[]
  catalogue: Catalogue | undefined
  onChange: (row: Row) => void
  onRemove: () => void
}) {
  const { t, maybe } = useText()
  const possible = withOwn(operatorsFor(row.kind, row.type), row.operator)
  const names = useNames(row.kind, catalogue)
  const setName = (name: string) => {
    const known =
      row.kind === 'trait'
        ? catalogue?.traits.find((trait) => trait.name === name)
        : row.kind === 'property'
          ? catalogue?.properties.find((property) => property.name === name)
          : undefined
    const type = known?.type ?? row.type
    const [first, ...more] = operatorsFor(row.kind, type)
    const operator = more.includes(row.operator) ? row.operator : (first ?? 'equals')
    onChange({ ...row, name, type, operator })
  }
  const setKind = (kind: LeafKind) =>
    onChange({ ...emptyRow, kind, operator: kind === 'event' || kind === 'touchpoint' ? 'did' : 'equals' })
  const withValue =
    (row.kind === 'trait' || row.kind === 'property') && operators[row.operator].operands !== 'none'
  return (
    <li className="filter-line">
      <select
        className="input"
        aria-label={t('filters.about')}
        value={row.kind}
        onChange={(event) => setKind(event.target.value as LeafKind)}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`filters.kind_${kind}`)}
          </option>
        ))}
      </select>
      <Typeahead
        label={t('filters.name')}
        hideLabel
        value={row.name}
        options={names}
        onChange={setName}
        placeholder={t('filters.name')}
      />
      <select
        className="input"
        aria-label={t('filters.operator')}
        value={row.operator}
        onChange={(event) => onChange({ ...row, operator: event.target.value as Operator })}
      >
        {possible.map((operator) => (
          <option key={operator} value={operator}>
            {operatorName({ t, maybe }, operator, row.type === 'time')}
          </option>
        ))}
      </select>
      {withValue ? <ValueField row={row} onChange={(value) => onChange({ ...row, value })} /> : <span />}
      <IconButton icon="close" label={t('filters.removeLine')} onClick={onRemove} />
    </li>
  )
}

type Editing = { rows: (Row & { id: number })[]; mode: Rows['mode']; next: number }

/** Builds a rule out of lines over what the workspace really has; nothing is asked until it is applied. */
export function FilterEditor({
  filter,
  kinds = leafKinds,
  onApply,
}: {
  filter: Filter | undefined
  /** What may be asked about, where not everything can. */
  kinds?: readonly LeafKind[]
  onApply: (filter: Filter | undefined) => void
}) {
  const { t } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const read = rowsOf(filter)
  const fresh: Row = { ...emptyRow, kind: kinds[0] ?? 'trait' }
  const [editing, setEditing] = useState<Editing>(() => {
    const rows = read && read.rows.length > 0 ? read.rows : [fresh]
    return { mode: read?.mode ?? 'and', rows: rows.map((row, id) => ({ ...row, id })), next: rows.length }
  })
  const setRow = (id: number, row: Row) =>
    setEditing({ ...editing, rows: editing.rows.map((old) => (old.id === id ? { ...row, id } : old)) })
  if (!read)
    return (
      <div className="filter-editor">
        <p className="quiet">{t('filters.nested')}</p>
        <pre className="code">{JSON.stringify(filter, null, 1)}</pre>
        <div className="buttons end">
          <Button onClick={() => onApply(undefined)}>{t('filters.clear')}</Button>
        </div>
      </div>
    )
  return (
    <div className="filter-editor">
      {editing.rows.length > 1 && (
        <Switch
          label={t('filters.join')}
          value={editing.mode}
          options={[
            { value: 'and', label: t('filters.all') },
            { value: 'or', label: t('filters.any') },
          ]}
          onChange={(mode) => setEditing({ ...editing, mode })}
        />
      )}
      <ul>
        {editing.rows.map((row) => (
          <Line
            key={row.id}
            row={row}
            kinds={kinds}
            catalogue={catalogue}
            onChange={(changed) => setRow(row.id, changed)}
            onRemove={() =>
              setEditing({ ...editing, rows: editing.rows.filter((other) => other.id !== row.id) })
            }
          />
        ))}
      </ul>
      <div className="buttons">
        <Button
          kind="link"
          icon="plus"
          onClick={() =>
            setEditing({
              ...editing,
              rows: [...editing.rows, { ...fresh, id: editing.next }],
              next: editing.next + 1,
            })
          }
        >
          {t('filters.add')}
        </Button>
        <span className="grow" />
        <Button onClick={() => onApply(undefined)}>{t('filters.clear')}</Button>
        <Button kind="primary" onClick={() => onApply(filterOfRows(editing))}>
          {t('common.apply')}
        </Button>
      </div>
    </div>
  )
}
