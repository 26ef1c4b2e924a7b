import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PeopleBehindAnswer, PersonPage, type PersonSummary } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask, get } from '../../lib/api.ts'
import { countLeaves, narrow } from '../../lib/filter-edit.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Avatar } from '../../ui/people-list.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ChoicePick } from '../../ui/pick.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useCopy } from '../../ui/sql-dialog.tsx'
import type { PeopleSearch } from './people-search.ts'

const route = getRouteApi('/shell/people')
const PAGE = 50

type Page = { items: PersonSummary[]; nextCursor: string | null; total: number | null }

/** Everyone, or with a rule the people behind a number in its period. */
function usePeople(search: PeopleSearch, behind: boolean) {
  const { format } = useText()
  const range = rangeOf(search, format.timeZone)
  const filter = filterOf(search)
  const { known, sort } = search
  const listed = { search: search.search, known, sort, limit: PAGE }
  const asked = { range, ...(filter && countLeaves(filter) > 0 ? { filter } : {}), limit: PAGE }
  return useInfiniteQuery({
    queryKey: ['people', behind ? asked : listed],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }): Promise<Page> =>
      behind
        ? ask(PeopleBehindAnswer, '/questions/people', { ...asked, ...(cursor ? { cursor } : {}) }, signal)
        : get(PersonPage, '/people', { query: { ...listed, cursor }, signal }),
    getNextPageParam: (page) => page.nextCursor,
  })
}

function useColumns(): Column<PersonSummary>[] {
  const { t, format } = useText()
  const personName = usePersonName()
  return [
    {
      id: 'name',
      header: t('people.name'),
      sortable: false,
      value: (person) => person.name,
      cell: (person) => (
        <span className="with-icon">
          <Avatar person={person} />
          <span className="row-name">{personName(person.name)}</span>
        </span>
      ),
    },
    {
      id: 'email',
      header: t('people.email'),
      sortable: false,
      value: (person) => person.email,
      cell: (person) => person.email ?? <span className="quiet">–</span>,
    },
    {
      id: 'city',
      header: t('people.city'),
      sortable: false,
      value: (person) => person.city,
      cell: (person) => person.city ?? <span className="quiet">–</span>,
    },
    {
      id: 'first',
      header: t('people.firstSeen'),
      num: true,
      sortable: false,
      value: (person) => person.firstSeenAt,
      cell: (person) => <span className="quiet">{format.dayYear(person.firstSeenAt)}</span>,
    },
    {
      id: 'last',
      header: t('people.lastSeen'),
      num: true,
      sortable: false,
      value: (person) => person.lastSeenAt,
      cell: (person) => format.moment(person.lastSeenAt),
    },
  ]
}

function ListControls({
  search,
  set,
}: {
  search: PeopleSearch
  set: (change: Partial<PeopleSearch>) => void
}) {
  const { t } = useText()
  return (
    // biome-ignore lint/a11y/useSemanticElements: one row of controls, not a form to send
    <div className="filters" role="group" aria-label={t('filters.label')}>
      <SearchField
        label={t('people.searchLabel')}
        value={search.search ?? ''}
        onChange={(text) => set({ search: text || undefined })}
      />
      <Switch
        label={t('people.knownLabel')}
        value={search.known ?? 'all'}
        options={[
          { value: 'all', label: t('people.everyone') },
          { value: 'known', label: t('people.known') },
          { value: 'anonymous', label: t('people.anonymous') },
        ]}
        onChange={(known) => set({ known })}
      />
      <ChoicePick
        name={t('people.sort')}
        value={search.sort ?? 'lastSeen'}
        choices={[
          { value: 'lastSeen', label: t('people.sortLast') },
          { value: 'firstSeen', label: t('people.sortFirst') },
          { value: 'name', label: t('people.sortName') },
        ]}
        onChange={(sort) => set({ sort })}
      />
      <Button kind="link" icon="plus" onClick={() => set({ filter: { and: [] } })}>
        {t('people.byRule')}
      </Button>
    </div>
  )
}

/** The list of people: search it, or narrow it by a rule over what they did. */
export function PeoplePage() {
  const { t, rich } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const copy = useCopy()
  const columns = useColumns()
  const behind = search.filter !== undefined || search.channel !== undefined
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePeople(search, behind)
  const set = (change: Partial<PeopleSearch>) =>
    void navigate({ to: '/people', search: { ...search, ...change }, replace: true })
  const people = data?.pages.flatMap((page) => page.items) ?? []
  const total = data?.pages[0]?.total ?? null
  const open = (person: PersonSummary) =>
    void navigate({ to: '/people/$personId', params: { personId: person.id }, search: {} })
  const link = (person: PersonSummary) => `${window.location.origin}/people/${encodeURIComponent(person.id)}`
  return (
    <>
      <PageHeader
        title={t('shell.people')}
        deck={
          total === null
            ? t('people.deck')
            : rich(behind ? 'people.deckBehind' : 'people.deckTotal', { n: total })
        }
      />
      {behind ? <FilterBar search={search} onChange={set} /> : <ListControls search={search} set={set} />}
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={14} />
      ) : people.length === 0 ? (
        <EmptyState title={t('people.emptyTitle')}>
          {t(behind || search.search ? 'people.emptyNarrow' : 'people.emptyText')}
        </EmptyState>
      ) : (
        <>
          <DataTable
            label={t('shell.people')}
            columns={columns}
            rows={people}
            keyOf={(person) => person.id}
            onOpen={open}
            csvName="teia-people"
            actions={(person) => [
              { label: t('common.open'), icon: 'people', onSelect: () => open(person) },
              ...(person.city
                ? [
                    {
                      label: t('people.sameCity', { city: person.city }),
                      icon: 'filter' as const,
                      onSelect: () =>
                        set({
                          filter: narrow(search.filter, {
                            trait: 'city',
                            operator: 'equals',
                            value: person.city ?? '',
                          }),
                        }),
                    },
                  ]
                : []),
              { label: t('common.copyLink'), icon: 'link', onSelect: () => void copy(link(person)) },
            ]}
            foot={t('people.shown', { n: people.length, total: total ?? people.length })}
          />
          {hasNextPage && (
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('common.moreOf')}
            </Button>
          )}
        </>
      )}
    </>
  )
}
