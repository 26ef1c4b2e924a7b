import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { catalogueQuery } from '../lib/catalogue.ts'
import { ErrorNotice, Skeleton } from './notices.tsx'

/**
 * In the place of an answer that nothing can be asked for: bones while it is fetched what there is to ask about, why that
 * failed, and where it is known, what to do.
 */
export function Unasked({ isKnown, children }: { isKnown: boolean; children: ReactNode }) {
  const { error, refetch } = useQuery(catalogueQuery)
  if (isKnown) return children
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton rows={10} />
}
