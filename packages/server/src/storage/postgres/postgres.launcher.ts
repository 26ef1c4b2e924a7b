import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { errorCode, StartError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import { type Supervised, supervise } from '../respawn.ts'
import { socketFolder } from '../short-path.ts'
import { findBinaries, findOtherUser, type OtherUser } from './postgres.binaries.ts'
import { stopOrphan } from './postgres.orphan.ts'

const SOCKET = '.s.PGSQL.5432.lock'
const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000
/** The log lines kept to explain a failed start. */
const KEPT_LINES = 20

export type PostgresServer = Supervised & { socketDir: string; user: string; database: string }

/** Small in memory (one machine, one program), safe on disk (fsync stays on), reachable by its socket alone. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
  shared_buffers: '64MB',
  // Well above what one server's pools may take; a slot that is not used costs next to nothing.
  max_connections: '120',
  max_wal_size: '256MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_messages: 'log',
  lc_messages: 'C',
}

type Installation = { binaries: string; folder: string; user: OtherUser | undefined }

/**
 * Starts PostgreSQL on `folder` (made and initialised if empty) and keeps it alive. Run by root it works as
 * the user `nobody`. Throws a `StartError` with the server's own words when it does not start.
 */
export async function startPostgres(folder: string, log: Log): Promise<PostgresServer> {
  const user = findOtherUser()
  const installation: Installation = { binaries: findBinaries(user), folder, user }
  if (user) giveTo(folder, user)
  await stopOrphan(folder, log)
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(installation)

  const sockets = socketFolder(folder, SOCKET)
  try {
    const supervised = await supervise({
      name: 'PostgreSQL',
      start: () => startServer(installation, sockets.path, log),
      end: endServer,
      log,
    })
    const stop = () => supervised.stop().finally(() => sockets.release())
    return { ...supervised, stop, socketDir: sockets.path, user: 'teia', database: 'postgres' }
  } catch (error) {
    sockets.release()
    throw error
  }
}

/** `nobody` may not be able to pass through the parents of the folder, but a process may start inside it. */
function inFolder({ folder, user }: Installation) {
  const dataFolder = user && process.platform === 'linux' ? '/proc/self/cwd' : folder
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return { dataFolder, options: { cwd: folder, env, ...(user && { uid: user.uid, gid: user.gid }) } }
}

async function initialise(installation: Installation): Promise<void> {
  const { dataFolder, options } = inFolder(installation)
  // What an interrupted first start left behind was never used.
  for (const name of readdirSync(installation.folder))
    rmSync(join(installation.folder, name), { recursive: true })
  const choices = ['--username=teia', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions']
  const access = ['--auth-local=trust', '--auth-host=reject']
  try {
    await promisify(execFile)(
      join(installation.binaries, 'bin', 'initdb'),
      ['-D', dataFolder, ...choices, ...access],
      options,
    )
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new StartError(`PostgreSQL cannot prepare ${installation.folder}.\n${said || describe(error)}`, {
      cause: error,
    })
  }
}

async function startServer(installation: Installation, socketDir: string, log: Log): Promise<ChildProcess> {
  const { dataFolder, options } = inFolder(installation)
  await stopOrphan(installation.folder, log)
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(installation.binaries, 'bin', 'postgres'), ['-D', dataFolder, ...settings], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C in a terminal must reach Teia alone: it stops PostgreSQL when everybody has finished with it.
    detached: true,
  })
  const said: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.push(...text.trim().split('\n'))
    said.splice(0, said.length - KEPT_LINES)
    log.debug({ from: 'postgres' }, text.trim())
  })
  const fault = await Promise.race([
    new Promise<string>((resolve) => child.once('error', (error) => resolve(describe(error)))),
    new Promise<string>((resolve) => child.once('exit', () => setImmediate(resolve, said.join('\n')))),
    waitUntilReady(child, socketDir),
  ])
  if (fault === undefined) return child
  child.kill('SIGQUIT')
  throw new StartError(`PostgreSQL does not start in ${installation.folder}.\n${fault}`)
}

/** Resolves to undefined when a connection succeeds, to a reason when none did in time. */
async function waitUntilReady(child: ChildProcess, socketDir: string): Promise<string | undefined> {
  const deadline = performance.now() + READY_TIMEOUT_MS
  while (performance.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const client = new pg.Client({ host: socketDir, user: 'teia', database: 'postgres' })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return undefined
    } catch {
      await sleep(30)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  return `It gave no answer for ${READY_TIMEOUT_MS / 1000} seconds.`
}

/** Fast shutdown: running transactions are rolled back, everything committed is on disk. */
async function endServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS)
  await gone
  clearTimeout(timer)
}

function giveTo(path: string, user: OtherUser): void {
  const { uid } = lstatSync(path)
  if (uid === user.uid) return
  try {
    chownSync(path, user.uid, user.gid)
    chmodSync(path, 0o700)
    if (existsSync(join(path, 'PG_VERSION'))) giveContentsTo(path, user)
  } catch (error) {
    if (errorCode(error) !== 'EPERM') throw error
    throw new StartError(
      `PostgreSQL does not run as root, and ${path} cannot be given to the user "nobody".\n` +
        'Start Teia as an ordinary user, or set TEIA_POSTGRES_URL to a PostgreSQL server.',
    )
  }
}

/** For a data folder that was restored from a backup, or used by an ordinary user before. */
function giveContentsTo(folder: string, user: OtherUser): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), user.uid, user.gid)
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
