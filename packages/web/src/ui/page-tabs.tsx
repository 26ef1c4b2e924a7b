import { Link } from '@tanstack/react-router'
import { useText } from '../i18n/text.tsx'
import type { QuestionSearch } from '../lib/periods.ts'

/** Pages whose address says when, who and channel. */
type TabPage =
  | '/funnels'
  | '/funnels/time-between'
  | '/retention'
  | '/retention/lifecycle'
  | '/retention/stickiness'

/** Pages that ask about the same people in other ways; when, who and channel stay as they are. */
export function PageTabs<To extends TabPage>(props: {
  label: string
  pages: readonly { to: To; label: Parameters<ReturnType<typeof useText>['t']>[0] }[]
  here: To
  search: Pick<QuestionSearch, 'period' | 'from' | 'to' | 'filter' | 'channel'>
}) {
  const { t } = useText()
  const { period, from, to: until, filter, channel } = props.search
  return (
    <nav className="tabs page-tabs" aria-label={props.label}>
      {props.pages.map(({ to, label }) => (
        <Link
          key={to}
          to={to as TabPage}
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
