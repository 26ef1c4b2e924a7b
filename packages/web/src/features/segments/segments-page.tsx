import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Segment, segmentKinds } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { plain } from '../../lib/plain.ts'
import { segmentsQuery } from '../../lib/segments.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Icon } from '../../ui/icons.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useSegmentColumns } from './segment-columns.tsx'
import type { SegmentsSearch } from './segments-search.ts'
import { useFilterBySegment } from './use-filter-by-segment.ts'

const route = getRouteApi('/shell/segments')

function Table({ items }: { items: readonly Segment[] }) {
  const { t } = useText()
  const { search, kind } = route.useSearch()
  const navigate = useNavigate()
  const may = useMay()
  const copy = useCopy()
  const columns = useSegmentColumns()
  const filterBy = useFilterBySegment()
  const wanted = plain(search ?? '')
  const rows = items.filter(
    (one) =>
      plain(`${one.name}\n${one.description}`).includes(wanted) && (kind === undefined || one.kind === kind),
  )
  const at = ({ id }: Segment) => ({ params: { segmentId: id } })
  const open = (one: Segment) => void navigate({ to: '/segments/$segmentId', ...at(one) })
  if (rows.length === 0)
    return <EmptyState title={t('segments.noneFound')}>{t('segments.noneFoundText')}</EmptyState>
  return (
    <DataTable
      label={t('segments.title')}
      columns={columns}
      rows={rows}
      keyOf={(one) => one.id}
      onOpen={open}
      csvName="teia-segments"
      actions={(one) => [
        { label: t('common.open'), icon: 'people', onSelect: () => open(one) },
        ...(may('people:write')
          ? [
              {
                label: t('segments.edit'),
                icon: 'edit' as const,
                onSelect: () => void navigate({ to: '/segments/$segmentId/edit', ...at(one) }),
              },
            ]
          : []),
        ...filterBy(one),
        {
          label: t('common.copyLink'),
          icon: 'link',
          onSelect: () => void copy(`${window.location.origin}/segments/${encodeURIComponent(one.id)}`),
        },
      ]}
    />
  )
}

/** The groups of people that questions can be asked about: how many are in each, who came and who left. */
export function SegmentsPage() {
  const { t } = useText()
  const may = useMay()
  const search = route.useSearch()
  const navigate = useNavigate()
  const query = useQuery(segmentsQuery)
  const set = (change: Partial<SegmentsSearch>) =>
    void navigate({ to: '/segments', search: { ...search, ...change }, replace: true })
  return (
    <ListPage
      title={t('segments.title')}
      deck={t('segments.deck')}
      query={query}
      rows={8}
      create={
        may('people:write') && (
          <Link className="button primary" to="/segments/new">
            <Icon name="plus" />
            {t('segments.new')}
          </Link>
        )
      }
      emptyTitle={t('segments.emptyTitle')}
      emptyText={t('segments.emptyText')}
    >
      {({ items }) => (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: one row of controls, not a form to send */}
          <div className="filters" role="group" aria-label={t('filters.label')}>
            <SearchField
              label={t('segments.search')}
              value={search.search ?? ''}
              onChange={(text) => set({ search: text || undefined })}
            />
            <ChoicePick
              name={t('segments.kind')}
              value={search.kind ?? 'all'}
              set={search.kind !== undefined}
              choices={[
                { value: 'all', label: t('segments.allKinds') },
                ...segmentKinds.map((value) => ({ value, label: t(`segments.kind_${value}`) })),
              ]}
              onChange={(value) => set({ kind: value === 'all' ? undefined : value })}
            />
          </div>
          <Table items={items} />
        </>
      )}
    </ListPage>
  )
}
