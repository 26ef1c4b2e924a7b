import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ownerships } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { touchpointsQuery } from '../../lib/catalogue.ts'
import { Switch } from '../../ui/button.tsx'
import { ChannelPick } from '../../ui/filter-bar.tsx'
import { Icon } from '../../ui/icons.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { ColumnsPick, SavedViewsPick } from '../../ui/saved-views.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { FileMenu } from './catalogue-file.tsx'
import { CatalogueTable, useColumns } from './catalogue-table.tsx'
import { OrderList } from './order-list.tsx'
import { Overlapping } from './overlapping.tsx'
import { RewritingNotice } from './rewriting-notice.tsx'
import { type TouchpointsSearch, views } from './touchpoints-search.ts'
import { Unmatched } from './unmatched.tsx'

const route = getRouteApi('/shell/touchpoints')

function TableControls({
  search,
  set,
}: {
  search: TouchpointsSearch
  set: (change: Partial<TouchpointsSearch>) => void
}) {
  const { t } = useText()
  const columns = useColumns()
  return (
    <>
      <SearchField
        label={t('touchpoints.search')}
        value={search.search ?? ''}
        onChange={(text) => set({ search: text || undefined })}
      />
      <ChoicePick
        name={t('touchpoints.ownership')}
        value={search.ownership ?? 'all'}
        set={search.ownership !== undefined}
        choices={[
          { value: 'all', label: t('touchpoints.allOwners') },
          ...ownerships.map((value) => ({ value, label: t(`touchpoints.${value}`) })),
        ]}
        onChange={(value) => set({ ownership: value === 'all' ? undefined : value })}
      />
      <ChannelPick channel={search.channel} onChange={(channel) => set({ channel })} />
      <ColumnsPick columns={columns} ids={search.columns} onChange={(ids) => set({ columns: ids })} />
    </>
  )
}

/** The places where customer and company meet: the catalogue, its order, and what it leaves out. */
export function TouchpointsPage() {
  const { t, rich } = useText()
  const may = useMay()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(touchpointsQuery)
  const view = search.view ?? 'table'
  const set = (change: Partial<TouchpointsSearch>) =>
    void navigate({ to: '/touchpoints', search: { ...search, ...change }, replace: true })
  const shown = views.filter((one) => one !== 'order' || may('touchpoints:write'))
  return (
    <>
      <PageHeader
        title={t('shell.touchpoints')}
        deck={data ? rich('touchpoints.deck', { n: data.items.length }) : t('touchpoints.deckWaiting')}
        actions={
          <>
            <FileMenu />
            {may('touchpoints:write') && (
              <Link className="button primary" to="/touchpoints/new">
                <Icon name="plus" />
                {t('touchpoints.new')}
              </Link>
            )}
          </>
        }
      />
      {data && <RewritingNotice rewriting={data.rewriting} />}
      {/* biome-ignore lint/a11y/useSemanticElements: one row of controls, not a form to send */}
      <div className="filters" role="group" aria-label={t('filters.label')}>
        <Switch
          label={t('touchpoints.view')}
          value={view}
          options={shown.map((value) => ({ value, label: t(`touchpoints.view_${value}`) }))}
          onChange={(next) => set({ view: next === 'table' ? undefined : next })}
        />
        {view === 'table' && <TableControls search={search} set={set} />}
        <SavedViewsPick
          list="touchpoints"
          search={search}
          onApply={(next) => void navigate({ to: '/touchpoints', search: next, replace: true })}
        />
      </div>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={12} />
      ) : view === 'table' ? (
        <CatalogueTable items={data.items} search={search} />
      ) : view === 'order' ? (
        <OrderList list={data} />
      ) : view === 'unmatched' ? (
        <Unmatched />
      ) : (
        <Overlapping />
      )}
    </>
  )
}
