import type { ReactNode } from 'react'
import { EmptyState, ErrorNotice, Skeleton } from './notices.tsx'
import { PageHeader } from './page-header.tsx'

/** What a page needs to know of the question it shows the answer of. */
type Query<Data> = { data: Data | undefined; error: unknown; refetch: () => Promise<unknown> }

/**
 * A page that shows one answer: its header, and below it the fault with a way on, bones while the answer is awaited, or
 * the answer itself.
 */
export function AnswerPage<Data>(props: {
  title: string
  deck: ReactNode
  actions?: ReactNode
  query: Query<Data>
  rows: number
  children: (data: Data) => ReactNode
}) {
  const { data, error, refetch } = props.query
  return (
    <>
      <PageHeader title={props.title} deck={props.deck} actions={props.actions} />
      <div className="below-head">
        {error ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeleton rows={props.rows} />
        ) : (
          props.children(data)
        )}
      </div>
    </>
  )
}

/**
 * A page that is one list. The way to another entry stands in the header, and while the list is empty beside the words
 * that say what it is for.
 */
export function ListPage<Data extends { items: readonly unknown[] }>(props: {
  title: string
  deck: ReactNode
  query: Query<Data>
  rows: number
  create: ReactNode
  emptyTitle: string
  emptyText: string
  children: (data: Data) => ReactNode
}) {
  const { query, create, emptyTitle, emptyText, children, ...page } = props
  const isFilled = (query.data?.items.length ?? 0) > 0
  return (
    <AnswerPage {...page} query={query} actions={isFilled && create}>
      {(data) =>
        isFilled ? (
          children(data)
        ) : (
          <EmptyState title={emptyTitle} action={create}>
            {emptyText}
          </EmptyState>
        )
      }
    </AnswerPage>
  )
}
