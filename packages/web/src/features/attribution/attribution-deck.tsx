import type { AttributionAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { givenOf, useChannelLabel, useGivenText, useModelName } from './attribution-facts.ts'
import type { AskedAttribution } from './use-attribution.ts'

/** The channel to which a model gives most, and what it gives it. */
function mostOf(answer: AttributionAnswer, at: number) {
  const [most] = (answer.models[at]?.channels ?? []).toSorted((x, y) => y.conversions - x.conversions)
  const given = most && givenOf(most, 'share')
  return given && { channel: most.channel, ...given }
}

/** The sentence of the page: what there is to divide, and to what the first and the last model give most of it. */
export function AttributionDeck(props: {
  answer: AttributionAnswer | undefined
  question: AskedAttribution | null
}) {
  const { t, rich, format } = useText()
  const modelName = useModelName()
  const labelOf = useChannelLabel(props.question?.channel ?? 'entry')
  const text = useGivenText('share')
  const { answer, question } = props
  if (!answer || !question) return t('attribution.deckWaiting')
  const { event, valueProperty } = question.outcome
  if (answer.conversions === 0)
    return answer.nulls === 0
      ? t('attribution.deckNobody', { event })
      : t('attribution.deckNone', { event, nulls: answer.nulls })
  const last = answer.models.length - 1
  const said = (at: number) => {
    const most = mostOf(answer, at)
    const model = answer.models[at]?.model
    return most && model
      ? rich('attribution.deckMost', {
          model: modelName(model),
          name: labelOf(most.channel),
          share: text.value(most.estimate),
          span: text.span(most) ?? '…',
        })
      : null
  }
  return (
    <>
      {valueProperty
        ? rich('attribution.deckWorth', {
            event,
            n: answer.conversions,
            value: format.moneyWhole(answer.value),
          })
        : rich('attribution.deckCount', { event, n: answer.conversions })}{' '}
      {said(0)} {last > 0 && said(last)} {answer.nulls > 0 && t('attribution.deckNulls', { n: answer.nulls })}
    </>
  )
}
