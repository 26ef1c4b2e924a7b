import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { AccountPage as AccountPageSchema } from '@teia/contracts'
import type { z } from 'zod'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ColumnsPick, SavedViewsPick, shownColumns } from '../../ui/saved-views.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useCopy } from '../../ui/use-copy.ts'

const route = getRouteApi('/shell/accounts')
type AccountRow = z.infer<typeof AccountPageSchema>['items'][number]

/** Companies and households that people belong to. */
export function AccountsPage() {
  const { t, format } = useText()
  const address = route.useSearch()
  const { search } = address
  const navigate = useNavigate()
  const copy = useCopy()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['accounts', search],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(AccountPageSchema, '/accounts', { query: { search, cursor, limit: 50 }, signal }),
    getNextPageParam: (page) => page.nextCursor,
  })
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  const open = (account: AccountRow) =>
    void navigate({ to: '/accounts/$accountId', params: { accountId: account.id } })
  const columns: Column<AccountRow>[] = [
    {
      id: 'name',
      header: t('people.name'),
      value: (row) => row.name,
      cell: (row) => <span className="row-name">{row.name}</span>,
    },
    {
      id: 'group',
      header: t('people.groupId'),
      value: (row) => row.groupId,
      cell: (row) => <span className="mono">{row.groupId}</span>,
    },
    {
      id: 'people',
      header: t('shell.people'),
      num: true,
      value: (row) => row.people,
      cell: (row) => format.whole(row.people),
    },
  ]
  return (
    <>
      <PageHeader title={t('shell.accounts')} deck={t('people.accountsDeck')} />
      <div className="filters">
        <SearchField
          label={t('people.searchAccounts')}
          value={search ?? ''}
          onChange={(text) =>
            void navigate({
              to: '/accounts',
              search: { ...address, search: text || undefined },
              replace: true,
            })
          }
        />
        <ColumnsPick
          columns={columns}
          ids={address.columns}
          onChange={(ids) =>
            void navigate({ to: '/accounts', search: { ...address, columns: ids }, replace: true })
          }
        />
        <SavedViewsPick
          list="accounts"
          search={address}
          onApply={(next) => void navigate({ to: '/accounts', search: next, replace: true })}
        />
      </div>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={10} />
      ) : rows.length === 0 ? (
        <EmptyState title={t('people.noAccounts')} action={!address.search && <ConnectSource />}>
          {t(address.search ? 'people.noAccountFits' : 'people.noAccountsHelp')}
        </EmptyState>
      ) : (
        <>
          <DataTable
            label={t('shell.accounts')}
            columns={shownColumns(columns, address.columns)}
            rows={rows}
            keyOf={(row) => row.id}
            onOpen={open}
            csvName="teia-accounts"
            actions={(row) => [
              { label: t('common.open'), icon: 'people', onSelect: () => open(row) },
              {
                label: t('common.copyLink'),
                icon: 'link',
                onSelect: () => void copy(`${window.location.origin}/accounts/${row.id}`),
              },
            ]}
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
