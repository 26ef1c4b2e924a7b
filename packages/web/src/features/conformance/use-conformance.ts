import { useQueries, useQuery } from '@tanstack/react-query'
import {
  type ConformanceAnswer,
  type ConformanceQuestion,
  type JourneyMap,
  type MapState,
  measuredSteps,
  stepsOf,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import { segmentsQuery } from '../../lib/segments.ts'
import type { Asked } from '../../ui/answer-area.tsx'
import { drawingOf } from '../maps/map-facts.ts'
import { conformanceQuery } from '../maps/map-queries.ts'
import type { ConformanceSearch } from './conformance-search.ts'

/** Everybody, or a segment: what is asked of them and how far the answer is. `id` undefined: everybody. */
export type Series = {
  id: string | undefined
  name: string
  question: ConformanceQuestion
  queryKey: readonly unknown[]
  query: Asked<ConformanceAnswer>
}

export type Deviation = ConformanceAnswer['deviations'][number]
export const keyOfDeviation = ({ kind, step }: Pick<Deviation, 'kind' | 'step'>) => `${kind} ${step}`

/** The questions that an address asks of a map: everybody first, then each segment; null where no step is measured. */
export function useConformance(map: JourneyMap, search: ConformanceSearch) {
  const { t, format } = useText()
  const { data: segments } = useQuery(segmentsQuery)
  const state: MapState = search.state === 'toBe' && map.document.toBe ? 'toBe' : 'asIs'
  const drawing = drawingOf(map.document, state)
  const filter = filterOf(search)
  const ids = [undefined, ...new Set(search.segments)]
  const questions = ids.map(
    (segmentId): ConformanceQuestion => ({
      mapId: map.id,
      state,
      range: rangeOf(search, format.timeZone),
      ...(filter && { filter }),
      ...(segmentId !== undefined && { segmentId }),
    }),
  )
  const isMeasured = measuredSteps(drawing).length > 0
  const options = questions.map((question) => ({ ...conformanceQuery(question), enabled: isMeasured }))
  const queries = useQueries({ queries: options })
  const names = new Map(stepsOf(drawing).map((step) => [step.id, step.name]))
  const series = ids.flatMap((id, at): Series[] => {
    const [question, query, option] = [questions[at], queries[at], options[at]]
    if (!question || !query || !option) return []
    const name =
      id === undefined
        ? t('conformance.everybody')
        : (segments?.items.find((one) => one.id === id)?.name ?? id)
    return [{ id, name, question, queryKey: option.queryKey, query }]
  })
  return { series, state, isMeasured, stepName: (id: string) => names.get(id) ?? id }
}
