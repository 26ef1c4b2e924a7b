import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import { isAlive, signal, waitForExit } from '../processes.ts'

const FAST_STOP_MS = 8_000
const HARD_STOP_MS = 3_000

/**
 * Stops the PostgreSQL that a killed Teia left running on `folder`, if there is one, so that the next start
 * finds the folder free. The data stay whole: it is asked to shut down, and only then forced.
 */
export async function stopOrphan(folder: string, log: Log): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid')
  const pid = readPid(pidFile)
  if (pid === undefined) return
  if (!isAlive(pid) || !worksIn(pid, folder)) return rmSync(pidFile, { force: true })

  log.warn({ pid }, 'PostgreSQL is still running from before, stopping it')
  signal(pid, 'SIGINT')
  if (await waitForExit(pid, FAST_STOP_MS)) return
  signal(pid, 'SIGQUIT')
  if (await waitForExit(pid, HARD_STOP_MS)) return
  throw new StartError(
    `Another PostgreSQL (process ${pid}) works in ${folder} and does not stop. Stop it first.`,
  )
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/** A process id is given away again after its owner is gone: only a process at home in the folder is meant. */
function worksIn(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return false
  }
}
