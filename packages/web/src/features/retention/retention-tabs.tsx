import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import type { QuestionSearch } from '../../lib/periods.ts'

const pages = [
  { to: '/retention', label: 'shell.retention' },
  { to: '/retention/lifecycle', label: 'lifecycle.title' },
  { to: '/retention/stickiness', label: 'stickiness.title' },
] as const

/** Three ways to ask who keeps coming; when, who and channel stay as they are. */
export function RetentionTabs(props: {
  here: (typeof pages)[number]['to']
  search: Pick<QuestionSearch, 'period' | 'from' | 'to' | 'filter' | 'channel'>
}) {
  const { t } = useText()
  const { period, from, to: until, filter, channel } = props.search
  return (
    <nav className="tabs page-tabs" aria-label={t('lifecycle.tabs')}>
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
