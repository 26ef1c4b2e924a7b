import type { PulseAnswer, PulseRow } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable, readSort, writeSort } from '../../ui/data-table.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { Spark } from '../../ui/spark.tsx'
import { TouchpointFacts } from '../../ui/touchpoint-card.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { Whisker } from '../../ui/whisker.tsx'
import { CERTAIN, changeScale, rowKey } from './facts.ts'
import { useSparkTip } from './spark-parts.ts'

function useColumns(
  rows: readonly PulseRow[],
  by: 'touchpoint' | 'channel',
  range: PulseAnswer['range'],
): Column<PulseRow>[] {
  const tipOf = useSparkTip(range)
  const { t, format } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const scale = changeScale(rows)
  const nameOf = (row: PulseRow) => (by === 'channel' ? channelName(row.name) : touchpointName(row.name))
  return [
    {
      id: 'name',
      header: t(by === 'channel' ? 'pulse.channel' : 'pulse.touchpoint'),
      value: nameOf,
      cell: (row) => (
        <span className="with-icon">
          <ChannelIcon channel={row.channel} />
          <span className="row-name">{nameOf(row)}</span>
          {by === 'touchpoint' && channelName(row.channel) !== nameOf(row) && (
            <span className="note">{channelName(row.channel)}</span>
          )}
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
      header: t('pulse.course'),
      cell: (row) => (
        <Spark
          values={row.spark}
          label={t('pulse.sparkSpoken', { n: row.spark.length })}
          tipOf={tipOf(row.spark)}
        />
      ),
    },
  ]
}

/** Where people met the company: reach, its change with the interval, and the days. */
export function PulseTable(props: {
  rows: readonly PulseRow[]
  by: 'touchpoint' | 'channel'
  range: PulseAnswer['range']
  sort: string | undefined
  onSort: (sort: string) => void
  onOpen: (row: PulseRow) => void
  actions: (row: PulseRow) => readonly Action[]
}) {
  const { t } = useText()
  const columns = useColumns(props.rows, props.by, props.range)
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
      {...(props.by === 'touchpoint'
        ? { card: (row: PulseRow) => <TouchpointFacts name={row.name} channel={row.channel} /> }
        : {})}
      csvName={`teia-pulse-${props.by}`}
      foot={t('pulse.tableFoot')}
      first={12}
    />
  )
}
