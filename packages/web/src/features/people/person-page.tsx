import { usePrefetchInfiniteQuery, usePrefetchQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { Person } from '@teia/contracts'
import { useEffect } from 'react'
import { useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Avatar } from '../../ui/people-list.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { notesQuery } from '../notes/task-queries.ts'
import { EventPanel } from './event-panel.tsx'
import { Facts } from './facts.tsx'
import type { PersonSearch } from './people-search.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonDeck } from './person-deck.tsx'
import { Numbers } from './person-numbers.tsx'
import { journeyQuery, personQuery, personSegmentsQuery, timelineQuery } from './person-queries.ts'
import { Strip } from './person-strip.tsx'
import { SegmentChips } from './segment-chips.tsx'
import { TimelineSection } from './timeline-section.tsx'

const route = getRouteApi('/shell/people/$personId')

function Body({
  person,
  search,
  set,
}: {
  person: Person
  search: PersonSearch
  set: (change: Partial<PersonSearch>) => void
}) {
  const { t } = useText()
  const personName = usePersonName()
  return (
    <>
      <PageHeader
        avatar={<Avatar person={person} large />}
        crumbs={
          <Link to="/people" search={{}}>
            {t('shell.people')}
          </Link>
        }
        title={personName(person.name)}
        deck={
          <>
            <PersonDeck person={person} />
            <SegmentChips personId={person.id} />
          </>
        }
        actions={<PersonActions person={person} />}
      />
      <Numbers person={person} />
      <Strip
        personId={person.id}
        days={search.strip}
        onDays={(strip) => set({ strip })}
        onOpen={(event) => set({ event })}
      />
      <div className="person-body">
        <TimelineSection person={person} search={search} set={set} />
        {search.event ? (
          <EventPanel eventId={search.event} onClose={() => set({ event: undefined })} />
        ) : (
          <Facts person={person} />
        )}
      </div>
    </>
  )
}

/** One person: a sentence, four numbers, the walk over channels, the timeline, the facts. */
export function PersonPage() {
  const { personId } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { workspace } = useSession()
  const { data, error, refetch } = useQuery(personQuery(personId))
  // The parts are asked for at once, and not one after the other as they come to be drawn.
  usePrefetchQuery(journeyQuery(personId, search.strip))
  usePrefetchQuery(personSegmentsQuery(personId))
  usePrefetchInfiniteQuery(timelineQuery(personId, search, workspace.timeZone))
  usePrefetchQuery(notesQuery({ kind: 'people', id: personId }))
  const set = (change: Partial<PersonSearch>) =>
    void navigate({
      to: '/people/$personId',
      params: { personId },
      search: { ...search, ...change },
      replace: true,
      resetScroll: false,
    })
  useEffect(() => {
    // A merged id answers with the person it became: the address then names that person.
    if (data && data.id !== personId)
      void navigate({ to: '/people/$personId', params: { personId: data.id }, search: {}, replace: true })
  }, [data, personId, navigate])
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={16} />
  return <Body person={data} search={search} set={set} />
}
