import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import { errorCode, StartError } from '../platform/errors.ts'
import { isAlive, startToken } from './processes.ts'

const Holder = z.object({
  pid: z.number(),
  host: z.string(),
  startedAt: z.string(),
  /** See `startToken`; tells the holder from a later process with the same id. */
  startToken: z.string().optional(),
})
type Holder = z.infer<typeof Holder>

/**
 * Takes the folder for this process alone and returns how to give it back. Throws a `StartError` that names
 * the other process when one holds it. A lock left by a killed process is cleared.
 */
export function lockFolder(folder: string, now: Clock): () => void {
  const path = join(folder, 'teia.lock')
  const mine = describeSelf(now)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 })
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (tryLink(draft, path)) return () => release(path, mine)
      const holder = readHolder(path)
      if (holder && isHeld(holder)) throw new StartError(refusal(folder, holder))
      rmSync(path, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new StartError(`Teia cannot start: the lock file ${path} keeps changing. Is another Teia starting?`)
}

/** A hard link either appears whole or fails, so that nobody ever reads half a lock. */
function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    if (errorCode(error) !== 'EPERM' && errorCode(error) !== 'ENOTSUP') throw error
  }
  return tryExclusiveWrite(draft, path)
}

/** For file systems without hard links. */
function tryExclusiveWrite(draft: string, path: string): boolean {
  try {
    writeFileSync(path, readFileSync(draft), { flag: 'wx', mode: 0o644 })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

function describeSelf(now: Clock): Holder {
  const token = startToken(process.pid)
  return {
    pid: process.pid,
    host: hostname(),
    startedAt: now().toISOString(),
    ...(token !== undefined && { startToken: token }),
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** The host is not compared: a container gets a new name with every start, and its lock must not outlive it. */
function isHeld(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false
  return holder.startToken === undefined || holder.startToken === startToken(holder.pid)
}

function refusal(folder: string, holder: Holder): string {
  return [
    `Teia cannot start: another Teia is using the data folder ${folder}`,
    `(process ${holder.pid} on ${holder.host}, started at ${holder.startedAt}).`,
    'Stop it first, or choose another folder with TEIA_DATA_DIR.',
  ].join('\n')
}

function release(path: string, mine: Holder): void {
  const holder = readHolder(path)
  if (holder?.pid === mine.pid && holder.startedAt === mine.startedAt) rmSync(path, { force: true })
}
