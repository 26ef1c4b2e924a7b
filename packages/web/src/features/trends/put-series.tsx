import { useQuery } from '@tanstack/react-query'
import { type Filter, PeopleBehindAnswer } from '@teia/contracts'
import { lazy, Suspense } from 'react'
import { useText } from '../../i18n/text.tsx'
import { LARGEST_PAGE, readAllIds } from '../../lib/all-ids.ts'
import { ask } from '../../lib/api.ts'
import { countLeaves } from '../../lib/filter-edit.ts'
import { rangeOf } from '../../lib/periods.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import type { TrendsSearch } from './trends-search.ts'

const PutOnList = lazy(() =>
  import('../segments/put-on-list.tsx').then((module) => ({ default: module.PutOnList })),
)

/** Puts the people behind a series, who did within the period what it counts, on a list. */
export function PutSeries(props: { search: TrendsSearch; filter: Filter; onClose: () => void }) {
  const { t, format } = useText()
  const { search, filter, onClose } = props
  const question = {
    range: rangeOf(search, format.timeZone),
    ...(countLeaves(filter) > 0 && { filter }),
  }
  const page = (limit: number, cursor: string | null, signal: AbortSignal) =>
    ask(
      PeopleBehindAnswer,
      '/questions/people',
      { ...question, limit, ...(cursor !== null && { cursor }) },
      signal,
    )
  const { data, error, refetch } = useQuery({
    queryKey: ['questions', 'people', question, { limit: 1 }],
    queryFn: ({ signal }) => page(1, null, signal),
  })
  if (!data)
    return (
      <Dialog title={t('segments.put')} onClose={onClose}>
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton rows={4} />}
      </Dialog>
    )
  return (
    <Suspense>
      <PutOnList
        n={data.total}
        read={(signal, told) => readAllIds((cursor) => page(LARGEST_PAGE, cursor, signal), told)}
        onClose={onClose}
      />
    </Suspense>
  )
}
