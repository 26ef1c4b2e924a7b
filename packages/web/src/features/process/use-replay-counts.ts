import type { ProcessQuestion } from '@teia/contracts'
import { useMemo } from 'react'
import { useReplay } from './use-process.ts'
import { idOfEdge } from './visible-graph.ts'

const nothing: ReadonlyMap<string, number> = new Map()

/** How often each connection was taken in each slice; null until it is known. */
export function useReplayCounts(question: ProcessQuestion, slices: number, enabled: boolean) {
  const { data } = useReplay(question, slices, enabled)
  return useMemo(() => {
    if (!data) return null
    const nameOf = (place: number) => data.nodes[place] ?? ''
    const maps = data.slices.map(
      ({ edges }) => new Map(edges.map(([from, to, times]) => [idOfEdge(nameOf(from), nameOf(to)), times])),
    )
    const most = Math.max(1, ...data.slices.flatMap(({ edges }) => edges.map(([, , times]) => times)))
    return { slices: data.slices, most, at: (slice: number) => maps[slice] ?? nothing }
  }, [data])
}
