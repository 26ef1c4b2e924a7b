import { columnTypes, type ImportColumn, type ImportEmit, type NamedValue } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { changeNamed, propertyOfColumn, rolesOfColumn, withColumn } from './mapping-edit.ts'
import { DateSelect } from './mapping-selects.tsx'
import { roleLabel } from './role-label.ts'

type Props = {
  emit: ImportEmit
  columns: readonly ImportColumn[]
  onChange: (emit: ImportEmit) => void
}

/** How the value of a property is read: as it is, or as text, a number, yes or no, a date. */
function TypeSelect({ one, onChange }: { one: NamedValue; onChange: (one: NamedValue) => void }) {
  const { t } = useText()
  const { type: _type, date: _date, ...rest } = one.value
  return (
    <span className="pair">
      <select
        className="input"
        aria-label={t('imports.typeOf', { name: one.name })}
        value={one.value.type ?? ''}
        onChange={(event) => {
          const type = columnTypes.find((known) => known === event.target.value)
          onChange({
            ...one,
            value: { ...rest, ...(type && { type }), ...(type === 'date' && { date: 'ymd' }) },
          })
        }}
      >
        <option value="">{t('imports.asItIs')}</option>
        {columnTypes.map((type) => (
          <option key={type} value={type}>
            {t(`imports.type_${type}`)}
          </option>
        ))}
      </select>
      {one.value.type === 'date' && (
        <DateSelect
          label={t('imports.dateForm')}
          value={one.value.date}
          onChange={(date) => onChange({ ...one, value: { ...one.value, date } })}
        />
      )}
    </span>
  )
}

function ColumnRow({ column, emit, onChange }: Omit<Props, 'columns'> & { column: ImportColumn }) {
  const { t, format } = useText()
  const property = propertyOfColumn(emit, column.name)
  const roles = rolesOfColumn(emit, column.name)
  const set = (next: NamedValue) => property && onChange(changeNamed(emit, property, next))
  return (
    <tr>
      <td>
        <label className="check">
          <input
            type="checkbox"
            checked={property !== undefined}
            aria-label={t('imports.bringIn', { name: column.name })}
            onChange={(event) => onChange(withColumn(emit, column, event.target.checked))}
          />
          <b>{column.name}</b>
        </label>
      </td>
      <td className="quiet">
        {t(`imports.type_${column.type}`)}
        {column.isAmbiguous && <span className="warn-text"> {t('imports.ambiguous')}</span>}
      </td>
      <td className="num quiet">{format.percent(column.filled)}</td>
      <td className="quiet sample-cell">{column.samples.slice(0, 2).join(' · ')}</td>
      <td>
        {property ? (
          <input
            className="input mono"
            aria-label={t('imports.nameOf', { name: column.name })}
            value={property.name}
            maxLength={200}
            onChange={(event) => set({ ...property, name: event.target.value })}
          />
        ) : (
          <span className="quiet">
            {roles.length > 0
              ? roles.map((role) => t(roleLabel(emit.emit, role))).join(', ')
              : t('imports.left')}
          </span>
        )}
      </td>
      <td>{property && <TypeSelect one={property} onChange={set} />}</td>
    </tr>
  )
}

/** Which columns come in as properties, under which name and type. */
export function ColumnRows({ emit, columns, onChange }: Props) {
  const { t } = useText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={t('imports.columns')}>
      <table className="mapping-columns">
        <thead>
          <tr>
            <th>{t('imports.column')}</th>
            <th>{t('imports.type')}</th>
            <th className="num">{t('imports.filled')}</th>
            <th>{t('imports.sample')}</th>
            <th>{t('imports.becomes')}</th>
            <th>{t('imports.readAs')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <ColumnRow key={column.name} column={column} emit={emit} onChange={onChange} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
