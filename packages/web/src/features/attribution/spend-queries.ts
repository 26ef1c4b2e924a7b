import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type Spend, SpendFileRead, SpendPage, SpendWritten } from '@teia/contracts'
import { get, getText, put, send } from '../../lib/api.ts'
import type { Days } from '../../lib/periods.ts'

/** Whose spend: what channels are called after, and the days of the question. */
export type SpendPlace = Days & { by: string }

/** What was spent, latest day first, in pages. */
export const useSpend = (place: SpendPlace) =>
  useInfiniteQuery({
    queryKey: ['spend', place],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(SpendPage, '/spend', { query: { ...place, limit: 50, cursor }, signal }),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  })

/** Writes, reads in and removes; afterwards everything that is told of spend is asked again. */
export function useSpendChanges(place: SpendPlace) {
  const client = useQueryClient()
  const again = async <Result>(work: Promise<Result>) => {
    const result = await work
    await Promise.all([
      client.invalidateQueries({ queryKey: ['spend'] }),
      client.invalidateQueries({ queryKey: ['questions', 'attribution'] }),
    ])
    return result
  }
  const remove = (selection: Record<string, string>) =>
    again(send('DELETE', `/spend?${new URLSearchParams(selection)}`))
  return {
    write: (line: Pick<Spend, 'day' | 'channel' | 'amount'>) =>
      again(put(SpendWritten, '/spend', { body: { items: [{ by: place.by, ...line }] } })),
    // Windows calls a CSV by other types.
    read: (file: File) =>
      again(
        put(SpendFileRead, '/spend/file', {
          query: { by: place.by },
          file: new Blob([file], { type: 'text/csv' }),
        }),
      ),
    removeOne: ({ day, channel }: Pick<Spend, 'day' | 'channel'>) =>
      remove({ by: place.by, from: day, to: day, channel }),
    removeAll: () => remove(place),
    text: () => getText(`/spend/file?${new URLSearchParams(place)}`),
  }
}
