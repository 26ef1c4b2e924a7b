import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Erasure, ErasurePage, PrivacyRequestPage } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask, get } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { Receipts } from './receipts.tsx'

const tones = { running: 'warn', done: 'good', lifted: 'neutral' } as const

const removedEvents = (erasure: Erasure) =>
  erasure.receipts.find((receipt) => receipt.store === 'events')?.removed ?? 0

function ErasurePanel({ erasure, onClose }: { erasure: Erasure; onClose: () => void }) {
  const { t, format } = useText()
  const mayErase = useMay()('people:erase')
  const client = useQueryClient()
  const [lifts, setLifts] = useState(false)
  const lift = async () => {
    await ask(Erasure, `/privacy/erasures/${erasure.id}/lift`, {})
    await client.invalidateQueries({ queryKey: ['erasures'] })
  }
  return (
    <SidePanel
      kind={t('privacy.erasure')}
      title={format.dayYear(erasure.requestedAt)}
      label={t('privacy.erasure')}
      onClose={onClose}
    >
      <Pairs
        pairs={[
          [
            t('privacy.person'),
            <span key="id" className="mono clip" title={erasure.personId}>
              {erasure.personId}
            </span>,
          ],
          [t('privacy.by'), erasure.requestedBy],
          [t('privacy.reason'), erasure.reason || '–'],
          [t('privacy.kept'), t('privacy.hashes', { n: erasure.identifiers })],
        ]}
      />
      <PanelSection title={t('privacy.receipts')}>
        <Receipts erasure={erasure} />
      </PanelSection>
      {erasure.state === 'done' && mayErase && (
        <PanelSection title={t('privacy.lift')}>
          <p className="note">{t('privacy.liftText')}</p>
          <div className="buttons">
            <Button onClick={() => setLifts(true)}>{t('privacy.lift')}</Button>
          </div>
        </PanelSection>
      )}
      {lifts && (
        <ConfirmDialog
          title={t('privacy.lift')}
          verb={t('privacy.lift')}
          onConfirm={lift}
          onClose={() => setLifts(false)}
        >
          {t('privacy.liftText')}
        </ConfirmDialog>
      )}
    </SidePanel>
  )
}

function Requests() {
  const { t, format } = useText()
  const { data, error, refetch } = useInfiniteQuery({
    queryKey: ['privacy-requests'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(PrivacyRequestPage, '/privacy/requests', { query: { limit: 50, cursor }, signal }),
    getNextPageParam: (page) => page.nextCursor,
  })
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t('privacy.requests')} note={t('privacy.requestsNote')}>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={2} />
      ) : rows.length === 0 ? (
        <p className="note">{t('privacy.noRequests')}</p>
      ) : (
        <ul className="rows">
          {rows.map((one) => (
            <li key={one.id}>
              <span className="grow">{t(`privacy.request_${one.kind}`)}</span>
              <span className="mono clip">{JSON.stringify(one.subject)}</span>
              <span className="note">{t('privacy.dueBy', { day: format.dayYear(one.dueAt) })}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Who was erased, with a receipt for each store, and what customers have asked for through providers. */
export function PrivacyPage() {
  const { t, format } = useText()
  const [openId, setOpenId] = useState<string | null>(null)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['erasures'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(ErasurePage, '/privacy/erasures', { query: { limit: 50, cursor }, signal }),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((one) => one.state === 'running'))
        ? 1_000
        : false,
  })
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  const open = rows.find((one) => one.id === openId)
  return (
    <>
      <PageHeader title={t('shell.privacy')} deck={t('privacy.deck')} />
      <div className={open ? 'with-panel below-head' : 'below-head'}>
        <div className="stage-area">
          <Section title={t('privacy.erasures')}>
            {error ? (
              <ErrorNotice error={error} onRetry={() => void refetch()} />
            ) : !data ? (
              <Skeleton rows={4} />
            ) : rows.length === 0 ? (
              <EmptyState title={t('privacy.nobody')}>{t('privacy.nobodyText')}</EmptyState>
            ) : (
              <DataTable
                label={t('privacy.erasures')}
                rows={rows}
                keyOf={(one) => one.id}
                selected={openId ?? undefined}
                onOpen={(one) => setOpenId(one.id)}
                csvName="teia-erasures"
                columns={[
                  {
                    id: 'at',
                    header: t('privacy.asked'),
                    value: (one) => one.requestedAt,
                    cell: (one) => format.moment(one.requestedAt),
                  },
                  {
                    id: 'by',
                    header: t('privacy.by'),
                    value: (one) => one.requestedBy,
                    cell: (one) => one.requestedBy,
                  },
                  {
                    id: 'reason',
                    header: t('privacy.reason'),
                    value: (one) => one.reason,
                    cell: (one) => one.reason || '–',
                  },
                  {
                    id: 'events',
                    header: t('privacy.events'),
                    num: true,
                    value: removedEvents,
                    cell: (one) => format.whole(removedEvents(one)),
                  },
                  {
                    id: 'state',
                    header: t('privacy.state'),
                    value: (one) => one.state,
                    cell: (one) => (
                      <StateLabel tone={one.waiting ? 'bad' : tones[one.state]}>
                        {t(one.waiting ? 'privacy.state_waiting' : `privacy.state_${one.state}`)}
                      </StateLabel>
                    ),
                  },
                ]}
              />
            )}
            {hasNextPage && (
              <div className="table-foot">
                <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  {t('people.earlier')}
                </Button>
              </div>
            )}
          </Section>
          <Requests />
        </div>
        {open && <ErasurePanel erasure={open} onClose={() => setOpenId(null)} />}
      </div>
    </>
  )
}
