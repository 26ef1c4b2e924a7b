import type { ComponentProps } from 'react'
import { useText } from '../../i18n/text.tsx'
import { PageTabs } from '../../ui/page-tabs.tsx'

const pages = [
  { to: '/funnels', label: 'shell.funnels' },
  { to: '/funnels/time-between', label: 'timeBetween.title' },
] as const

/** How far people get, and how long it takes. */
export function FunnelTabs(
  props: Pick<ComponentProps<typeof PageTabs<(typeof pages)[number]['to']>>, 'here' | 'search'>,
) {
  const { t } = useText()
  return <PageTabs {...props} pages={pages} label={t('timeBetween.tabs')} />
}
