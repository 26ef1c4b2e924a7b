import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import {
  type PlainType,
  type PlanSchema,
  type PropertyRow,
  plainTypes,
  rowsOfSchema,
  withoutProperty,
  withProperty,
  withRequired,
  withType,
} from './plan-schema.ts'

function Row({
  row,
  locked,
  schema,
  onChange,
}: {
  row: PropertyRow
  locked: boolean
  schema: PlanSchema
  onChange: (schema: PlanSchema) => void
}) {
  const { t } = useText()
  const name = row.path.join('.')
  return (
    <tr>
      <td className="mono" style={{ paddingLeft: (row.path.length - 1) * 18 }}>
        {row.path.at(-1)}
      </td>
      <td>
        <select
          className="input"
          aria-label={t('plan.typeOf', { name })}
          value={row.type}
          disabled={locked}
          onChange={(event) => onChange(withType(schema, row.path, event.target.value as PlainType))}
        >
          {row.type === 'mixed' && <option value="mixed">{row.types}</option>}
          {plainTypes.map((type) => (
            <option key={type} value={type}>
              {t(`plan.type_${type}`)}
            </option>
          ))}
        </select>
      </td>
      <td>
        <label className="check">
          <input
            type="checkbox"
            checked={row.isRequired}
            disabled={locked}
            aria-label={t('plan.requiredOf', { name })}
            onChange={(event) => onChange(withRequired(schema, row.path, event.target.checked))}
          />
        </label>
      </td>
      <td className="note">{row.hasMore ? t('plan.hasMore') : ''}</td>
      <td className="num">
        {!locked && (
          <IconButton
            icon="trash"
            label={t('plan.removeProperty', { name })}
            onClick={() => onChange(withoutProperty(schema, row.path))}
          />
        )}
      </td>
    </tr>
  )
}

/** The properties of an event with their types, in the plain; what else a schema says stays as it is. */
export function PropertyTable({
  schema,
  locked,
  onChange,
}: {
  schema: PlanSchema
  locked: boolean
  onChange: (schema: PlanSchema) => void
}) {
  const { t } = useText()
  const [name, setName] = useState('')
  const rows = rowsOfSchema(schema)
  const add = (event: FormEvent) => {
    event.preventDefault()
    onChange(withProperty(schema, name))
    setName('')
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={t('plan.properties')}>
        <table>
          <thead>
            <tr>
              <th>{t('plan.property')}</th>
              <th>{t('plan.type')}</th>
              <th>{t('plan.required')}</th>
              <th>{t('plan.more')}</th>
              <th className="num">
                <span className="visually-hidden">{t('common.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.path.join('\0')} row={row} locked={locked} schema={schema} onChange={onChange} />
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={5} className="quiet">
                  {t('plan.noProperties')}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
      {!locked && (
        <form className="toolbar" style={{ marginTop: 8 }} onSubmit={add}>
          <input
            className="input mono"
            style={{ width: 220 }}
            aria-label={t('plan.newProperty')}
            placeholder={t('plan.newProperty')}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" icon="plus" disabled={name.trim() === ''}>
            {t('plan.addProperty')}
          </Button>
        </form>
      )}
    </>
  )
}
