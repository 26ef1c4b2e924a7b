import type { PulseAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { largestChange, relative } from './facts.ts'

/** The sentence of the page: how many came, against before, and the largest change that is beyond chance. */
export function PulseDeck({ answer }: { answer: PulseAnswer | undefined }) {
  const { rich, t, format } = useText()
  const touchpointName = useTouchpointName()
  if (!answer) return t('pulse.deckWaiting')
  if (answer.people.value === 0) return t('pulse.deckEmpty')
  const change = relative(answer.people)
  const top = largestChange(answer)
  return (
    <>
      {rich('pulse.deckPeople', {
        n: answer.people.value,
        change: change === null ? '' : `${format.signed(change * 100, 1)} %`,
        known: change === null ? 'first' : 'again',
      })}{' '}
      {top
        ? rich('pulse.deckChange', {
            name: touchpointName(top.name),
            now: format.percent(top.share),
            before: format.percent(top.share - top.change),
            n: top.people,
          })
        : t('pulse.deckCalm')}
    </>
  )
}
