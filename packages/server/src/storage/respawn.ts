import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 10_000
/** A child that lived this long had no lasting fault: the next pause starts short again. */
const HEALTHY_AFTER_MS = 30_000

export type Supervised = {
  /** Resolves when the child can be used; throws `store_unavailable` when it cannot within the time. */
  ready(timeoutMs: number): Promise<void>
  isUp(): boolean
  pid(): number | undefined
  /** Stops the child and waits for its end. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Keeps one child process alive: starts it, starts it again with growing pauses whenever it dies, until
 * stopped. Rejects when the very first start fails.
 *
 * @param start resolves with the running child as soon as it can be used
 * @param end asks the child to leave and resolves when it is gone
 */
export async function supervise(options: {
  name: string
  start: () => Promise<ChildProcess>
  end: (child: ChildProcess) => Promise<void>
  log: Log
}): Promise<Supervised> {
  const { name, log } = options
  let child: ChildProcess | undefined
  let isStopping = false
  let pauseMs = FIRST_PAUSE_MS
  let respawn: Promise<void> = Promise.resolve()

  async function start(): Promise<void> {
    const started = await options.start()
    const startedAt = performance.now()
    if (started.exitCode !== null || started.signalCode !== null) throw new Error(`${name} ended at once`)
    child = started
    started.on('error', (error) => log.warn({ err: error }, `${name} cannot be reached`))
    started.once('exit', (code, signal) => {
      child = undefined
      if (isStopping) return
      log.error({ code, signal }, `${name} died, starting it again`)
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) pauseMs = FIRST_PAUSE_MS
      respawn = startAgain()
    })
  }

  async function startAgain(): Promise<void> {
    while (!isStopping && child === undefined) {
      await sleep(pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      if (isStopping) return
      await start().then(
        () => log.info(`${name} is back`),
        (error: unknown) => log.error({ err: error }, `${name} does not start`),
      )
    }
  }

  async function ready(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs
    while (child === undefined) {
      const left = deadline - performance.now()
      if (isStopping || left <= 0) throw new AppError('store_unavailable', 503, `${name} is not available.`)
      const giveUp = new AbortController()
      await Promise.race([respawn, sleep(left, undefined, { signal: giveUp.signal }).catch(() => undefined)])
      giveUp.abort()
    }
  }

  async function stop(): Promise<void> {
    isStopping = true
    if (child) await options.end(child)
    await respawn
    if (child) await options.end(child)
  }

  await start()
  return { ready, stop, isUp: () => child !== undefined, pid: () => child?.pid }
}
