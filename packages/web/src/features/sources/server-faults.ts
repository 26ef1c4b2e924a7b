import type { Text } from '../../i18n/text.tsx'
import { ApiError } from '../../lib/api.ts'
import { type Fault, placeIssues, type ReadText } from '../../lib/places.ts'

/** Faults that the server has found, at their lines; null: the fault is about something else. */
export function faultsOf(error: unknown, read: ReadText, { told, words }: Text): Fault[] | null {
  if (!(error instanceof ApiError) || error.status !== 400) return null
  const issues = error.issues.map((issue) => ({ ...issue, path: issue.path.split('.').filter(Boolean) }))
  return issues.length > 0 ? placeIssues(read, issues, told) : [{ line: 1, message: words(error) }]
}
