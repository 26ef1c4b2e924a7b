import type { MapAnswer, MapDrawing } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { feelingsOf, type MapFacts, placeOf } from './map-facts.ts'

/** One sentence of real numbers: how many reach the end, and where it feels other than drawn. */
export function MapDeck(props: {
  drawing: MapDrawing
  answer: MapAnswer | undefined
  facts: MapFacts | null
  isBound: boolean
}) {
  const { t, rich, format } = useText()
  const { drawing, answer, facts, isBound } = props
  if (!isBound) return t('maps.deckUnbound')
  // The line is kept, so that nothing jumps when the numbers come.
  if (!answer || !facts) return '\u00a0'
  if (answer.people === 0) return t('maps.deckNobody')
  const { outcome } = answer
  const last = outcome && placeOf(drawing, outcome.step)
  const { felt, worse, better, worst } = feelingsOf(drawing, facts)
  return (
    <>
      {last
        ? rich('maps.deckOutcome', {
            of: format.whole(answer.people),
            n: format.whole(outcome.people),
            step: last.step.name,
            share: format.percent(outcome.share),
            span: format.percentSpan(outcome.low, outcome.high),
          })
        : t('maps.deckPeople', { n: answer.people })}{' '}
      {worst
        ? t('maps.deckWorse', { n: worse, of: felt, step: worst.name })
        : better > 0
          ? t('maps.deckBetter', { n: better, of: felt })
          : felt > 0 && t('maps.deckAsDrawn', { of: felt })}
    </>
  )
}
