import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import type { QuestionSearch } from '../../lib/periods.ts'

const pages = [
  { to: '/funnels', label: 'shell.funnels' },
  { to: '/funnels/time-between', label: 'timeBetween.title' },
] as const

/** How far people get, and how long it takes; when, who and channel stay as they are. */
export function FunnelTabs(props: {
  here: (typeof pages)[number]['to']
  search: Pick<QuestionSearch, 'period' | 'from' | 'to' | 'filter' | 'channel'>
}) {
  const { t } = useText()
  const { period, from, to: until, filter, channel } = props.search
  return (
    <nav className="tabs page-tabs" aria-label={t('timeBetween.tabs')}>
      {pages.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          search={{ period, from, to: until, filter, channel }}
          activeOptions={{ exact: true, includeSearch: false }}
          {...(to === props.here && { 'aria-current': 'page' })}
        >
          {t(label)}
        </Link>
      ))}
    </nav>
  )
}
