import { type FetchStatus, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { Button } from './button.tsx'
import { EmptyState, ErrorNotice, Skeleton } from './notices.tsx'

/** What an area needs to know of a question; every query hook answers with more. */
export type Asked<Data> = {
  data: Data | undefined
  error: unknown
  refetch: () => Promise<unknown>
  isPlaceholderData: boolean
  fetchStatus: FetchStatus
}

/** Most answers come before it is needed. */
const QuestionShare = lazy(() =>
  import('./question-share.tsx').then((module) => ({ default: module.QuestionShare })),
)

/** A question is told as running after this many seconds. */
const LONG_S = 2

/** Whole seconds since the question began; 0 while nothing runs. */
function useSeconds(running: boolean, question: string): number {
  const [seconds, setSeconds] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts its own clock
  useEffect(() => {
    setSeconds(0)
    if (!running) return
    const begun = performance.now()
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - begun) / 1000)), 500)
    return () => clearInterval(timer)
  }, [running, question])
  return running ? seconds : 0
}

/** After two seconds: that the question still runs, for how long, how far it is where that is known, and a way to stop it, here and in the engine. */
export function Running({ running, queryKey }: { running: boolean; queryKey: QueryKey }) {
  const { t } = useText()
  const client = useQueryClient()
  const seconds = useSeconds(running, JSON.stringify(queryKey))
  if (seconds < LONG_S) return null
  return (
    <div className="running">
      <div>
        <Suspense fallback={<span>{t('common.stillAsking')}</span>}>
          <QuestionShare queryKey={queryKey} />
        </Suspense>
        <span className="quiet" aria-hidden="true">
          {t('common.seconds', { n: seconds })}
        </span>
        <Button icon="close" onClick={() => void client.cancelQueries({ queryKey, exact: true })}>
          {t('common.stop')}
        </Button>
      </div>
    </div>
  )
}

/**
 * The place of an answer: bones while it is awaited, the old answer faded while a new one comes, the fault with a way
 * on, and what was stopped with a way to ask again.
 */
export function AnswerArea<Data>(props: {
  query: Asked<Data>
  queryKey: QueryKey
  rows: number
  children: (data: Data) => ReactNode
}) {
  const { t } = useText()
  const { query, queryKey, rows } = props
  const { data, error, isPlaceholderData, fetchStatus } = query
  const again = () => void query.refetch()
  if (error) return <ErrorNotice error={error} onRetry={again} />
  const waiting = data === undefined || isPlaceholderData
  if (waiting && fetchStatus === 'idle')
    return (
      <EmptyState
        title={t('common.stopped')}
        action={
          <Button kind="primary" onClick={again}>
            {t('common.askAgain')}
          </Button>
        }
      >
        {t('common.stoppedHelp')}
      </EmptyState>
    )
  return (
    <>
      <Running running={fetchStatus === 'fetching'} queryKey={queryKey} />
      {data === undefined ? (
        <Skeleton rows={rows} />
      ) : (
        <div className={isPlaceholderData ? 'stale' : undefined}>{props.children(data)}</div>
      )}
    </>
  )
}
