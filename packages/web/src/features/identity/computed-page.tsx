import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ComputedTrait, Filter } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useFilterText } from '../../ui/filter-bar.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ComputedDialog } from './computed-dialog.tsx'
import { computedQuery } from './identity-queries.ts'

function useColumns(onRemove: ((trait: ComputedTrait) => void) | null): Column<ComputedTrait>[] {
  const { t, format } = useText()
  const filterText = useFilterText()
  const what = (one: ComputedTrait) =>
    [t(`identity.function_${one.function}`), one.property].filter(Boolean).join(' · ')
  const which = (one: ComputedTrait) => filterText(Filter.safeParse(one.filter).data)
  const window = (one: ComputedTrait) =>
    one.windowDays === null ? t('identity.always') : t('identity.days', { n: one.windowDays })
  return [
    {
      id: 'name',
      header: t('identity.name'),
      value: (one) => one.name,
      cell: (one) => <b className="strong">{one.name}</b>,
    },
    { id: 'what', header: t('identity.function'), value: what, cell: what },
    { id: 'which', header: t('identity.which'), value: which, cell: which },
    { id: 'window', header: t('identity.window'), value: window, cell: window },
    {
      id: 'people',
      header: t('identity.peopleWith'),
      num: true,
      value: (one) => one.people,
      cell: (one) => format.whole(one.people),
    },
    {
      id: 'counted',
      header: t('identity.countedAt'),
      num: true,
      value: (one) => one.countedAt,
      cell: (one) =>
        one.countedAt ? (
          format.moment(one.countedAt)
        ) : (
          <span className="quiet">{t('identity.counting')}</span>
        ),
    },
    {
      id: 'remove',
      header: <span className="visually-hidden">{t('shell.menuLabel')}</span>,
      num: true,
      cell: (one) =>
        onRemove && (
          <Button kind="link" onClick={() => onRemove(one)}>
            {t('identity.remove')}
          </Button>
        ),
    },
  ]
}

/** Traits that are counted from interactions, and the way to make another. */
export function ComputedPage() {
  const { t } = useText()
  const may = useMay()
  const client = useQueryClient()
  const [making, setMaking] = useState(false)
  const [removing, setRemoving] = useState<ComputedTrait | null>(null)
  const query = useQuery(computedQuery)
  const columns = useColumns(may('people:write') ? setRemoving : null)
  const remove = async (one: ComputedTrait) => {
    await send('DELETE', `/computed-traits/${encodeURIComponent(one.id)}`)
    await client.invalidateQueries({ queryKey: computedQuery.queryKey })
  }
  const create = may('people:write') && (
    <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('identity.newComputed')}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t('identity.computedTitle')}
        deck={t('identity.computedDeck')}
        query={query}
        rows={5}
        create={create}
        emptyTitle={t('identity.noComputed')}
        emptyText={t('identity.noComputedText')}
      >
        {({ items }) => (
          <DataTable
            label={t('identity.computedTitle')}
            columns={columns}
            rows={items}
            keyOf={(one) => one.id}
            csvName="teia-computed-traits"
          />
        )}
      </ListPage>
      {making && <ComputedDialog onClose={() => setMaking(false)} />}
      {removing && (
        <ConfirmDialog
          title={t('identity.removeTitle', { name: removing.name })}
          verb={t('identity.remove')}
          onClose={() => setRemoving(null)}
          onConfirm={() => remove(removing)}
        >
          {t('identity.removeText')}
        </ConfirmDialog>
      )}
    </>
  )
}
