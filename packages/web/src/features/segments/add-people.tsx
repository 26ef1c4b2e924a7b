import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { ListedOutcome, PersonPage, type PersonSummary, type Segment } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask, get } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Avatar } from '../../ui/people-list.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { segmentPath } from './segment-queries.ts'

const SHOWN = 8

/** People to be put on a list, found by name, e-mail or user id. */
export function AddPeople({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const personName = usePersonName()
  const [search, setSearch] = useState('')
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<unknown>(null)
  const { data } = useQuery({
    queryKey: ['people', 'to-list', search],
    queryFn: ({ signal }) => get(PersonPage, '/people', { query: { search, limit: SHOWN }, signal }),
    placeholderData: keepPreviousData,
  })
  const add = async ({ id }: PersonSummary) => {
    setError(null)
    try {
      await ask(ListedOutcome, `${segmentPath(segment.id)}/people`, { people: [id] })
      setAdded((before) => new Set([...before, id]))
      await client.invalidateQueries({ queryKey: ['segments'] })
    } catch (fault) {
      setError(fault)
    }
  }
  return (
    <Dialog title={t('segments.addTitle', { name: segment.name })} onClose={onClose} width={520}>
      <SearchField label={t('people.searchLabel')} value={search} onChange={setSearch} />
      {error !== null && <ErrorNotice error={error} />}
      {!data ? (
        <Skeleton rows={SHOWN} />
      ) : (
        <ul className="rows add-people">
          {data.items.map((person) => (
            <li key={person.id}>
              <Avatar person={person} />
              <span className="grow">{personName(person.name)}</span>
              <span className="note">{person.email ?? person.city}</span>
              <Button
                kind="link"
                icon={added.has(person.id) ? 'good' : 'plus'}
                // Not disabled, so that the focus stays where it is.
                aria-disabled={added.has(person.id) || undefined}
                aria-label={
                  added.has(person.id)
                    ? `${person.name}: ${t('segments.onList')}`
                    : t('segments.addOne', { name: person.name })
                }
                onClick={() => added.has(person.id) || void add(person)}
              >
                {t(added.has(person.id) ? 'segments.onList' : 'segments.add')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="buttons end">
        <Button onClick={onClose}>{t('common.close')}</Button>
      </div>
    </Dialog>
  )
}
