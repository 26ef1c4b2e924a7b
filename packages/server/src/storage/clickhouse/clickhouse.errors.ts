import { ClickHouseError } from '@clickhouse/client'
import { AppError, errorCode } from '../../platform/errors.ts'

/** ClickHouse's own codes that mean something to a caller. The rest is `query_failed`. */
const TIMEOUT_EXCEEDED = '159'
const MEMORY_LIMIT_EXCEEDED = '241'
const NOT_ENOUGH_SPACE = '243'
const QUERY_WAS_CANCELLED = '394'

const CONNECTION_FAULTS = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT'])

/** Turns what the driver threw into an `AppError` that names the statement. */
export function toAppError(name: string, error: unknown, signal: AbortSignal | undefined): AppError {
  if (error instanceof AppError) return error
  const more = { cause: error, details: { statement: name } }
  if (signal?.aborted) return new AppError('query_cancelled', 499, 'The question was cancelled.', more)
  if (error instanceof ClickHouseError) return fromServer(error, more)

  const text = error instanceof Error ? error.message : String(error)
  if (/timeout error/i.test(text))
    return new AppError('query_timeout', 504, 'The question took too long.', more)
  if (CONNECTION_FAULTS.has(errorCode(error) ?? '') || /socket hang up/i.test(text))
    return new AppError('store_unavailable', 503, 'ClickHouse is not available.', more)
  return new AppError('query_failed', 500, `The statement ${name} failed.`, more)
}

function fromServer(
  error: ClickHouseError,
  more: { cause: unknown; details: Record<string, unknown> },
): AppError {
  switch (error.code) {
    case TIMEOUT_EXCEEDED:
      return new AppError('query_timeout', 504, 'The question took too long.', more)
    case QUERY_WAS_CANCELLED:
      return new AppError('query_cancelled', 499, 'The question was cancelled.', more)
    case MEMORY_LIMIT_EXCEEDED:
      return new AppError('query_too_large', 422, 'The question needs more memory than it may use.', more)
    case NOT_ENOUGH_SPACE:
      return new AppError('disk_full', 503, 'The disk of ClickHouse is full.', more)
    default:
      // "Cannot write to file ..., errno: 28, strerror: No space left on device" has several codes.
      if (/errno: 28\b/.test(error.message))
        return new AppError('disk_full', 503, 'The disk of ClickHouse is full.', more)
      return new AppError(
        'query_failed',
        500,
        `The statement ${String(more.details.statement)} failed.`,
        more,
      )
  }
}
