import type { ConformanceAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { wilson } from '../../lib/intervals.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import type { Series } from './use-conformance.ts'

/** A fitness with its interval; where not all could be compared, what it is at least and at most. */
function Fitness(props: { name: string; value: number; low: number; high: number; n: number }) {
  const { format } = useText()
  const { name, value, low, high, n } = props
  const span = format.hundredthsSpan(low, high)
  return (
    <span className="fitness">
      <Whisker
        {...{ value, low, high }}
        from={0}
        to={1}
        few={n < FEW}
        label={`${name}: ${format.hundredths(value)}, ${span}`}
      />
      <b>{format.hundredths(value)}</b> <span className="note">{span}</span>
    </span>
  )
}

/** That an answer is awaited, was stopped, or cannot be given, in the place of its numbers. */
function Waiting({ series: { query } }: { series: Series }) {
  const { t, words } = useText()
  if (query.error) return <span className="bad-text">{words(query.error)}</span>
  if (query.fetchStatus === 'idle')
    return (
      <Button kind="link" onClick={() => void query.refetch()}>
        {t('common.askAgain')}
      </Button>
    )
  return <span className="quiet">{t('conformance.aligning')}</span>
}

/** How well the walks of everybody and of each segment fit, side by side; a row chooses whose scale is drawn below. */
export function FitnessTable(props: {
  series: readonly Series[]
  whose: string | undefined
  onWhose: (whose: string | undefined) => void
}) {
  const { t, format } = useText()
  const fitness = (
    id: 'fitness' | 'logFitness',
    of: (data: ConformanceAnswer) => [number, number],
  ): Column<Series> => ({
    id,
    header: t(`conformance.${id}`),
    value: ({ query }) => query.data?.[id],
    cell: (row) => {
      const { data } = row.query
      if (!data) return id === 'fitness' ? <Waiting series={row} /> : null
      if (data.people === 0) return <span className="quiet">–</span>
      const [low, high] = of(data)
      return (
        <>
          <Fitness name={row.name} value={data[id]} {...{ low, high }} n={data.people} />
          {id === 'fitness' && data.isPartial && (
            <span className="note warn-text">
              {t('conformance.atMost', { value: format.hundredths(data.fitnessAtMost) })}
            </span>
          )}
        </>
      )
    },
  })
  const columns: Column<Series>[] = [
    {
      id: 'whose',
      header: t('conformance.whose'),
      value: ({ name }) => name,
      cell: ({ name }) => <span className="row-name">{name}</span>,
    },
    {
      id: 'people',
      header: t('shell.people'),
      num: true,
      value: ({ query }) => query.data?.people,
      cell: ({ query: { data } }) => data && format.whole(data.people),
    },
    fitness('fitness', ({ low, high }) => [low, high]),
    fitness('logFitness', ({ logLow, logHigh }) => [logLow, logHigh]),
    {
      id: 'fitting',
      header: t('maps.walkedAsDrawn'),
      num: true,
      value: ({ query }) => query.data?.fitting,
      cell: ({ query: { data } }) => {
        if (!data || data.people === 0) return null
        const { low, high } = wilson(data.fitting, data.people)
        return (
          <>
            {format.percent(data.fitting / data.people)}{' '}
            <span className="note">{format.percentSpan(low, high)}</span>
          </>
        )
      },
    },
    {
      id: 'variants',
      header: t('maps.variants'),
      num: true,
      value: ({ query }) => query.data?.variants,
      cell: ({ query: { data } }) => data && format.whole(data.variants),
    },
  ]
  return (
    <DataTable
      label={t('conformance.fits')}
      columns={columns}
      rows={props.series}
      keyOf={({ id }) => id ?? ''}
      selected={props.series.length > 1 ? (props.whose ?? '') : undefined}
      {...(props.series.length > 1 && { onOpen: ({ id }: Series) => props.onWhose(id) })}
      csvName="teia-conformance"
      foot={t('conformance.fitsNote')}
    />
  )
}
