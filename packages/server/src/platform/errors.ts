import type { ProblemCode } from './problems.ts'

/**
 * The one error class of the server: a stable code, an HTTP status and a message that is safe to show.
 * The cause stays inside, for the log.
 *
 * @example throw new AppError('file_not_found', 404, 'No such file.')
 */
export class AppError extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly details: Record<string, unknown> | undefined

  constructor(
    code: ProblemCode,
    status: number,
    message: string,
    more: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.details = more.details
  }
}

/**
 * A fault that only the operator can mend (settings, folder, disk). `main.ts` prints its message alone,
 * without a stack trace, and exits with code 1.
 */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}

/** The system's code of an error (`ENOENT`, `EACCES`, ...), or undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
