import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable, type Sort } from '../../ui/data-table.tsx'
import type { ConformanceMark } from './conformance-search.ts'
import { type Deviation, keyOfDeviation, type Series } from './use-conformance.ts'

type Row = Pick<Deviation, 'kind' | 'step'>
type Props = {
  series: readonly Series[]
  stepName: (id: string) => string
  sort: Sort
  onSort: (sort: Sort) => void
  open: ConformanceMark | undefined
  onOpen: (mark: ConformanceMark) => void
  actions: (mark: ConformanceMark) => readonly Action[]
}

const find = ({ query }: Series, row: Row) =>
  query.data?.deviations.find((one) => one.kind === row.kind && one.step === row.step)
const shareOf = ({ query }: Series, row: Deviation | undefined) =>
  query.data && query.data.people > 0 ? (row?.people ?? 0) / query.data.people : undefined

/** Every way in which anybody departs from the drawing, in the order in which everybody's are ranked. */
function rowsOf(series: readonly Series[]): Row[] {
  const rows = new Map<string, Row>()
  for (const { query } of series)
    for (const { kind, step } of query.data?.deviations ?? [])
      rows.set(keyOfDeviation({ kind, step }), { kind, step })
  return [...rows.values()]
}

const markOf = ({ kind, step }: Row, whose?: string): ConformanceMark => ({
  of: { kind, step },
  ...(whose !== undefined && { whose }),
})

/** Of everybody or a segment: the share of its people who depart so, as a bar that opens them. */
function useShare(props: Props) {
  const { t, format } = useText()
  return (one: Series): Column<Row> => ({
    id: one.id ?? 'people',
    header: one.name,
    num: true,
    value: (row) => (one.id === undefined ? find(one, row)?.people : shareOf(one, find(one, row))),
    cell: (row) => {
      const found = find(one, row)
      const share = shareOf(one, found)
      if (share === undefined) return <span className="quiet">–</span>
      const n = found?.people ?? 0
      return (
        <button
          type="button"
          className="departed"
          disabled={n === 0}
          title={t('conformance.openOf', { n, name: one.name })}
          onClick={() => props.onOpen(markOf(row, one.id))}
        >
          <span className="departed-bar" style={{ width: `${100 * share}%` }} />
          <span>
            <b>{format.percent(share)}</b> <span className="note">{format.whole(n)}</span>
          </span>
        </button>
      )
    },
  })
}

/** Steps that were left out, added, repeated or taken out of order, with whom it concerns and what goes with it. */
export function DeviationsTable(props: Props) {
  const { t, format } = useText()
  const share = useShare(props)
  const { series, stepName, open } = props
  const [all, ...segments] = series
  const loss = (id: 'scoreLoss' | 'revenueLoss', text: (value: number) => string): Column<Row> => ({
    id,
    header: t(`conformance.${id}`),
    num: true,
    value: (row) => all && find(all, row)?.[id],
    cell: (row) => {
      const value = all && find(all, row)?.[id]
      return value === null || value === undefined ? (
        <span className="quiet">–</span>
      ) : (
        <span className={value > 0 ? undefined : 'quiet'}>{text(value)}</span>
      )
    },
  })
  const columns: Column<Row>[] = [
    {
      id: 'step',
      header: t('conformance.step'),
      value: (row) => stepName(row.step),
      cell: (row) => <span className="row-name">{stepName(row.step)}</span>,
    },
    {
      id: 'kind',
      header: t('conformance.kind'),
      value: (row) => t(`conformance.kind_${row.kind}`),
      cell: (row) => t(`conformance.kind_${row.kind}`),
    },
    ...(all ? [share(all)] : []),
    {
      id: 'times',
      header: t('conformance.times'),
      num: true,
      value: (row) => all && find(all, row)?.times,
      cell: (row) => format.whole((all && find(all, row)?.times) ?? 0),
    },
    loss('scoreLoss', (value) => format.decimal(value)),
    loss('revenueLoss', (value) => `${value < 0 ? '−' : ''}${format.moneyWhole(Math.abs(value))}`),
    ...segments.map(share),
  ]
  return (
    <DataTable
      label={t('conformance.deviations')}
      columns={columns}
      rows={rowsOf(series)}
      keyOf={keyOfDeviation}
      sort={props.sort}
      onSort={props.onSort}
      selected={open && 'kind' in open.of ? keyOfDeviation(open.of) : undefined}
      onOpen={(row) => props.onOpen(markOf(row))}
      actions={(row) => props.actions(markOf(row))}
      csvName="teia-deviations"
      first={40}
      foot={t('conformance.foot')}
    />
  )
}
