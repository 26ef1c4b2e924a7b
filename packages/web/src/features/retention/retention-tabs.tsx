import type { ComponentProps } from 'react'
import { useText } from '../../i18n/text.tsx'
import { PageTabs } from '../../ui/page-tabs.tsx'

const pages = [
  { to: '/retention', label: 'shell.retention' },
  { to: '/retention/lifecycle', label: 'lifecycle.title' },
  { to: '/retention/stickiness', label: 'stickiness.title' },
] as const

/** Three ways to ask who keeps coming. */
export function RetentionTabs(
  props: Pick<ComponentProps<typeof PageTabs<(typeof pages)[number]['to']>>, 'here' | 'search'>,
) {
  const { t } = useText()
  return <PageTabs {...props} pages={pages} label={t('lifecycle.tabs')} />
}
