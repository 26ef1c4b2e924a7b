import { useNavigate } from '@tanstack/react-router'
import type { Touchpoint } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ChartActions } from '../../ui/chart-frame.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import { type BreakdownKind, useBreakdownKinds } from './breakdown-kinds.ts'
import type { BreakdownRow } from './breakdown-rows.ts'
import { useBreakdown } from './use-breakdown.ts'

/** A change whose adjusted p is below this is told as one. */
const CERTAIN = 0.05
const DEFAULT = 'channel'

function useColumns(
  rows: readonly BreakdownRow[],
  nameOf: (row: BreakdownRow) => string,
): Column<BreakdownRow>[] {
  const { t, format } = useText()
  const widest = Math.max(0.01, ...rows.flatMap((row) => [row.changeHigh, -row.changeLow]))
  const scale = Math.min(1, widest)
  return [
    {
      id: 'value',
      header: t('touchpoints.value'),
      value: nameOf,
      cell: (row) => (
        <span className="share-cell">
          <span className="share-bar" style={{ width: `${100 * Math.min(1, row.share)}%` }} />
          <span className={row.value ? 'row-name' : 'quiet'}>{nameOf(row)}</span>
        </span>
      ),
    },
    {
      id: 'people',
      header: t('touchpoints.people'),
      num: true,
      value: (row) => row.people,
      cell: (row) => format.whole(row.people),
    },
    {
      id: 'share',
      header: t('touchpoints.shareOfPeople'),
      num: true,
      value: (row) => row.share,
      cell: (row) => (
        <>
          {format.percent(row.share)} <span className="note">{format.percentSpan(row.low, row.high)}</span>
        </>
      ),
    },
    {
      id: 'interactions',
      header: t('touchpoints.interactions'),
      num: true,
      value: (row) => row.interactions,
      cell: (row) => (
        <span className="quiet">{row.interactions === null ? '–' : format.whole(row.interactions)}</span>
      ),
    },
    {
      id: 'change',
      header: t('touchpoints.againstBefore'),
      num: true,
      value: (row) => row.change,
      cell: (row) => (
        <span className={row.pAdjusted < CERTAIN ? 'strong' : 'quiet'}>
          {t('pulse.pp', { n: format.points(row.change) })}
        </span>
      ),
    },
    {
      id: 'whisker',
      name: t('pulse.interval'),
      header: <span className="visually-hidden">{t('pulse.interval')}</span>,
      cell: (row) => (
        <Whisker
          value={row.change}
          low={row.changeLow}
          high={row.changeHigh}
          from={-scale}
          to={scale}
          tone={row.pAdjusted < CERTAIN ? undefined : 'calm'}
          few={row.people < FEW}
          label={t('pulse.changeSpoken', {
            name: nameOf(row),
            change: format.points(row.change),
            low: format.points(row.changeLow),
            high: format.points(row.changeHigh),
          })}
        />
      ),
    },
  ]
}

function Rows({ one, kind, rows }: { one: Touchpoint; kind: BreakdownKind; rows: readonly BreakdownRow[] }) {
  const { t } = useText()
  const navigate = useNavigate()
  const mayPeople = useMay()('people:read')
  const nameOf = ({ value }: BreakdownRow) =>
    value === null ? t('touchpoints.theRest') : (kind.nameOf(value) ?? t('touchpoints.notKnown'))
  const columns = useColumns(rows, nameOf)
  const open = ({ value }: BreakdownRow) => {
    if (value === null) return
    const here = { touchpoint: one.name, operator: 'equals' } as const
    void navigate({ to: '/people', search: { filter: { and: [here, kind.leafOf(value)] } } })
  }
  return (
    <DataTable
      label={t('touchpoints.breakdown')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.value ?? '…'}
      {...(mayPeople && {
        onOpen: open,
        actions: (row: BreakdownRow) =>
          row.value === null
            ? []
            : [{ label: t('common.openPeople'), icon: 'people' as const, onSelect: () => open(row) }],
      })}
      csvName={`teia-${one.id}-${kind.label}`}
    />
  )
}

/** Who meets a touchpoint: its people and interactions by a word about the interaction, the person or the account. */
export function Breakdown(props: { one: Touchpoint; by: string | undefined; onBy: (by: string) => void }) {
  const { one } = props
  const { t } = useText()
  const by = props.by ?? DEFAULT
  const kinds = useBreakdownKinds(by)
  const kind = kinds.find((candidate) => candidate.by === by)
  const { rows, people, meta, error, refetch } = useBreakdown(one, by)
  return (
    <Section
      className="below"
      title={t('touchpoints.breakdown')}
      note={t('touchpoints.breakdownNote', { n: people })}
      actions={
        <>
          <ChoicePick
            name={t('trends.splitBy')}
            value={by}
            choices={kinds.map(({ by: value, label, note }) => ({ value, label, note }))}
            onChange={props.onBy}
          />
          <ChartActions meta={meta} />
        </>
      }
    >
      {error ? (
        <ErrorNotice error={error} onRetry={refetch} />
      ) : !rows || !kind ? (
        <Skeleton rows={5} />
      ) : rows.length === 0 ? (
        <p className="note">{t('touchpoints.breakdownNone')}</p>
      ) : (
        <Rows one={one} kind={kind} rows={rows} />
      )}
    </Section>
  )
}
