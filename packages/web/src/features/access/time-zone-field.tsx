import { useId } from 'react'
import { useText } from '../../i18n/text.tsx'

/** One of the time zones that the browser knows. */
export function TimeZoneField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useText()
  const id = useId()
  const zones = Intl.supportedValuesOf('timeZone')
  return (
    <div className="field">
      <label htmlFor={id}>{t('access.timeZone')}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {!zones.includes(value) && <option value={value}>{value}</option>}
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  )
}
