import type { AttributionAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useChannelLabel } from './attribution-facts.ts'

/** What is known of spend, and what is missing in the numbers that rest on it. */
export function SpendNote({ answer, by }: { answer: AttributionAnswer; by: string }) {
  const { t, rich, format } = useText()
  const labelOf = useChannelLabel(by)
  const { spend } = answer
  if (!spend) return null
  const isGap = answer.channels.some(({ spendDays }) => spendDays > 0 && spendDays < spend.daysKnown)
  const list = (items: readonly string[]) => items.join(', ')
  return (
    <p className="note">
      {rich('attribution.spendDeck', { total: format.money(spend.total) })}{' '}
      {[
        spend.daysKnown < spend.days && t('attribution.spendGaps', { n: spend.daysKnown, of: spend.days }),
        isGap && t('attribution.spendGap'),
        spend.unmet.length > 0 &&
          t('attribution.spendUnmet', {
            list: list(spend.unmet.map((one) => `${labelOf(one.channel)} (${format.money(one.spend)})`)),
          }),
        spend.otherCurrencies.length > 0 &&
          t('attribution.spendOther', {
            currency: spend.currency,
            list: list(
              spend.otherCurrencies.map((one) => `${one.currency} ${format.numbers.format(one.spend)}`),
            ),
          }),
      ]
        .filter(Boolean)
        .join(' ')}
    </p>
  )
}
