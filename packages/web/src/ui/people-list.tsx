import { Link } from '@tanstack/react-router'
import type { PersonSummary } from '@teia/contracts'
import type { ReactNode } from 'react'
import { usePersonCard } from './person-card.tsx'
import { usePersonName } from './person-name.ts'

/** Two letters for a face: initials, or a question mark for someone unknown. */
export function initials(name: string, isKnown: boolean): string {
  if (!isKnown) return '?'
  const words = name.split(/[\s@.]+/).filter((word) => /^\p{L}/u.test(word))
  const [first = '?', ...rest] = words
  return (first.charAt(0) + (rest.at(-1)?.charAt(0) ?? '')).toUpperCase()
}

export function Avatar({
  person,
  large = false,
}: {
  person: Pick<PersonSummary, 'name' | 'isKnown'>
  large?: boolean
}) {
  return (
    <span className={large ? 'avatar large' : 'avatar'} aria-hidden="true">
      {initials(person.name, person.isKnown)}
    </span>
  )
}

/** The people behind a number: face, name, the last thing they did. */
export function PeopleList<P extends PersonSummary>({
  people,
  noteOf,
}: {
  people: readonly P[]
  noteOf: (person: P) => ReactNode
}) {
  const personName = usePersonName()
  const withCard = usePersonCard()
  return (
    <ul className="rows">
      {people.map((person) => (
        <li key={person.id}>
          <Avatar person={person} />
          <Link
            className="grow"
            to="/people/$personId"
            params={{ personId: person.id }}
            search={{}}
            {...withCard(person)}
          >
            {personName(person.name)}
          </Link>
          <span className="note">{noteOf(person)}</span>
        </li>
      ))}
    </ul>
  )
}
