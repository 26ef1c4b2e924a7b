import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { errorCode, StartError } from '../platform/errors.ts'
import { lockFolder } from './folder-lock.ts'

export type DataFolder = {
  /** Absolute path. */
  path: string
  /** 64 hexadecimal digits, made once for this folder; signs sessions and tokens. */
  secret: string
  /** Makes a folder inside (mode 0700) if it is missing, and returns its path. */
  inside(name: string): string
  /** Gives the folder back to the next process. */
  release(): void
}

/**
 * Creates the data folder if needed, makes sure it can be written to, and takes it for this process alone.
 * Throws a `StartError` with one clear message when any of that is impossible.
 */
export function openDataFolder(path: string, now: Clock): DataFolder {
  explained(path, () => prepare(path))
  const release = explained(path, () => lockFolder(path, now))
  try {
    const secret = explained(path, () => readSecret(join(path, 'secret')))
    return { path, secret, release, inside: (name) => explained(path, () => makeInside(path, name)) }
  } catch (error) {
    release()
    throw error
  }
}

/** Turns the faults of a disk or folder into what the operator can do about them; others pass unchanged. */
export function folderFault(path: string, error: unknown): StartError | undefined {
  const say = (what: string, todo: string) =>
    new StartError(`Teia cannot use its data folder ${path}: ${what}.\n${todo}`, { cause: error })
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return say(
        'the disk is full',
        'Free some space, or choose a folder on another disk with TEIA_DATA_DIR.',
      )
    case 'EROFS':
      return say('the file system is read-only', 'Mount it writable, or choose another with TEIA_DATA_DIR.')
    case 'EACCES':
    case 'EPERM':
      return say('permission denied', 'Give this user the right to write there, or set TEIA_DATA_DIR.')
    case 'ENOENT':
      return say('it cannot be made there', 'Make its parent folder writable, or set TEIA_DATA_DIR.')
    case 'ENOTDIR':
    case 'EEXIST':
      return say('a file is in the way', 'Move it, or choose another folder with TEIA_DATA_DIR.')
    default:
      return undefined
  }
}

function explained<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw folderFault(path, error) ?? error
  }
}

function prepare(path: string): void {
  // Run by root, PostgreSQL works as another user, who has to pass through (but not list) the folder.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  mkdirSync(path, { recursive: true, mode })
  const probe = join(path, `.probe-${process.pid}`)
  // Longer than what some file systems keep in the directory entry, so that a full disk shows.
  writeFileSync(probe, Buffer.alloc(64 * 1024))
  rmSync(probe)
}

function makeInside(path: string, name: string): string {
  const folder = join(path, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

function readSecret(file: string): string {
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      rmSync(file, { force: true })
      throw error
    }
  }
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32)
    throw new StartError(`The file ${file} is damaged. Restore it from a backup or delete it.`)
  return secret
}
