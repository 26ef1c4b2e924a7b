import { queryOptions } from '@tanstack/react-query'
import { SegmentList } from '@teia/contracts'
import { get } from './api.ts'

/** While one is being counted anew, the numbers are asked for again. */
const COUNTING_MS = 2_000

/** Every segment of the workspace, with its numbers. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: ({ signal }) => get(SegmentList, '/segments', { signal }),
  refetchInterval: ({ state: { data } }) =>
    data?.items.some((one) => one.state === 'counting') ? COUNTING_MS : false,
})
