import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { CatalogueEntry, Touchpoint } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ApiError, remove } from '../../lib/api.ts'
import { touchpointsQuery } from '../../lib/catalogue.ts'
import { Button } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { useOpenMenu } from '../../ui/context-menu.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Metric, Metrics } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { Breakdown } from './breakdown.tsx'
import { useTouchpointActions } from './catalogue-table.tsx'
import { Neighbours } from './neighbours.tsx'
import { RewritingNotice } from './rewriting-notice.tsx'
import { TouchpointFactsColumn } from './touchpoint-facts.tsx'
import { figuresQuery } from './touchpoint-queries.ts'
import { useVolume, Volume } from './volume.tsx'

const route = getRouteApi('/shell/touchpoints/$touchpointId')

function RemoveDialog({ entry, onClose }: { entry: CatalogueEntry; onClose: () => void }) {
  const { t, words } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const say = useToast()
  const touchpointName = useTouchpointName()
  const name = touchpointName(entry.definition.name)
  const confirm = async () => {
    try {
      await remove(`/touchpoints/${encodeURIComponent(entry.id)}`, `"${entry.revision}"`)
      await navigate({ to: '/touchpoints' })
      await client.invalidateQueries({ queryKey: ['touchpoints'], exact: true })
      say(t('touchpoints.removed', { name }))
    } catch (fault) {
      say(words(fault), 'bad')
      await client.invalidateQueries({ queryKey: ['touchpoints'] })
    }
  }
  return (
    <ConfirmDialog
      title={t('touchpoints.removeTitle', { name })}
      verb={t('touchpoints.remove')}
      onClose={onClose}
      onConfirm={confirm}
    >
      {t('touchpoints.removeText')}
    </ConfirmDialog>
  )
}

function Head({ one }: { one: Touchpoint }) {
  const { t, rich, format } = useText()
  const may = useMay()
  const openMenu = useOpenMenu()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const { actions } = useTouchpointActions()
  const [isRemoving, setRemoving] = useState(false)
  const ownership = one.definition.partner || t(`touchpoints.${one.ownership}`)
  return (
    <>
      <PageHeader
        crumbs={<Link to="/touchpoints">{t('shell.touchpoints')}</Link>}
        title={touchpointName(one.name)}
        deck={
          one.interactions28d === 0
            ? t('touchpoints.deckNone', { ownership })
            : rich('touchpoints.deckOne', {
                ownership,
                channels: one.channels.map(({ channel }) => channelName(channel)).join(', '),
                people: format.whole(one.people28d),
                interactions: format.whole(one.interactions28d),
              })
        }
        actions={
          <>
            <Button
              icon="more"
              aria-haspopup="menu"
              onClick={(event) =>
                openMenu(event.currentTarget, [
                  ...actions(one).slice(may('touchpoints:write') ? 2 : 1),
                  ...(may('touchpoints:write')
                    ? [
                        {
                          label: t('touchpoints.remove'),
                          icon: 'trash' as const,
                          danger: true,
                          onSelect: () => setRemoving(true),
                        },
                      ]
                    : []),
                ])
              }
            >
              {t('common.more')}
            </Button>
            {may('touchpoints:write') && (
              <Link
                className="button primary"
                to="/touchpoints/$touchpointId/edit"
                params={{ touchpointId: one.id }}
              >
                <Icon name="edit" />
                {t('touchpoints.edit')}
              </Link>
            )}
          </>
        }
      />
      {isRemoving && <RemoveDialog entry={one} onClose={() => setRemoving(false)} />}
    </>
  )
}

function Numbers({ one }: { one: Touchpoint }) {
  const { t, format } = useText()
  const { data } = useQuery(figuresQuery(one.id))
  const volume = useVolume(one)
  const before = volume.data?.previous?.[0]?.total
  const people = data ? data.known + data.anonymous : one.people28d
  return (
    <Metrics label={t('touchpoints.numbers')}>
      <Metric name={t('touchpoints.people')} value={format.whole(one.people28d)} />
      <Metric
        name={t('touchpoints.interactions')}
        value={format.whole(volume.data?.series[0]?.total ?? one.interactions28d)}
        versus={before === undefined ? undefined : t('touchpoints.versus', { before: format.whole(before) })}
      />
      <Metric
        name={t('touchpoints.perPerson')}
        value={one.people28d === 0 ? '–' : format.decimal(one.interactions28d / one.people28d)}
      />
      <Metric
        name={t('touchpoints.knownShare')}
        value={data && people > 0 ? format.percent(data.known / people) : '–'}
        versus={t('touchpoints.ofPeople', { n: people })}
      />
    </Metrics>
  )
}

/** One touchpoint: how much, by whom, what comes before and after, and what it is. */
export function TouchpointPage() {
  const { t } = useText()
  const { touchpointId } = route.useParams()
  const { by } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useQuery(touchpointsQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  const one = data.items.find((item) => item.id === touchpointId)
  if (!one)
    return <ErrorNotice error={new ApiError(404, 'touchpoint_not_found', t('touchpoints.notFound'))} />
  return (
    <>
      <Head one={one} />
      <RewritingNotice rewriting={data.rewriting} />
      <Numbers one={one} />
      <div className="person-body">
        <div className="stage-area">
          <Volume one={one} />
          <Breakdown
            one={one}
            by={by}
            onBy={(next) => void navigate({ search: { by: next }, replace: true })}
          />
          <Neighbours one={one} />
        </div>
        <TouchpointFactsColumn one={one} />
      </div>
    </>
  )
}
