import { type Advice, type Fault, faultOf, type ProblemCode, sayFault } from '@teia/contracts'

type Issue = { path: string; message: string; fault?: Fault; line?: number }

/**
 * The one error class of the server: a stable code, an HTTP status and a message that is safe to show.
 * The cause stays inside, for the log.
 *
 * @example throw new AppError('file_not_found', 404, 'No such file.')
 * @example throw new AppError('conflict', 409, faultOf('touchpoint_name_taken', { name }))
 */
export class AppError extends Error {
  // No property of its own, as it holds what was asked, which no log is to keep.
  readonly #advice: Advice[] | undefined
  readonly code: ProblemCode
  readonly status: number
  readonly details: Record<string, unknown> | undefined
  /** Shown to the caller: what is there and what was sent, where the two cannot both be kept. */
  readonly versions: { current: unknown; yours: unknown } | undefined
  /** Where in what was sent the fault is; shown to whoever sent it. */
  readonly issues: Issue[] | undefined
  /** What the message says, as a code with values; absent: the message says it in words only. */
  readonly fault: Fault | undefined

  constructor(
    code: ProblemCode,
    status: number,
    words: string | Fault,
    more: {
      cause?: unknown
      details?: Record<string, unknown>
      versions?: { current: unknown; yours: unknown }
      issues?: Issue[]
      advice?: Advice[]
    } = {},
  ) {
    super(
      typeof words === 'string' ? words : sayFault(words),
      more.cause === undefined ? undefined : { cause: more.cause },
    )
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.details = more.details
    this.versions = more.versions
    this.issues = more.issues
    this.#advice = more.advice
    this.fault = typeof words === 'string' ? undefined : words
  }

  /** What to ask instead; shown to whoever asked for too much. */
  get advice(): Advice[] | undefined {
    return this.#advice
  }
}

const byProblem: Partial<Record<ProblemCode, Fault>> = {
  disk_full: faultOf('disk_full'),
  store_unavailable: faultOf('store_unavailable'),
  file_not_found: faultOf('import_file_gone'),
}

/** What an error says, as a fault that is kept; where it says it in words only, its code. */
export const faultOfError = ({ fault, code }: AppError): Fault =>
  fault ?? byProblem[code] ?? faultOf('not_done', { code })

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
