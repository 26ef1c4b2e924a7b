import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import { type Supervised, supervise } from '../respawn.ts'
import { socketFolder } from '../short-path.ts'
import type { HostOrder, HostReply } from './clickhouse.host.ts'

const HOST = fileURLToPath(new URL('./clickhouse.host.ts', import.meta.url))
const SOCKET = 'clickhouse.sock'
const STOP_TIMEOUT_MS = 10_000

export type ClickHouseHost = Supervised & { socketPath: string; secret: string }

/**
 * Starts the embedded ClickHouse in a child process on `folder`, listening on a unix socket in `runFolder`,
 * and keeps it alive. Throws a `StartError` when the engine cannot be opened.
 */
export async function startClickHouseHost(
  options: { folder: string; runFolder: string; secret: string },
  log: Log,
): Promise<ClickHouseHost> {
  const sockets = socketFolder(options.runFolder, SOCKET)
  const order: HostOrder = {
    folder: options.folder,
    socketPath: join(sockets.path, SOCKET),
    secret: options.secret,
  }
  try {
    const supervised = await supervise({
      name: 'ClickHouse',
      start: () => forkHost(order, log),
      end: endHost,
      log,
    })
    const stop = () => supervised.stop().finally(() => sockets.release())
    return { ...supervised, stop, socketPath: order.socketPath, secret: order.secret }
  } catch (error) {
    sockets.release()
    throw error
  }
}

async function forkHost(order: HostOrder, log: Log): Promise<ChildProcess> {
  rmSync(order.socketPath, { force: true })
  const child = fork(HOST, [], {
    execArgv: [],
    // With the usual 4 threads, inserts starve beside a few heavy questions. UTC, so that a date means the same everywhere.
    env: { UV_THREADPOOL_SIZE: '16', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => log.warn({ from: 'clickhouse' }, text.trim()))
  const reply = await new Promise<HostReply>((resolve, reject) => {
    child.once('message', (message: HostReply) => resolve(message))
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ ready: false, fault: `it ended with ${signal ?? code}` }))
    child.send(order)
  })
  if (!reply.ready)
    throw new StartError(`The embedded ClickHouse cannot open ${order.folder}: ${reply.fault}`)
  return child
}

async function endHost(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  if (child.connected) child.send('stop', () => undefined)
  await gone
  clearTimeout(timer)
}
