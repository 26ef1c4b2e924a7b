import type { Separating } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import { useThingName } from './use-separates.ts'

/** More often than chance would have it, of all that was tried. */
export const isSure = ({ adjustedP }: Separating) => adjustedP < 0.05
export const keyOfThing = ({ kind, name, value = '' }: Pick<Separating, 'kind' | 'name' | 'value'>) =>
  `${kind} ${name} ${value}`

const doublings = (ratio: number) => Math.log2(Math.max(ratio, 1e-6))
/** The scale ends where the ratios of the table do; an interval that goes on beyond is cut. */
const widest = (rows: readonly Separating[]) =>
  Math.min(5, Math.max(1, ...rows.map((row) => Math.abs(doublings(row.ratio.estimate)) * 1.4)))

/** “×1,8” with its interval: how many times as often those who went on have it. */
export function useRatioText() {
  const { format } = useText()
  // Both ends of an interval have as many digits as its lower end is told with.
  const number = (ratio: number | null, as = ratio) => {
    if (ratio === null || as === null) return '∞'
    if (as >= 10) return format.whole(ratio)
    return as >= 1 ? format.decimal(ratio) : format.hundredths(ratio)
  }
  return ({ estimate, low, high }: Separating['ratio']) => ({
    ratio: `×${number(estimate)}`,
    span: `${number(low)}–${number(high, low)}`,
  })
}

function useColumns(rows: readonly Separating[]): Column<Separating>[] {
  const { t, format } = useText()
  const thingName = useThingName()
  const ratioText = useRatioText()
  const most = widest(rows)
  const cut = (ratio: number | null) =>
    ratio === null ? most : Math.min(most, Math.max(-most, doublings(ratio)))
  const share = (id: 'wentOn' | 'left'): Column<Separating> => ({
    id,
    header: t(`separates.${id}`),
    num: true,
    value: (row) => row[id].share,
    cell: (row) => (
      <>
        {format.percent(row[id].share)}{' '}
        <span className="note">{t('separates.kOfN', { k: row[id].with, n: row[id].n })}</span>
      </>
    ),
  })
  return [
    {
      id: 'thing',
      header: t('separates.thing'),
      value: (row) => thingName(row),
      cell: (row) => (
        <>
          <span className="row-name">{thingName(row)}</span>{' '}
          <span className="note">{t(`filters.kind_${row.kind}`)}</span>
        </>
      ),
    },
    share('wentOn'),
    share('left'),
    {
      id: 'ratio',
      header: t('separates.ratio'),
      num: true,
      value: (row) => row.ratio.estimate,
      cell: (row) => {
        const { ratio, span } = ratioText(row.ratio)
        return (
          <>
            {ratio} <span className="note">{span}</span>
          </>
        )
      },
    },
    {
      id: 'whisker',
      name: t('separates.interval'),
      header: <span className="visually-hidden">{t('separates.interval')}</span>,
      cell: (row) => {
        const { ratio, span } = ratioText(row.ratio)
        return (
          <Whisker
            value={cut(row.ratio.estimate)}
            low={cut(row.ratio.low)}
            high={cut(row.ratio.high)}
            from={-most}
            to={most}
            width={140}
            few={Math.min(row.wentOn.n, row.left.n) < FEW}
            label={`${thingName(row)}: ${ratio}, ${span}`}
          />
        )
      },
    },
    {
      id: 'alike',
      header: t('separates.alike'),
      num: true,
      value: (row) => row.withinRatio?.estimate,
      cell: (row) =>
        row.withinRatio ? (
          <>
            {row.isConfounded && <span className="note">{t('separates.confounded')} </span>}
            {ratioText(row.withinRatio).ratio} <span className="note">{ratioText(row.withinRatio).span}</span>
          </>
        ) : (
          <span className="quiet">–</span>
        ),
    },
    {
      id: 'p',
      header: t('separates.adjustedP'),
      num: true,
      value: (row) => row.adjustedP,
      cell: (row) => (
        <span className={isSure(row) ? undefined : 'quiet'}>{pText(row.adjustedP, format)}</span>
      ),
    },
  ]
}

export const pText = (p: number, format: { numbers: Intl.NumberFormat }) =>
  p < 0.001
    ? `< ${new Intl.NumberFormat(format.numbers.resolvedOptions().locale).format(0.001)}`
    : format.numbers.format(p)

/** Everything that tells the two groups apart, the surest first. */
export function SeparatesTable(props: {
  rows: readonly Separating[]
  selected: string | undefined
  onOpen: (row: Separating) => void
  actions: (row: Separating) => readonly Action[]
}) {
  const { t } = useText()
  return (
    <DataTable
      label={t('separates.title')}
      columns={useColumns(props.rows)}
      rows={props.rows}
      keyOf={keyOfThing}
      selected={props.selected}
      onOpen={props.onOpen}
      actions={props.actions}
      csvName="teia-what-separates"
      first={60}
      foot={t('separates.foot')}
    />
  )
}
