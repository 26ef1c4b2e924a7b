import './maps.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { MapSummary } from '@teia/contracts'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { remove } from '../../lib/api.ts'
import { mapPath, mapsQuery } from '../../lib/maps.ts'
import { plain } from '../../lib/plain.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useCopy } from '../../ui/use-copy.ts'

const NewMap = lazy(() => import('./new-map.tsx').then((module) => ({ default: module.NewMap })))
const route = getRouteApi('/shell/maps')

function useColumns(): Column<MapSummary>[] {
  const { t, format } = useText()
  return [
    {
      id: 'name',
      header: t('maps.name'),
      value: (one) => one.name,
      sortable: true,
      cell: (one) => (
        <>
          <Link to="/maps/$mapId" params={{ mapId: one.id }} className="strong">
            {one.name}
          </Link>
          {one.description && <div className="note ellipsis">{one.description}</div>}
        </>
      ),
    },
    {
      id: 'steps',
      header: t('maps.steps'),
      num: true,
      sortable: true,
      value: (one) => one.steps,
      cell: (one) => format.whole(one.steps),
    },
    {
      id: 'measured',
      header: t('maps.measured'),
      num: true,
      sortable: true,
      value: (one) => one.measured,
      cell: (one) => t('maps.measuredOf', { n: one.measured, of: one.steps }),
    },
    {
      id: 'toBe',
      header: t('maps.toBe'),
      value: (one) => one.hasToBe,
      cell: (one) => (one.hasToBe ? t('maps.hasToBe') : <span className="note">–</span>),
    },
    {
      id: 'comments',
      header: t('maps.comments'),
      num: true,
      sortable: true,
      value: (one) => one.openComments,
      cell: (one) => format.whole(one.openComments),
    },
    {
      id: 'changed',
      header: t('maps.changed'),
      sortable: true,
      value: (one) => one.changedAt,
      cell: (one) => t('maps.by', { time: format.moment(one.changedAt), name: one.changedBy }),
    },
  ]
}

function Table({ items, onRemove }: { items: readonly MapSummary[]; onRemove: (map: MapSummary) => void }) {
  const { t } = useText()
  const may = useMay()
  const navigate = useNavigate()
  const copy = useCopy()
  const { search = '' } = route.useSearch()
  const columns = useColumns()
  const rows = items.filter((one) => plain(`${one.name}\n${one.description}`).includes(plain(search.trim())))
  const at = (one: MapSummary) => ({ params: { mapId: one.id } })
  return (
    <DataTable
      label={t('maps.title')}
      columns={columns}
      rows={rows}
      keyOf={(one) => one.id}
      csvName="teia-maps"
      onOpen={(one) => void navigate({ to: '/maps/$mapId', ...at(one) })}
      actions={(one) => [
        {
          label: t('common.open'),
          icon: 'right',
          onSelect: () => void navigate({ to: '/maps/$mapId', ...at(one) }),
        },
        {
          label: t('common.copyLink'),
          icon: 'link',
          onSelect: () => void copy(`${window.location.origin}/maps/${encodeURIComponent(one.id)}`),
        },
        ...(may('maps:write')
          ? [
              {
                label: t('maps.edit'),
                icon: 'edit' as const,
                onSelect: () => void navigate({ to: '/maps/$mapId', ...at(one), search: { edit: true } }),
              },
              {
                label: t('maps.remove'),
                icon: 'trash' as const,
                danger: true,
                onSelect: () => onRemove(one),
              },
            ]
          : []),
      ]}
    />
  )
}

/** The journeys as they are meant to be: each with how many of its steps are measured. */
export function MapsPage() {
  const { t, words } = useText()
  const may = useMay()
  const client = useQueryClient()
  const say = useToast()
  const navigate = useNavigate()
  const { search } = route.useSearch()
  const [isMaking, setMaking] = useState(false)
  const [gone, setGone] = useState<MapSummary | null>(null)
  const drop = async (map: MapSummary) => {
    try {
      await remove(mapPath(map.id), `"${map.revision}"`)
      await client.invalidateQueries({ queryKey: ['maps'] })
      say(t('maps.removed', { name: map.name }))
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  return (
    <>
      <ListPage
        title={t('maps.title')}
        deck={t('maps.deck')}
        query={useQuery(mapsQuery)}
        rows={8}
        create={
          may('maps:write') && (
            <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
              {t('maps.new')}
            </Button>
          )
        }
        emptyTitle={t('maps.emptyTitle')}
        emptyText={t('maps.emptyText')}
      >
        {({ items }) => (
          <>
            {/* biome-ignore lint/a11y/useSemanticElements: one row of controls, not a form to send */}
            <div className="filters" role="group" aria-label={t('filters.label')}>
              <SearchField
                label={t('maps.search')}
                value={search ?? ''}
                onChange={(text) =>
                  void navigate({ to: '/maps', search: { search: text || undefined }, replace: true })
                }
              />
            </div>
            <Table items={items} onRemove={setGone} />
          </>
        )}
      </ListPage>
      <Suspense>{isMaking && <NewMap onClose={() => setMaking(false)} />}</Suspense>
      {gone && (
        <ConfirmDialog
          title={t('maps.removeTitle', { name: gone.name })}
          verb={t('maps.removeVerb')}
          onConfirm={() => drop(gone)}
          onClose={() => setGone(null)}
        >
          {t('maps.removeText')}
        </ConfirmDialog>
      )}
    </>
  )
}
