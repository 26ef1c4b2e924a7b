import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { Source } from '@teia/contracts'
import { useEffect, useRef, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ApiError } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { DeadLettersTab } from './dead-letters-tab.tsx'
import { LiveTab } from './live-tab.tsx'
import { PlanTab } from './plan-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { SetupTab } from './setup-tab.tsx'
import { DeleteSourceDialog, useToggleSource } from './source-forms.tsx'
import { isWebhook } from './source-kinds.ts'
import { sourcesQuery } from './source-queries.ts'
import { type SourceTab, sourceTabs } from './sources-search.ts'
import { TrafficTab } from './traffic-tab.tsx'
import { useSourceSearch } from './use-source-search.ts'
import { WebhookTab } from './webhook-tab.tsx'

const route = getRouteApi('/shell/sources/$sourceId')

function Tabs({ source, open }: { source: Source; open: SourceTab }) {
  const { t } = useText()
  const bar = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the part that opens is led to
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [open])
  const shown = sourceTabs.filter((tab) => tab !== 'webhook' || isWebhook(source.kind))
  return (
    <nav ref={bar} className="tabs page-tabs" aria-label={t('sources.parts', { name: source.name })}>
      {shown.map((tab) => (
        <Link
          key={tab}
          to="/sources/$sourceId"
          params={{ sourceId: source.id }}
          search={{ tab }}
          replace
          resetScroll={false}
          {...(tab === open ? { 'aria-current': 'page' as const } : {})}
        >
          {t(`sources.tab_${tab}`)}
        </Link>
      ))}
    </nav>
  )
}

function Part({ source, tab }: { source: Source; tab: SourceTab }) {
  if (tab === 'setup') return <SetupTab source={source} />
  if (tab === 'webhook') return <WebhookTab source={source} />
  if (tab === 'live') return <LiveTab source={source} />
  if (tab === 'traffic') return <TrafficTab source={source} />
  if (tab === 'plan') return <PlanTab source={source} />
  if (tab === 'dead') return <DeadLettersTab source={source} />
  return <SettingsTab source={source} />
}

function Body({ source }: { source: Source }) {
  const { t, format } = useText()
  const navigate = useNavigate()
  const may = useMay()
  const toggle = useToggleSource()
  const { search } = useSourceSearch()
  const [isLeaving, setLeaving] = useState(false)
  // Decided once: the page must not turn under the reader's eyes when the first event comes.
  const [first] = useState<SourceTab>(source.lastEventAt === null ? 'setup' : 'live')
  const asked = search.tab ?? first
  const tab = asked === 'webhook' && !isWebhook(source.kind) ? first : asked
  const last = source.lastEventAt ? format.moment(source.lastEventAt) : t('common.never')
  return (
    <>
      <PageHeader
        crumbs={<Link to="/sources">{t('shell.sources')}</Link>}
        title={source.name}
        deck={t(source.enabled ? 'sources.deckOn' : 'sources.deckOff', {
          kind: t(`sources.kind_${source.kind}`),
          last,
        })}
        actions={
          may('sources:write') && (
            <>
              <Button onClick={() => void toggle(source)}>
                {t(source.enabled ? 'sources.turnOff' : 'sources.turnOn')}
              </Button>
              <Button kind="danger" onClick={() => setLeaving(true)}>
                {t('sources.delete')}
              </Button>
            </>
          )
        }
      />
      <Tabs source={source} open={tab} />
      <Part source={source} tab={tab} />
      {isLeaving && (
        <DeleteSourceDialog
          source={source}
          onClose={() => setLeaving(false)}
          onGone={() => void navigate({ to: '/sources' })}
        />
      )}
    </>
  )
}

/** One source: how to send to it, what arrives, what is refused and why, and what it should look like. */
export function SourcePage() {
  const { t } = useText()
  const { sourceId } = route.useParams()
  const { data, error, refetch } = useQuery(sourcesQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  const source = data.items.find((one) => one.id === sourceId)
  if (!source) return <ErrorNotice error={new ApiError(404, 'not_found', t('errors.not_found'))} />
  return <Body key={source.id} source={source} />
}
