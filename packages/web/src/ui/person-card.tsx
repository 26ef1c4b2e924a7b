import { useQuery } from '@tanstack/react-query'
import { Person, type PersonSummary } from '@teia/contracts'
import { useText } from '../i18n/text.tsx'
import { get } from '../lib/api.ts'
import { Facts, useHoverCard } from './hover-card.tsx'
import { usePersonName } from './person-name.ts'

type Known = Pick<PersonSummary, 'id' | 'name'> & Partial<PersonSummary>

/** The facts of a person; what a list does not tell is read from the server. */
export function PersonFacts({ person }: { person: Known }) {
  const { t, format } = useText()
  const personName = usePersonName()
  const isWhole = person.lastSeenAt !== undefined
  const { data } = useQuery({
    queryKey: ['people', person.id, 'person'],
    queryFn: ({ signal }) => get(Person, `/people/${encodeURIComponent(person.id)}`, { signal }),
    enabled: !isWhole,
  })
  const shown = isWhole ? person : data
  return (
    <Facts
      kind={shown?.isKnown === undefined ? '…' : t(shown.isKnown ? 'people.knownOne' : 'people.anonymousOne')}
      title={personName(person.name)}
      pairs={[
        ...(shown?.email ? [[t('people.email'), shown.email] as const] : []),
        ...(shown?.city ? [[t('people.city'), shown.city] as const] : []),
        ...(shown?.firstSeenAt ? [[t('people.firstSeen'), format.dayYear(shown.firstSeenAt)] as const] : []),
        ...(shown?.lastSeenAt ? [[t('people.lastSeen'), format.moment(shown.lastSeenAt)] as const] : []),
        ...(data ? [[t('people.interactions'), format.whole(data.interactions)] as const] : []),
      ]}
    />
  )
}

/**
 * Gives the name of a person its card. What a list does not tell is read when the card opens.
 * @example <Link {...withPersonCard(person)}>
 */
export function usePersonCard() {
  const withCard = useHoverCard()
  return (person: Known) => withCard(() => <PersonFacts person={person} />)
}
