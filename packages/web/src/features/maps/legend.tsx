import { useText } from '../../i18n/text.tsx'

/** What the lines of the feeling lane are. */
export function Legend() {
  const { t } = useText()
  return (
    <ul className="legend" aria-label={t('maps.legend')}>
      <li>
        <svg width="18" height="8" aria-hidden="true">
          <path d="M0 4H18" stroke="var(--ink-3)" strokeWidth="1.25" strokeDasharray="4 3" />
        </svg>
        {t('maps.assumed')}
      </li>
      <li>
        <svg width="18" height="8" aria-hidden="true">
          <path d="M0 4H18" stroke="var(--accent)" strokeWidth="1.75" />
        </svg>
        {t('maps.measuredLine')}
      </li>
      <li>
        <svg width="18" height="8" aria-hidden="true">
          <circle cx="9" cy="4" r="3.5" fill="var(--bad)" />
        </svg>
        {t('maps.contradicts')}
      </li>
    </ul>
  )
}
