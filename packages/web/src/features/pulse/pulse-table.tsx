import type { PulseRow } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable, readSort, writeSort } from '../../ui/data-table.tsx'
import { useChannelName } from '../../ui/filter-bar.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { Spark, Whisker } from '../../ui/whisker.tsx'
import { CERTAIN, changeScale, rowKey } from './facts.ts'

function useColumns(rows: readonly PulseRow[], by: 'touchpoint' | 'channel'): Column<PulseRow>[] {
  const { t, format } = useText()
  const channelName = useChannelName()
  const scale = changeScale(rows)
  const nameOf = (row: PulseRow) => (by === 'channel' ? channelName(row.name) : row.name)
  return [
    {
      id: 'name',
      header: t(by === 'channel' ? 'pulse.channel' : 'pulse.touchpoint'),
      value: nameOf,
      cell: (row) => (
        <span className="with-icon">
          <ChannelIcon channel={row.channel} />
          <span className="row-name">{nameOf(row)}</span>
          {by === 'touchpoint' && <span className="note">{channelName(row.channel)}</span>}
        </span>
      ),
    },
    {
      id: 'people',
      header: t('pulse.people'),
      num: true,
      value: (row) => row.people,
      cell: (row) => format.whole(row.people),
    },
    {
      id: 'interactions',
      header: t('pulse.interactions'),
      num: true,
      value: (row) => row.interactions,
      cell: (row) => <span className="quiet">{format.whole(row.interactions)}</span>,
    },
    {
      id: 'share',
      header: t('pulse.share'),
      num: true,
      value: (row) => row.share,
      cell: (row) => (
        <>
          {format.percent(row.share)}{' '}
          <span className="note">{format.percentSpan(row.shareLow, row.shareHigh)}</span>
        </>
      ),
    },
    {
      id: 'change',
      header: t('pulse.change'),
      num: true,
      value: (row) => row.change,
      cell: (row) =>
        row.pAdjusted < CERTAIN ? (
          <span className="strong">
            {row.change > 0 ? '↑ ' : '↓ '}
            {t('pulse.pp', { n: format.decimal(Math.abs(row.change * 100)) })}
          </span>
        ) : (
          <span className="quiet">{t('pulse.pp', { n: format.points(row.change) })}</span>
        ),
    },
    {
      id: 'whisker',
      name: t('pulse.interval'),
      header: (
        <>
          <span className="visually-hidden">{t('pulse.interval')}</span>
          {`${format.points(-scale)} … ${format.points(scale)}`}
        </>
      ),
      cell: (row) => (
        <Whisker
          value={row.change}
          low={row.changeLow}
          high={row.changeHigh}
          from={-scale}
          to={scale}
          tone={row.pAdjusted < CERTAIN ? undefined : 'calm'}
          few={row.people < 40}
          label={t('pulse.changeSpoken', {
            name: nameOf(row),
            change: format.points(row.change),
            low: format.points(row.changeLow),
            high: format.points(row.changeHigh),
          })}
        />
      ),
    },
    {
      id: 'spark',
      header: t('pulse.perDay'),
      cell: (row) => <Spark values={row.spark} label={t('pulse.sparkSpoken', { n: row.spark.length })} />,
    },
  ]
}

/** Where people met the company: reach, its change with the interval, and the days. */
export function PulseTable(props: {
  rows: readonly PulseRow[]
  by: 'touchpoint' | 'channel'
  sort: string | undefined
  onSort: (sort: string) => void
  onOpen: (row: PulseRow) => void
  actions: (row: PulseRow) => readonly Action[]
}) {
  const { t } = useText()
  const columns = useColumns(props.rows, props.by)
  return (
    <DataTable
      label={t('pulse.tableTitle')}
      columns={columns}
      rows={props.rows}
      keyOf={rowKey}
      sort={readSort(props.sort, { id: 'people', down: true })}
      onSort={(sort) => props.onSort(writeSort(sort))}
      onOpen={props.onOpen}
      actions={props.actions}
      csvName={`teia-pulse-${props.by}`}
      foot={t('pulse.tableFoot')}
    />
  )
}
