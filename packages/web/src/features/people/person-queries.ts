import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { JourneyStrip, Person, PersonSegments, TimelinePage } from '@teia/contracts'
import { get } from '../../lib/api.ts'
import { endOfDay } from '../../lib/day-edges.ts'
import type { PersonSearch } from './people-search.ts'

const PAGE = 50
const FOUR_WEEKS = 28

const at = (personId: string) => `/people/${encodeURIComponent(personId)}`

/** Everything that is known of a person but the timeline. */
export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: ['people', personId, 'person'],
    queryFn: ({ signal }) => get(Person, at(personId), { signal }),
  })

/** The segments that a person is in, as it is now. */
export const personSegmentsQuery = (personId: string) =>
  queryOptions({
    queryKey: ['people', personId, 'segments'],
    queryFn: ({ signal }) => get(PersonSegments, `${at(personId)}/segments`, { signal }),
    staleTime: 5_000,
  })

/** Days that a strip shows; four weeks when nothing else was chosen. */
export const stripDays = (strip: PersonSearch['strip']) => strip ?? FOUR_WEEKS

export const journeyQuery = (personId: string, strip: PersonSearch['strip']) => {
  const days = stripDays(strip)
  return queryOptions({
    queryKey: ['people', personId, 'journey', days],
    queryFn: ({ signal }) => get(JourneyStrip, `${at(personId)}/journey`, { query: { days }, signal }),
  })
}

/** What a person did, newest first, as the address narrows it. */
export const timelineQuery = (personId: string, asked: PersonSearch, timeZone: string) => {
  const { channel, touchpoint, search, day } = asked
  // The day that was jumped to comes first; what is older follows, what is newer is one click away.
  const to = day && new Date(endOfDay(day, timeZone)).toISOString()
  const narrowed = { channel, touchpoint, search, to, limit: PAGE }
  return infiniteQueryOptions({
    queryKey: ['people', personId, 'timeline', narrowed],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(TimelinePage, `${at(personId)}/timeline`, { query: { ...narrowed, cursor }, signal }),
    getNextPageParam: (page) => page.nextCursor,
  })
}
