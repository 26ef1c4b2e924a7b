import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  ConformanceAnswer,
  type ConformanceQuestion,
  JourneyMap,
  type Language,
  MapAnswer,
  MapComments,
  MapPeopleAnswer,
  type MapPeopleQuestion,
  type MapQuestion,
  MapStepAnswer,
  type MapStepQuestion,
  MapTemplates,
  MapVersions,
} from '@teia/contracts'
import { LARGEST_PAGE } from '../../lib/all-ids.ts'
import { ask, get } from '../../lib/api.ts'
import { askLong } from '../../lib/asked.ts'
import { mapPath } from '../../lib/maps.ts'

export const templatesQuery = (language: Language) =>
  queryOptions({
    queryKey: ['map-templates', language],
    queryFn: ({ signal }) =>
      get(MapTemplates, '/maps/templates', { query: { language: language.toLowerCase() }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
/** What became of a map up to a version. */
export const versionsQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['maps', id, 'versions', { upTo: revision }],
    queryFn: ({ signal }) => get(MapVersions, `${mapPath(id)}/versions`, { query: { limit: 100 }, signal }),
  })
/** What is written down of a version never changes. */
export const versionQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['maps', id, 'versions', revision],
    queryFn: ({ signal }) => get(JourneyMap, `${mapPath(id)}/versions/${revision}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
export const commentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['maps', id, 'comments'],
    queryFn: ({ signal }) => get(MapComments, `${mapPath(id)}/comments`, { signal }),
  })
export const numbersQuery = (question: MapQuestion | null) =>
  queryOptions({
    queryKey: ['questions', 'map', question],
    queryFn: ({ signal }) => ask(MapAnswer, '/questions/map', question, signal),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })
export const stepPeopleQuery = (question: MapPeopleQuestion) =>
  queryOptions({
    queryKey: ['questions', 'map-people', question],
    queryFn: ({ signal }) => ask(MapPeopleAnswer, '/questions/map-people', question, signal),
    placeholderData: keepPreviousData,
  })
/** Who went on from a step, by day and by group. */
export const stepSharesQuery = (question: Omit<MapStepQuestion, 'limit'>) =>
  queryOptions({
    queryKey: ['questions', 'map-step', question],
    queryFn: ({ signal }) => ask(MapStepAnswer, '/questions/map-step', question, signal),
    placeholderData: keepPreviousData,
  })
export const conformanceQuery = (question: ConformanceQuestion) =>
  queryOptions({
    queryKey: ['questions', 'conformance', question],
    queryFn: (context) => askLong(ConformanceAnswer, '/questions/conformance', question, context),
  })

/** A page of the people behind a number of a step. */
export const readStepPeople = (
  question: Omit<MapPeopleQuestion, 'limit' | 'cursor'>,
  cursor: string | null,
  signal: AbortSignal,
) =>
  ask(
    MapPeopleAnswer,
    '/questions/map-people',
    { ...question, limit: LARGEST_PAGE, ...(cursor !== null && { cursor }) },
    signal,
  )
