import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { PersonSummary } from '@teia/contracts'
import { type ReactNode, useState } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PersonFacts } from '../../ui/person-card.tsx'
import { usePersonColumns } from '../../ui/person-columns.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { ColumnsPick, SavedViewsPick, shownColumns } from '../../ui/saved-views.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { BulkBar } from './bulk-bar.tsx'
import type { PeopleSearch } from './people-search.ts'
import { readPeople } from './read-people.ts'

const route = getRouteApi('/shell/people')
const PAGE = 50

/** Everyone, or with a rule the people behind a number in its period. */
function usePeople(search: PeopleSearch) {
  const { format } = useText()
  const { key, page } = readPeople(search, format.timeZone, PAGE)
  const queryKey = ['people', key]
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) => page(cursor, signal),
    getNextPageParam: (last) => last.nextCursor,
  })
  return { query, queryKey }
}

function useColumns(): Column<PersonSummary>[] {
  const { t, format } = useText()
  return [
    ...usePersonColumns<PersonSummary>(),
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
  after,
}: {
  search: PeopleSearch
  set: (change: Partial<PeopleSearch>) => void
  after: ReactNode
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
      {after}
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
  const { query, queryKey } = usePeople(search)
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  const set = (change: Partial<PeopleSearch>) =>
    void navigate({ to: '/people', search: { ...search, ...change }, replace: true })
  const people = data?.pages.flatMap((page) => page.items) ?? []
  const total = data?.pages[0]?.total ?? null
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const selected = people.filter((person) => chosen.has(person.id))
  const views = (
    <>
      <ColumnsPick columns={columns} ids={search.columns} onChange={(ids) => set({ columns: ids })} />
      <SavedViewsPick
        list="people"
        search={search}
        onApply={(next) => void navigate({ to: '/people', search: next, replace: true })}
      />
    </>
  )
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
      {behind ? (
        <FilterBar search={search} onChange={set} after={views} />
      ) : (
        <ListControls search={search} set={set} after={views} />
      )}
      {selected.length > 0 && (
        <BulkBar
          key={JSON.stringify(queryKey)}
          search={search}
          people={selected}
          total={total}
          columns={columns}
          onClear={() => setChosen(new Set())}
        />
      )}
      <AnswerArea query={query} queryKey={queryKey} rows={14}>
        {() =>
          people.length === 0 ? (
            <EmptyState title={t('people.emptyTitle')} action={<ConnectSource />}>
              {t(behind || search.search ? 'people.emptyNarrow' : 'people.emptyText')}
            </EmptyState>
          ) : (
            <>
              <DataTable
                label={t('shell.people')}
                columns={shownColumns(columns, search.columns)}
                selection={{ chosen, onChange: setChosen }}
                nameOf={(person) => person.name}
                rows={people}
                keyOf={(person) => person.id}
                onOpen={open}
                csvName="teia-people"
                card={({ id, name }) => <PersonFacts person={{ id, name }} />}
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
          )
        }
      </AnswerArea>
    </>
  )
}
