import type { AttributedChannel, AttributionAnswer, AttributionModelName } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { type Measure, measures } from './attribution-search.ts'

type About = AttributionAnswer['channels'][number]
/** A channel with what each model gives it, in the order of the models of the answer. */
export type ChannelRow = About & { given: readonly AttributedChannel[] }
/** A number with the ends of its interval; null where too little was drawn anew. */
export type Given = { estimate: number; low: number | null; high: number | null }

/** The channels of an answer, the one that gets most on average first; last those without a touch. */
export function rowsOf(answer: AttributionAnswer): ChannelRow[] {
  const about = new Map(answer.channels.map((one) => [one.channel, one]))
  const [first] = answer.models
  const rows = (first?.channels ?? []).map(({ channel }, at): ChannelRow => {
    const given = answer.models.flatMap(({ channels }) => channels[at] ?? [])
    return {
      ...(about.get(channel) ?? { channel, touches: 0, ownership: null, spend: null, spendDays: 0 }),
      given,
    }
  })
  const total = ({ given }: ChannelRow) => given.reduce((sum, one) => sum + one.conversions, 0)
  return rows.toSorted(
    (x, y) =>
      Number(x.channel === '') - Number(y.channel === '') || total(y) - total(x) || y.touches - x.touches,
  )
}

/** What a model gives a channel, by one measure; null where that cannot be told. */
export function givenOf(one: AttributedChannel, measure: Measure): Given | null {
  if (measure === 'value') return { estimate: one.value, low: one.valueLow, high: one.valueHigh }
  if (measure === 'cost') return one.cost
  if (measure === 'return') return one.return
  const { conversions, conversionsLow: low, conversionsHigh: high } = one
  return measure === 'share'
    ? { estimate: one.share, low: one.shareLow, high: one.shareHigh }
    : { estimate: conversions, low, high }
}

/** What all channels together are given by a model; of cost and return, those of all that was spent. */
export function totalOf(
  channels: readonly AttributedChannel[],
  measure: Measure,
  answer: AttributionAnswer,
): number | null {
  const sum = (of: (one: AttributedChannel) => number) => channels.reduce((all, one) => all + of(one), 0)
  const conversions = sum((one) => one.conversions)
  if (measure === 'value') return sum((one) => one.value)
  if (measure === 'conversions') return conversions
  if (measure === 'share') return answer.conversions === 0 ? null : conversions / answer.conversions
  const spent = answer.spend?.total ?? 0
  if (measure === 'cost') return conversions > 0 ? spent / conversions : null
  return spent > 0 ? sum((one) => one.value) / spent : null
}

const owners = ['own', 'partner', 'third_party', 'none'] as const
/** Whose touchpoint a channel is, as the messages call it. */
export const ownerOf = ({ ownership }: Pick<ChannelRow, 'ownership'>) =>
  ownership === 'third-party' ? 'third_party' : (ownership ?? 'none')
/** Channels by whose touchpoint they are; last those that are none. */
export const byOwner = (rows: readonly ChannelRow[]) =>
  owners.flatMap((owner) => rows.filter((row) => ownerOf(row) === owner))

/** Writes what models give, each measure in its unit. */
export function useGivenText(measure: Measure) {
  const { format } = useText()
  const count = (n: number) => (n !== 0 && Math.abs(n) < 100 ? format.decimal(n) : format.whole(n))
  const one = {
    conversions: count,
    share: format.percent,
    value: format.moneyWhole,
    cost: format.money,
    return: (n: number) => `×${format.hundredths(n)}`,
  }[measure]
  const end = {
    conversions: count,
    share: (n: number) => format.decimal(n * 100),
    value: format.whole,
    cost: format.hundredths,
    return: format.hundredths,
  }[measure]
  const tick = {
    conversions: format.numbers.format,
    share: (n: number) => `${format.numbers.format(n * 100)} %`,
    value: format.moneyWhole,
    cost: (n: number) => (Number.isInteger(n) ? format.moneyWhole(n) : format.money(n)),
    return: (n: number) => `×${format.numbers.format(n)}`,
  }[measure]
  const open = (n: number | null) => (n === null ? '…' : end(n))
  return {
    value: one,
    tick,
    /** An end that is open is told as such; null where there is no interval. */
    span: ({ low, high }: Given) => (low === null && high === null ? null : `${open(low)}–${open(high)}`),
  }
}

/** What to call a channel: as what touches are called after is called. */
export function useChannelLabel(by: string) {
  const { t, maybe } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  return (channel: string) => {
    if (channel === '') return t('attribution.none')
    if (by === 'entry') return maybe(`entryNames.${channel}`, channel)
    if (by === 'touchpoint') return touchpointName(channel)
    return by === 'channel' ? channelName(channel) : channel
  }
}

/** What to call a model. */
export function useModelName() {
  const { t } = useText()
  return (model: AttributionModelName) => t(`attribution.model_${model}`)
}

/** The measures that an answer has. */
export const measuresOf = (answer: AttributionAnswer, hasValue: boolean): Measure[] =>
  measures.filter(
    (measure) =>
      (measure !== 'value' || hasValue) &&
      (measure !== 'cost' || answer.spend !== null) &&
      (measure !== 'return' || (answer.spend !== null && hasValue)),
  )
