import type { AttributionAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import {
  type ChannelRow,
  givenOf,
  ownerOf,
  totalOf,
  useGivenText,
  useModelName,
} from './attribution-facts.ts'
import type { Measure } from './attribution-search.ts'

type Props = {
  answer: AttributionAnswer
  rows: readonly ChannelRow[]
  measure: Measure
  labelOf: (channel: string) => string
  isApart: boolean
  selected: string | undefined
  onOpen: (channel: string) => void
  actions: (channel: string) => readonly Action[]
}

function useColumns({ answer, measure, labelOf }: Props): Column<ChannelRow>[] {
  const { t, format } = useText()
  const modelName = useModelName()
  const text = useGivenText(measure)
  const given = answer.models.map(
    ({ model }, at): Column<ChannelRow> => ({
      id: model,
      header: modelName(model),
      num: true,
      value: (row) => row.given[at] && givenOf(row.given[at], measure)?.estimate,
      cell: (row) => {
        const one = row.given[at] && givenOf(row.given[at], measure)
        if (!one) return <span className="quiet">–</span>
        return (
          <>
            {text.value(one.estimate)}
            <span className="ends">{text.span(one)}</span>
          </>
        )
      },
    }),
  )
  const spend: Column<ChannelRow> = {
    id: 'spend',
    header: t('attribution.spend'),
    num: true,
    value: (row) => row.spend,
    cell: ({ spend, spendDays }) =>
      spend === null ? (
        <span className="quiet">–</span>
      ) : (
        <>
          {format.moneyWhole(spend)}
          <span className="ends">
            {spendDays < (answer.spend?.days ?? 0) &&
              t('attribution.spendDays', { n: spendDays, of: answer.spend?.days ?? 0 })}
          </span>
        </>
      ),
  }
  return [
    {
      id: 'channel',
      header: t('attribution.channel'),
      value: (row) => labelOf(row.channel),
      cell: (row) => (
        <span className={row.channel === '' ? 'quiet' : 'row-name'}>{labelOf(row.channel)}</span>
      ),
    },
    {
      id: 'touches',
      header: t('attribution.touches'),
      num: true,
      value: (row) => row.touches,
      cell: (row) => (row.channel === '' ? <span className="quiet">–</span> : format.whole(row.touches)),
    },
    ...(answer.spend ? [spend] : []),
    ...given,
  ]
}

/** Whose touchpoints, and from the lowest to the highest what models give them together. */
function useOwnerText(answer: AttributionAnswer, rows: readonly ChannelRow[]) {
  const { t, format } = useText()
  return (row: ChannelRow) => {
    const owner = ownerOf(row)
    const own = rows.filter((one) => ownerOf(one) === owner)
    const shares = answer.models.map(
      (_, at) =>
        own.reduce((sum, { given }) => sum + (given[at]?.conversions ?? 0), 0) / (answer.conversions || 1),
    )
    const name = t(`attribution.owner_${owner}`)
    const [low, high] = [Math.min(...shares), Math.max(...shares)].map((share) => format.decimal(share * 100))
    return t('attribution.ownerShare', { name, low: low ?? '', high: high ?? '' })
  }
}

/** What each model gives each channel, side by side, with the sum that all of them divide. */
export function AttributionTable(props: Props) {
  const { t, format } = useText()
  const { answer, measure, isApart } = props
  const text = useGivenText(measure)
  const total = ({ id }: Column<ChannelRow>) => {
    if (id === 'channel') return t('attribution.all')
    if (id === 'spend') return answer.spend && format.moneyWhole(answer.spend.total)
    const model = answer.models.find((one) => one.model === id)
    const sum = model && totalOf(model.channels, measure, answer)
    return sum === undefined || sum === null ? null : text.value(sum)
  }
  const ownerText = useOwnerText(answer, props.rows)
  return (
    <div className="given-table">
      <DataTable
        label={t('attribution.tableLabel')}
        columns={useColumns(props)}
        rows={props.rows}
        keyOf={({ channel }) => channel}
        selected={props.selected}
        onOpen={({ channel }) => props.onOpen(channel)}
        actions={({ channel }) => props.actions(channel)}
        {...(isApart && { group: (row: ChannelRow) => ownerText(row) })}
        total={total}
        csvName="teia-attribution"
        first={60}
        foot={<Foot answer={answer} measure={measure} />}
      />
    </div>
  )
}

/** What has to be known to read the numbers. */
function Foot({ answer, measure }: { answer: AttributionAnswer; measure: Measure }) {
  const { t, format } = useText()
  const { cut, draws, conversions } = answer
  const isMarkov = answer.models.some(({ model }) => model.startsWith('markov'))
  return [
    t('attribution.sums', { n: format.whole(conversions) }),
    (measure === 'cost' || measure === 'return') && t('attribution.blended'),
    draws >= 20 && t('attribution.intervals', { n: draws }),
    draws < 200 && t(draws < 20 ? 'attribution.noIntervals' : 'attribution.fewDraws', { n: draws }),
    cut > 0 && t('attribution.cut', { n: cut }),
    isMarkov && t('attribution.markovNote'),
  ]
    .filter(Boolean)
    .join(' ')
}
