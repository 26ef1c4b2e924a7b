import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RootDatabase } from 'lmdb'
import { AppError } from '../../platform/errors.ts'

/** Makes writes that become durable together or not at all. Faults of the disk become an `AppError`. */
export type Durably = (write: () => Promise<unknown>[]) => Promise<void>

const EIO = 5
/** No space, a file that may not grow further, a quota that is used up, a map that is: nothing more fits. */
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 28, 'EFBIG', 27, 'EDQUOT', 122, -30_792])
/** A disk with less than this left counts as full when a write broke off. */
const FULL_BELOW_BYTES = 16 * 1024 * 1024

/** Makes `durably` for the environment in a folder. */
export function durablyIn(root: RootDatabase, folder: string): Durably {
  return async (write) => {
    try {
      await root.batch(() => new Set(write()).forEach(ignore))
    } catch (error) {
      const cause = await reasonOf(error)
      if (!(await isDiskFull(cause, folder))) throw cause
      throw new AppError('disk_full', 503, 'The disk is full: nothing was accepted.', { cause })
    }
  }
}

/** Inside a batch a write has a promise of its own, which fails together with the batch's. */
function ignore(promise: Promise<unknown>): void {
  promise.then(undefined, () => undefined)
}

/** lmdb rejects with an error whose `commitError` is a promise that rejects with the reason. */
async function reasonOf(error: unknown): Promise<unknown> {
  if (!(error instanceof Error && 'commitError' in error && error.commitError instanceof Promise))
    return error
  const reason = error.commitError.then(
    () => error,
    (inner: unknown) => inner,
  )
  return Promise.race([reason, sleep(1_000, error)])
}

/** A write that only partly fits on the disk is reported as an input/output error. */
async function isDiskFull(cause: unknown, folder: string): Promise<boolean> {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (FULL.has(code)) return true
  if (code !== EIO) return false
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < FULL_BELOW_BYTES
}
