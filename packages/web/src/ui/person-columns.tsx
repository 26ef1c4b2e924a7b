import type { PersonSummary } from '@teia/contracts'
import { useText } from '../i18n/text.tsx'
import type { Column } from './data-table.tsx'
import { Avatar } from './people-list.tsx'
import { usePersonName } from './person-name.ts'

/** Who somebody is, as the first columns of every table of people. */
export function usePersonColumns<Row extends PersonSummary>(): Column<Row>[] {
  const { t } = useText()
  const personName = usePersonName()
  const text = (value: string | null) => value ?? <span className="quiet">–</span>
  return [
    {
      id: 'name',
      header: t('people.name'),
      sortable: false,
      value: (person) => person.name,
      cell: (person) => (
        <span className="with-icon">
          <Avatar person={person} />
          <span className="row-name">{personName(person.name)}</span>
        </span>
      ),
    },
    {
      id: 'email',
      header: t('people.email'),
      sortable: false,
      value: (person) => person.email,
      cell: (person) => text(person.email),
    },
    {
      id: 'city',
      header: t('people.city'),
      sortable: false,
      value: (person) => person.city,
      cell: (person) => text(person.city),
    },
  ]
}
