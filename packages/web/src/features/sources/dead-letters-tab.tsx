import { useInfiniteQuery } from '@tanstack/react-query'
import { type KeptEvent, type RefusalReason, type Source, takeableReasons } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { PanelPlace } from '../../ui/panel-place.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { EditKeptDialog } from './edit-kept-dialog.tsx'
import { KeptPanel } from './kept-panel.tsx'
import { ReplayDialog, ReplayProgress } from './replay-dialog.tsx'
import { keptQuery } from './source-queries.ts'
import { useReplay } from './use-replay.ts'
import { useSourceSearch } from './use-source-search.ts'

function useColumns(): Column<KeptEvent>[] {
  const { t, maybe, told, format } = useText()
  const reason = (event: KeptEvent) => maybe(`sources.reason_${event.reason}`, event.reason)
  return [
    {
      id: 'time',
      header: t('people.received'),
      value: (event) => event.receivedAt,
      cell: (event) => (
        <span className="quiet nowrap">
          {format.dayShort(event.receivedAt)} {format.clockSeconds(event.receivedAt)}
        </span>
      ),
    },
    {
      id: 'event',
      header: t('people.event'),
      value: (event) => event.name || event.type,
      cell: (event) => <span className="row-name">{event.name || event.type || t('sources.noName')}</span>,
    },
    { id: 'reason', header: t('sources.reason'), value: reason, cell: reason },
    {
      id: 'detail',
      header: t('sources.detail'),
      value: (event) => told(event.faults, event.detail),
      cell: (event) => <span className="quiet">{told(event.faults, event.detail)}</span>,
    },
  ]
}

const isTakeable = (reason: RefusalReason) => takeableReasons.includes(reason)

type Choice = { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }

/** Events that did not get in, kept aside or refused; they are taken again once what was wrong is mended. */
export function DeadLettersTab({ source }: { source: Source }) {
  const { t, maybe } = useText()
  const may = useMay()
  const { search, set } = useSourceSearch()
  const kind = search.kept ?? 'kept_aside'
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [openId, setOpenId] = useState<string | null>(null)
  const [asks, setAsks] = useState<{ ids?: string[]; total: number } | null>(null)
  const [edits, setEdits] = useState<KeptEvent | null>(null)
  const replay = useReplay(source.id)
  const query = useInfiniteQuery(keptQuery(source.id, kind, search.reason))
  const columns = useColumns()
  const counts = query.data?.pages[0]?.counts ?? []
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const all = counts.reduce((sum, one) => sum + one.count, 0)
  const fitting = counts
    .filter(({ reason }) => isTakeable(reason) && (!search.reason || search.reason === reason))
    .reduce((sum, one) => sum + one.count, 0)
  const open = items.find((one) => one.id === openId) ?? null
  const mayReplay = may('sources:write')
  const choose = (change: { kept?: string | undefined; reason?: string | undefined }) => {
    setChosen(new Set())
    setOpenId(null)
    set(change)
  }
  const selection: Choice | undefined = mayReplay ? { chosen, onChange: setChosen } : undefined
  return (
    <div className={open ? 'with-panel follows' : undefined}>
      <div className={open ? 'stage-area' : undefined}>
        <Section title={t('sources.tab_dead')} note={t(`sources.keptNote_${kind}`)}>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one row */}
          <div className="toolbar" role="group" aria-label={t('filters.label')}>
            <Switch
              label={t('sources.keptKind')}
              value={kind}
              options={(['kept_aside', 'refused'] as const).map((value) => ({
                value,
                label: t(`sources.kept_${value}`),
              }))}
              onChange={(value) =>
                choose({ kept: value === 'kept_aside' ? undefined : value, reason: undefined })
              }
            />
            <ChoicePick<RefusalReason | 'all'>
              name={t('sources.reason')}
              value={search.reason ?? 'all'}
              set={search.reason !== undefined}
              choices={[
                { value: 'all', label: t('common.all'), note: String(all) },
                ...counts.map(({ reason, count }) => ({
                  value: reason,
                  label: maybe(`sources.reason_${reason}`, reason),
                  note: String(count),
                })),
              ]}
              onChange={(value) => choose({ reason: value === 'all' ? undefined : value })}
            />
            <span className="grow" />
            {mayReplay && chosen.size > 0 && (
              <Button icon="play" onClick={() => setAsks({ ids: [...chosen], total: chosen.size })}>
                {t('sources.replayChosen', { n: chosen.size })}
              </Button>
            )}
            {mayReplay && fitting > 0 && (
              <Button icon="play" onClick={() => setAsks({ total: fitting })}>
                {t(search.reason ? 'sources.replayReason' : 'sources.replayAll', { n: fitting })}
              </Button>
            )}
          </div>
          {replay.state && (
            <ReplayProgress state={replay.state} onStop={replay.stop} onClose={replay.clear} />
          )}
          {query.error ? (
            <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
          ) : !query.data ? (
            <Skeleton rows={6} />
          ) : items.length === 0 ? (
            <EmptyState title={t(`sources.keptEmpty_${kind}`)}>
              {t(`sources.keptEmptyText_${kind}`)}
            </EmptyState>
          ) : (
            <DataTable
              label={t('sources.tab_dead')}
              columns={columns}
              rows={items}
              keyOf={(event) => event.id}
              selected={openId ?? undefined}
              onOpen={(event) => setOpenId(event.id)}
              nameOf={(event) => event.name || event.type}
              {...(selection && { selection })}
              csvName="teia-dead-letters"
              foot={
                query.hasNextPage && (
                  <Button
                    kind="link"
                    busy={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t('common.moreOf')}
                  </Button>
                )
              }
            />
          )}
        </Section>
      </div>
      {open && (
        <PanelPlace of={open.id}>
          <KeptPanel
            event={open}
            onClose={() => setOpenId(null)}
            {...(mayReplay &&
              isTakeable(open.reason) && {
                onReplay: () => setAsks({ ids: [open.id], total: 1 }),
                onEdit: () => setEdits(open),
              })}
          />
        </PanelPlace>
      )}
      {asks && (
        <ReplayDialog
          kind={kind}
          total={asks.total}
          onClose={() => setAsks(null)}
          onStart={(times) => {
            const wish = asks.ids ? { ids: asks.ids } : search.reason ? { reason: search.reason } : {}
            setAsks(null)
            setChosen(new Set())
            void replay.start({ kind, ...wish, times }, asks.total)
          }}
        />
      )}
      {edits && (
        <EditKeptDialog
          key={edits.id}
          event={edits}
          onClose={() => setEdits(null)}
          onTake={(body, times) => replay.start({ kind, ids: [edits.id], times, body }, 1)}
        />
      )}
    </div>
  )
}
