/**
 * The catalogue of every problem the server can answer with: code → HTTP status → title.
 * A code is part of the public API: it may be added, never renamed.
 */
export const problems = {
  internal: { status: 500, title: 'Something went wrong on our side.' },
  disk_full: { status: 503, title: 'The disk is full.' },
  store_unavailable: { status: 503, title: 'A data store is not available right now.' },
  unexpected_row: { status: 500, title: 'A data store answered in an unexpected shape.' },
  query_failed: { status: 500, title: 'A question to the data store failed.' },
  query_timeout: { status: 504, title: 'The question took too long.' },
  query_cancelled: { status: 499, title: 'The question was cancelled.' },
  query_too_large: { status: 422, title: 'The question needs more memory than it may use.' },
  migration_failed: { status: 500, title: 'The data stores could not be brought up to date.' },
  file_not_found: { status: 404, title: 'No such file.' },
} as const satisfies Record<string, { status: number; title: string }>

/** Every code an `AppError` may carry. */
export type ProblemCode = keyof typeof problems
