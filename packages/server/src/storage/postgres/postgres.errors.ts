import type { ProblemCode } from '@teia/contracts'
import { AppError, errorCode } from '../../platform/errors.ts'

type Fault = readonly [code: ProblemCode, status: number, message: string]
const unavailable: Fault = ['store_unavailable', 503, 'PostgreSQL is not available.']
const unreadable: Fault = [
  'invalid_request',
  400,
  'The request holds a value that cannot be looked up or kept.',
]

/** SQLSTATE codes that mean something to a caller (PostgreSQL, appendix A). The rest is `query_failed`. */
const byCode: Readonly<Record<string, Fault>> = {
  '23505': ['conflict', 409, 'This exists already.'],
  '23503': ['conflict', 409, 'Something that this refers to is gone, or still refers to this.'],
  '53100': ['disk_full', 503, 'The disk of PostgreSQL is full.'],
  '57014': ['query_timeout', 504, 'The statement took too long.'],
  '40001': unavailable,
  '40P01': unavailable,
  '57P01': unavailable,
  '57P02': unavailable,
  '57P03': unavailable,
}
/** Classes: data exception (text with NUL, a number or time out of bounds), lost connection, no room for one. */
const byClass: Readonly<Record<string, Fault>> = { '22': unreadable, '08': unavailable, '53': unavailable }

const connectionFaults = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT'])
/** What the driver says of a lost connection in words alone. */
const lostConnection =
  /connection terminated|connection ended|timeout exceeded when trying to connect|after calling end|not queryable/i

/** Turns what the driver threw into an `AppError`. What the server said stays inside, as the cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const [code, status, message] = faultOf(error)
  return new AppError(code, status, message, { cause: error })
}

function faultOf(error: unknown): Fault {
  const code = errorCode(error) ?? ''
  const known = byCode[code] ?? (code.length === 5 ? byClass[code.slice(0, 2)] : undefined)
  if (known) return known
  const text = error instanceof Error ? error.message : ''
  if (connectionFaults.has(code) || lostConnection.test(text)) return unavailable
  return ['query_failed', 500, 'A statement to PostgreSQL failed.']
}
