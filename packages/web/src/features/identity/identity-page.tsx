import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { IdentityWork, SharedIdentifiers } from '@teia/contracts'
import type { ReactNode } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { WorkProgress } from '../../ui/work-progress.tsx'
import { duplicatesQuery, reviewsQuery, sharedQuery } from './identity-queries.ts'
import { type IdentityPart, identityParts } from './identity-search.ts'
import { useKindName } from './identity-words.ts'
import { DuplicateRows, ReviewRows } from './pair-rows.tsx'

const route = getRouteApi('/shell/identity')

function Waiting() {
  const { t } = useText()
  const { data, error, refetch } = useQuery(reviewsQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  if (data.items.length === 0)
    return <EmptyState title={t('identity.noWaiting')}>{t('identity.noWaitingText')}</EmptyState>
  return <ReviewRows reviews={data.items} />
}

function SearchWork({ work }: { work: IdentityWork }) {
  const { t } = useText()
  const may = useMay()
  const client = useQueryClient()
  const act = (verb: 'search' | 'cancel') =>
    void send('POST', `/identity/duplicates/${verb}`).then(() =>
      client.invalidateQueries({ queryKey: duplicatesQuery.queryKey }),
    )
  const isRunning = work.state === 'running'
  return (
    <WorkProgress
      work={work}
      label={t('identity.searching')}
      noteOf={(counts) => t('identity.searchProgress', counts)}
    >
      {may('people:write') && (
        <Button icon={isRunning ? 'close' : 'search'} onClick={() => act(isRunning ? 'cancel' : 'search')}>
          {t(isRunning ? 'identity.cancelWork' : 'identity.search')}
        </Button>
      )}
    </WorkProgress>
  )
}

function Likely() {
  const { t } = useText()
  const { data, error, refetch } = useQuery(duplicatesQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  return (
    <>
      <SearchWork work={data.work} />
      {data.items.length === 0 ? (
        <EmptyState title={t('identity.noLikely')}>{t('identity.noLikelyText')}</EmptyState>
      ) : (
        <DuplicateRows pairs={data.items} />
      )}
    </>
  )
}

function Shared() {
  const { t, format } = useText()
  const kindName = useKindName()
  const { data, error, refetch } = useQuery(sharedQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  if (data.items.length === 0)
    return <EmptyState title={t('identity.noShared')}>{t('identity.noSharedText')}</EmptyState>
  const columns: Column<SharedIdentifiers['items'][number]>[] = [
    {
      id: 'value',
      header: t('identity.identifier'),
      value: (row) => row.value,
      cell: (row) => <span className="mono">{row.value}</span>,
    },
    {
      id: 'kind',
      header: t('identity.kind'),
      value: (row) => kindName(row.kind),
      cell: (row) => kindName(row.kind),
    },
    {
      id: 'linked',
      header: t('identity.linked'),
      num: true,
      value: (row) => row.linked,
      cell: (row) => format.whole(row.linked),
    },
    {
      id: 'seen',
      header: t('identity.lastSeen'),
      num: true,
      value: (row) => row.lastSeenAt,
      cell: (row) => format.dayYear(row.lastSeenAt),
    },
  ]
  return (
    <DataTable
      label={t('identity.shared')}
      columns={columns}
      rows={data.items}
      keyOf={(row) => row.id}
      csvName="teia-shared-identifiers"
    />
  )
}

const parts: Record<IdentityPart, () => ReactNode> = { waiting: Waiting, likely: Likely, shared: Shared }

/** What waits for a decision about who is who. */
export function IdentityPage() {
  const { t, rich } = useText()
  const navigate = useNavigate()
  const { part = 'waiting' } = route.useSearch()
  const { data: reviews } = useQuery(reviewsQuery)
  const { data: duplicates } = useQuery(duplicatesQuery)
  const n = (reviews?.total ?? 0) + (duplicates?.total ?? 0)
  const Part = parts[part]
  return (
    <>
      <PageHeader
        title={t('identity.title')}
        deck={n > 0 ? rich('identity.deck', { n }) : t('identity.deckNone')}
      />
      <div className="below-head">
        <Switch
          label={t('identity.part')}
          value={part}
          options={identityParts.map((value) => ({ value, label: t(`identity.${value}`) }))}
          onChange={(next) => void navigate({ to: '/identity', search: { part: next }, replace: true })}
        />
        <Part />
      </div>
    </>
  )
}
