import type { ImportMapping } from '@teia/contracts'
import { useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'

/** The zone of times that name none: the workspace's first, then every other. */
export function ZonePick({
  mapping,
  onChange,
}: {
  mapping: ImportMapping
  onChange: (zone: string) => void
}) {
  const { t } = useText()
  const { workspace } = useSession()
  const now = mapping.zone ?? 'UTC'
  const known = [...new Set([workspace.timeZone, 'UTC', now])]
  const all = Intl.supportedValuesOf('timeZone').filter((zone) => !known.includes(zone))
  return (
    <label className="zone-pick">
      <span className="quiet">{t('imports.zone')}</span>
      <select className="input" value={now} onChange={(event) => onChange(event.target.value)}>
        {known.map((zone) => (
          <option key={zone} value={zone}>
            {zone === workspace.timeZone ? t('imports.zoneHere', { zone }) : zone}
          </option>
        ))}
        {all.map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </select>
    </label>
  )
}
