import { useQuery } from '@tanstack/react-query'
import {
  type Filter,
  type MapDocument,
  type MapQuestion,
  type MapState,
  measuredSteps,
  stepsOf,
} from '@teia/contracts'
import { useMemo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import { drawingOf, factsOf } from './map-facts.ts'
import { numbersQuery } from './map-queries.ts'
import type { MapSearch } from './maps-search.ts'

const both = (one: Filter | undefined, other: Filter | undefined): Filter | undefined =>
  one && other ? { and: [one, other] } : (one ?? other)

/**
 * The question that an address asks of a map; null where no step is measured. A drawing that is not saved is asked by its
 * steps, then with the segment of the map as a condition.
 */
export function questionOf(
  map: { id: string; document: MapDocument; isSaved: boolean },
  state: MapState,
  search: MapSearch,
  timeZone: string,
): MapQuestion | null {
  const { id, document, isSaved } = map
  const steps = measuredSteps(drawingOf(document, state))
  if (steps.length === 0) return null
  const whose: Filter | undefined =
    isSaved || document.segment === undefined ? undefined : { segment: document.segment, operator: 'equals' }
  const filter = both(filterOf(search), whose)
  return {
    ...(isSaved ? { mapId: id } : { steps, patience: document.patience }),
    state,
    range: rangeOf(search, timeZone),
    compare: search.compare ?? 'previous',
    ...(filter && { filter }),
    ...(search.against && { against: { filter: search.against } }),
  }
}

/** The numbers of a drawing, by its steps and stages; none while they are not asked for. */
export function useMapNumbers(
  map: { id: string; document: MapDocument; isSaved: boolean },
  state: MapState,
  search: MapSearch,
  isAsked = true,
) {
  const { format } = useText()
  const question = isAsked ? questionOf(map, state, search, format.timeZone) : null
  const query = useQuery(numbersQuery(question))
  const { data } = query
  const ids = stepsOf(drawingOf(map.document, state))
    .map(({ id, matcher }) => (matcher ? id : ''))
    .join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: steps that lost their matcher have no numbers at once
  const facts = useMemo(() => {
    if (!data || question === null) return null
    const all = factsOf(data)
    const known = new Set(ids.split(' '))
    return { ...all, steps: new Map([...all.steps].filter(([id]) => known.has(id))) }
  }, [data, ids, question === null])
  return { query, question, facts, answer: question === null ? undefined : data }
}
