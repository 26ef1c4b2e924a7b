import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ArrivedEvent, Source } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ApiError } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Metric, Metrics } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { DeleteSourceDialog, RenameDialog, Snippets, useToggleSource } from './source-forms.tsx'
import { ArrivedPanel, SourceLive } from './source-live.tsx'
import { sourcesQuery, trafficQuery } from './source-queries.ts'
import { TrafficChart } from './traffic-chart.tsx'

const route = getRouteApi('/shell/sources/$sourceId')

function Traffic({ source }: { source: Source }) {
  const { t, maybe, format } = useText()
  const { data, error, refetch } = useQuery(trafficQuery(source.id))
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={4} height={40} />
  const { accepted, refused, duplicate } = data.last24h
  const all = accepted + refused + duplicate
  const share = (part: number) => (all === 0 ? '–' : format.percent(part / all))
  return (
    <>
      <Metrics label={t('sources.numbers')}>
        <Metric
          name={t('sources.accepted')}
          value={format.whole(accepted)}
          unit={t('pulse.eventsUnit', { n: accepted })}
          versus={t('sources.ofAll', { share: share(accepted) })}
          note={t('sources.last24h', { n: all })}
        />
        <Metric
          name={t('sources.refused')}
          value={format.whole(refused)}
          unit={t('pulse.eventsUnit', { n: refused })}
          versus={t('sources.ofAll', { share: share(refused) })}
          note={
            data.reasons[0]
              ? `${maybe(`sources.reason_${data.reasons[0].reason}`, data.reasons[0].reason)}: ${format.whole(data.reasons[0].count)}`
              : t('sources.noRefusals')
          }
        />
        <Metric
          name={t('sources.duplicate')}
          value={format.whole(duplicate)}
          unit={t('pulse.eventsUnit', { n: duplicate })}
          versus={t('sources.ofAll', { share: share(duplicate) })}
          note={t('sources.onceOnly')}
        />
        <Metric
          name={t('sources.lag')}
          value={data.lagMs === null ? '–' : format.whole(data.lagMs)}
          unit={data.lagMs === null ? undefined : 'ms'}
          versus={t('sources.lagHelp')}
        />
      </Metrics>
      <Section className="below" title={t('sources.perMinute')} note={t('sources.perMinuteNote')}>
        <TrafficChart traffic={data} />
      </Section>
    </>
  )
}

function Body({ source }: { source: Source }) {
  const { t, format } = useText()
  const navigate = useNavigate()
  const may = useMay()
  const toggle = useToggleSource()
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const [open, setOpen] = useState<ArrivedEvent | null>(null)
  const close = () => setDialog(null)
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
          may.edit && (
            <>
              <Button kind="plain" icon="edit" onClick={() => setDialog('rename')}>
                {t('sources.rename')}
              </Button>
              <Button onClick={() => void toggle(source)}>
                {t(source.enabled ? 'sources.turnOff' : 'sources.turnOn')}
              </Button>
              <Button kind="danger" onClick={() => setDialog('delete')}>
                {t('sources.delete')}
              </Button>
            </>
          )
        }
      />
      <Traffic source={source} />
      <div className="person-body">
        <SourceLive sourceId={source.id} open={open} onOpen={setOpen} />
        {open ? (
          <ArrivedPanel event={open} onClose={() => setOpen(null)} />
        ) : (
          <aside className="facts" aria-label={t('sources.howTo')}>
            <Section title={t('sources.howTo')} note={t('sources.howToNote')}>
              <Snippets source={source} />
            </Section>
          </aside>
        )}
      </div>
      {dialog === 'rename' && <RenameDialog source={source} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteSourceDialog
          source={source}
          onClose={close}
          onGone={() => void navigate({ to: '/sources' })}
        />
      )}
    </>
  )
}

/** One source: how much it sends, what is refused and why, and how to send to it. */
export function SourcePage() {
  const { t } = useText()
  const { sourceId } = route.useParams()
  const { data, error, refetch } = useQuery(sourcesQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  const source = data.items.find((one) => one.id === sourceId)
  if (!source) return <ErrorNotice error={new ApiError(404, 'not_found', t('errors.not_found'))} />
  return <Body source={source} />
}
