import type { ConformanceAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { wilson } from '../../lib/intervals.ts'

/** The sentence of the page: how many walked as drawn, how well walks fit on average, and what departs most. */
export function ConformanceDeck({
  answer,
  stepName,
}: {
  answer: ConformanceAnswer | undefined
  stepName: (id: string) => string
}) {
  const { t, rich, format } = useText()
  if (!answer) return t('conformance.deckWaiting')
  if (answer.people === 0) return t('maps.deckNobody')
  const { fitting, people, fitness, low, high, deviations } = answer
  const span = wilson(fitting, people)
  const [most] = deviations
  return (
    <>
      {rich('conformance.deck', {
        n: fitting,
        people,
        share: format.percent(fitting / people),
        span: format.percentSpan(span.low, span.high),
        fitness: format.hundredths(fitness),
        low: format.hundredths(low),
        high: format.hundredths(high),
      })}{' '}
      {most &&
        t('conformance.deckMost', {
          step: stepName(most.step),
          kind: t(`conformance.kind_${most.kind}`),
          share: format.percent(most.people / people),
        })}
    </>
  )
}
