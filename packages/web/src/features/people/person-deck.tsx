import type { Person } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'

/** The sentence about a person: who, from where, since when, and where they are met most. */
export function PersonDeck({ person }: { person: Person }) {
  const { rich, t, format } = useText()
  const touchpointName = useTouchpointName()
  const main = person.touchpoints[0]
  return (
    <>
      {rich('people.deckPerson', {
        kind: person.isKnown ? 'known' : 'anonymous',
        where: person.city ? 'city' : 'none',
        city: person.city ?? '',
        since: format.monthYear(person.firstSeenAt),
        last: format.moment(person.lastSeenAt),
      })}{' '}
      {main &&
        t('people.deckMain', {
          touchpoint: touchpointName(main.touchpoint),
          n: main.interactions,
          of: person.interactions,
        })}
    </>
  )
}
