import { useInfiniteQuery } from '@tanstack/react-query'
import { type AuditEntry, AuditPage as AuditPageSchema } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { differences } from '../../lib/differences.ts'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'

const shown = (value: unknown) =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)

function EntryPanel({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t, format } = useText()
  const changes = differences(entry.before, entry.after)
  return (
    <SidePanel kind={entry.action} title={entry.subject} label={t('access.entry')} onClose={onClose}>
      <div style={{ marginTop: 8 }}>
        <Pairs
          pairs={[
            [t('access.actor'), entry.actor],
            [t('trends.time'), `${format.dayYear(entry.time)} ${format.clockSeconds(entry.time)}`],
          ]}
        />
      </div>
      <PanelSection title={t('access.changed')} note={t('access.nFields', { n: changes.length })}>
        {changes.length === 0 ? (
          <p className="note">{t('access.noFields')}</p>
        ) : (
          <ul className="diff">
            {changes.map((change) => (
              <li key={change.path}>
                <span className="mono">{change.path}</span>
                {change.before !== undefined && <del>{shown(change.before)}</del>}
                {change.after !== undefined && <ins>{shown(change.after)}</ins>}
              </li>
            ))}
          </ul>
        )}
      </PanelSection>
    </SidePanel>
  )
}

/** Who changed what and when; each entry opens its difference. */
export function AuditPage() {
  const { t, format } = useText()
  const [openId, setOpenId] = useState<string | null>(null)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(AuditPageSchema, '/audit', { query: { limit: 50, cursor }, signal }),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  })
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  const open = rows.find((entry) => entry.id === openId)
  return (
    <>
      <PageHeader title={t('shell.audit')} deck={t('access.auditDeck')} />
      <div className={open ? 'with-panel below-head' : 'below-head'}>
        <div className="stage-area">
          {error ? (
            <ErrorNotice error={error} onRetry={() => void refetch()} />
          ) : !data ? (
            <Skeleton rows={8} />
          ) : rows.length === 0 ? (
            <EmptyState title={t('access.noAudit')}>{t('access.noAuditText')}</EmptyState>
          ) : (
            <DataTable
              label={t('shell.audit')}
              rows={rows}
              keyOf={(entry) => entry.id}
              selected={openId ?? undefined}
              onOpen={(entry) => setOpenId(entry.id)}
              csvName="teia-audit"
              columns={[
                {
                  id: 'time',
                  header: t('trends.time'),
                  value: (entry) => entry.time,
                  cell: (entry) => <span className="quiet nowrap">{format.moment(entry.time)}</span>,
                },
                {
                  id: 'actor',
                  header: t('access.actor'),
                  value: (entry) => entry.actor,
                  cell: (entry) => entry.actor,
                },
                {
                  id: 'action',
                  header: t('access.action'),
                  value: (entry) => entry.action,
                  cell: (entry) => <span className="mono">{entry.action}</span>,
                },
                {
                  id: 'subject',
                  header: t('access.subject'),
                  value: (entry) => entry.subject,
                  cell: (entry) => <span className="row-name">{entry.subject}</span>,
                },
                {
                  id: 'fields',
                  header: t('access.changed'),
                  num: true,
                  value: (entry) => differences(entry.before, entry.after).length,
                  cell: (entry) => differences(entry.before, entry.after).length,
                },
              ]}
            />
          )}
          {hasNextPage && (
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('common.moreOf')}
            </Button>
          )}
        </div>
        {open && <EntryPanel entry={open} onClose={() => setOpenId(null)} />}
      </div>
    </>
  )
}
