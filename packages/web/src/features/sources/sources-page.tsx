import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Source } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { NewSourceDialog } from './new-source-dialog.tsx'
import { DeleteSourceDialog, RenameDialog, useToggleSource } from './source-forms.tsx'
import { isWebhook } from './source-kinds.ts'
import { sourcesQuery } from './source-queries.ts'

type Opened = { kind: 'new' } | { kind: 'rename' | 'delete'; source: Source } | null

function useColumns(): Column<Source>[] {
  const { t, format } = useText()
  return [
    {
      id: 'name',
      header: t('sources.name'),
      value: (source) => source.name,
      cell: (source) => <span className="row-name">{source.name}</span>,
    },
    {
      id: 'kind',
      header: t('sources.kind'),
      value: (source) => source.kind,
      cell: (source) => t(`sources.kind_${source.kind}`),
    },
    {
      id: 'state',
      header: t('sources.state'),
      value: (source) => (source.enabled ? 1 : 0),
      cell: (source) => (
        <StateLabel tone={source.enabled ? 'good' : 'neutral'}>
          {t(source.enabled ? 'sources.on' : 'sources.off')}
        </StateLabel>
      ),
    },
    {
      id: 'key',
      header: t('sources.writeKey'),
      cell: (source) => <span className="mono quiet">{isWebhook(source.kind) ? '–' : source.writeKey}</span>,
    },
    {
      id: 'last',
      header: t('sources.lastEvent'),
      num: true,
      value: (source) => source.lastEventAt,
      cell: (source) =>
        source.lastEventAt ? (
          format.moment(source.lastEventAt)
        ) : (
          <span className="quiet">{t('common.never')}</span>
        ),
    },
    {
      id: 'created',
      header: t('sources.created'),
      num: true,
      value: (source) => source.createdAt,
      cell: (source) => <span className="quiet">{format.dayYear(source.createdAt)}</span>,
    },
  ]
}

/** Where events come from: each site, app or server with its key. */
export function SourcesPage() {
  const { t, rich } = useText()
  const navigate = useNavigate()
  const may = useMay()
  const copy = useCopy()
  const toggle = useToggleSource()
  const columns = useColumns()
  const [opened, setOpened] = useState<Opened>(null)
  const query = useQuery(sourcesQuery)
  const { data } = query
  const close = () => setOpened(null)
  const open = (source: Source) =>
    void navigate({ to: '/sources/$sourceId', params: { sourceId: source.id }, search: {} })
  const actions = (source: Source): Action[] => [
    { label: t('common.open'), icon: 'data', onSelect: () => open(source) },
    ...(isWebhook(source.kind)
      ? []
      : [{ label: t('sources.copyKey'), icon: 'key' as const, onSelect: () => void copy(source.writeKey) }]),
    ...(may('sources:write')
      ? [
          {
            label: t('sources.rename'),
            icon: 'edit' as const,
            onSelect: () => setOpened({ kind: 'rename', source }),
          },
          {
            label: t(source.enabled ? 'sources.turnOff' : 'sources.turnOn'),
            icon: source.enabled ? ('pause' as const) : ('play' as const),
            onSelect: () => void toggle(source),
          },
          {
            label: t('sources.delete'),
            icon: 'trash' as const,
            danger: true,
            onSelect: () => setOpened({ kind: 'delete', source }),
          },
        ]
      : []),
  ]
  const create = may('sources:write') && (
    <Button kind="primary" icon="plus" onClick={() => setOpened({ kind: 'new' })}>
      {t('sources.new')}
    </Button>
  )
  const on = data?.items.filter((source) => source.enabled).length ?? 0
  return (
    <>
      <ListPage
        title={t('shell.sources')}
        deck={data ? rich('sources.deck', { n: data.items.length, on }) : t('sources.deckWaiting')}
        query={query}
        rows={6}
        create={create}
        emptyTitle={t('sources.emptyTitle')}
        emptyText={t('sources.emptyText')}
      >
        {({ items }) => (
          <DataTable
            label={t('shell.sources')}
            columns={columns}
            rows={items}
            keyOf={(source) => source.id}
            onOpen={open}
            actions={actions}
            csvName="teia-sources"
          />
        )}
      </ListPage>
      {opened?.kind === 'new' && <NewSourceDialog onClose={close} />}
      {opened?.kind === 'rename' && <RenameDialog source={opened.source} onClose={close} />}
      {opened?.kind === 'delete' && (
        <DeleteSourceDialog source={opened.source} onClose={close} onGone={close} />
      )}
    </>
  )
}
