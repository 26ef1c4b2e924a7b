import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  Segment,
  type SegmentDefinition,
  SegmentMembers,
  SegmentPreview,
  SegmentRule,
  SegmentVersions,
} from '@teia/contracts'
import { LARGEST_PAGE, readAllIds } from '../../lib/all-ids.ts'
import { ask, get } from '../../lib/api.ts'

export const segmentPath = (id: string) => `/segments/${encodeURIComponent(id)}`

/** People come in and go while a page is looked at; while everybody is being gone through, it is asked more often. */
const LIVE_MS = 5_000
const COUNTING_MS = 1_000

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', id],
    queryFn: ({ signal }) => get(Segment, segmentPath(id), { signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'counting' ? COUNTING_MS : LIVE_MS),
  })

const PAGE = 50
/** As many people as one page of the API holds. */
/** Who is in a segment; read anew when its numbers say that somebody came or left. */
export const membersQuery = ({ id, state, members, entered, left, countedAt }: Segment) =>
  infiniteQueryOptions({
    queryKey: ['segments', id, 'people', { state, members, entered, left, countedAt }],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(SegmentMembers, `${segmentPath(id)}/people`, { query: { limit: PAGE, cursor }, signal }),
    getNextPageParam: (page) => page.nextCursor,
  })

/** Reads the ids of everybody in a segment, page by page; tells how many it has so far. */
export const readMembers = (id: string, signal: AbortSignal, told: (n: number) => void) =>
  readAllIds(
    (cursor) =>
      get(SegmentMembers, `${segmentPath(id)}/people`, { query: { limit: LARGEST_PAGE, cursor }, signal }),
    told,
  )

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', id, 'versions'],
    queryFn: ({ signal }) => get(SegmentVersions, `${segmentPath(id)}/versions`, { signal }),
  })

/** Whom a rule fits; what is superseded is stopped, and the answer before stays in its place. */
export const previewQuery = (rule: SegmentRule | null) =>
  queryOptions({
    queryKey: ['segment-preview', rule],
    queryFn: ({ signal }) => ask(SegmentPreview, '/segments/preview', { rule }, signal),
    enabled: rule !== null,
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

/** The rule that a segment has; null for a list, and for a rule that this page does not know. */
export const ruleOfSegment = ({ rule }: { rule: unknown }): SegmentRule | null =>
  SegmentRule.safeParse(rule).data ?? null

/** What people wrote down of a segment; null where its rule cannot be read. */
export function definitionOf({ name, description, kind, rule }: Segment): SegmentDefinition | null {
  if (kind === 'list') return { name, description, kind }
  const read = ruleOfSegment({ rule })
  return read && { name, description, kind, rule: read }
}
