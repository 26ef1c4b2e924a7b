import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Log, writeLine } from '../../platform/log.ts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { StoreTargets } from '../../storage/store-targets.ts'
import type { Arrivals } from './arrivals.ts'
import type { CarrierCommand, CarrierOrder, CarrierReport } from './carrier-messages.ts'
import type { LiveFeed } from './live-feed.ts'
import { carriedUpTo, type PipelineStep } from './pipeline.ts'
import { receivedAtOf } from './segment-record.ts'

export type CarrierDeps = {
  /** The module that wires the pipeline and runs it in its thread. */
  thread: URL
  stores: { eventLog: EventLog; targets: StoreTargets }
  arrivals: Arrivals
  liveFeed: LiveFeed
  log: Log
  now: () => Date
  /** Told how long each step of a block took. */
  onStep: (step: PipelineStep, seconds: number) => void
}

const firstPauseMs = 100
const longestPauseMs = 10_000
const stopTimeoutMs = 15_000
/** A block of three megabytes needs a fraction of this; without a limit the thread would keep what one busy hour took. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 }

/**
 * Runs the pipeline in a thread of its own, so that reading and writing events never delays a call that wants to be
 * accepted. A thread that dies is started again and goes on where its cursor stands.
 */
export class Carrier {
  readonly #deps: CarrierDeps
  #thread: Worker | null = null
  #ended: Promise<void> = Promise.resolve()
  #isIdle = false
  #isStopping = false
  #unsubscribe: () => void = () => undefined

  constructor(deps: CarrierDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#unsubscribe = this.#deps.stores.eventLog.onAppend(() => this.#poke())
    this.#ended = this.#keepAlive()
  }

  /** Ends after the block at work. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#unsubscribe()
    this.#tell('stop')
    const timer = setTimeout(() => void this.#thread?.terminate(), stopTimeoutMs)
    await this.#ended
    clearTimeout(timer)
  }

  /** Milliseconds since the arrival of the oldest event that is not yet visible; 0 when all are. */
  lagMs(): number {
    const { eventLog } = this.#deps.stores
    const [oldest] = eventLog.read(carriedUpTo(eventLog) + 1, { records: 1, bytes: 1 })
    return oldest ? Math.max(1, this.#deps.now().getTime() - receivedAtOf(oldest.value)) : 0
  }

  /** Resolves once everything accepted before the call is visible. For tests and for the end of an import. */
  async caughtUp(): Promise<void> {
    const { eventLog } = this.#deps.stores
    const target = eventLog.lastSeq()
    while (!this.#isStopping && carriedUpTo(eventLog) < target) await sleep(10)
  }

  async #keepAlive(): Promise<void> {
    let pauseMs = firstPauseMs
    while (!this.#isStopping) {
      const startedAt = performance.now()
      await this.#runThread()
      if (this.#isStopping) return
      if (performance.now() - startedAt > longestPauseMs) pauseMs = firstPauseMs
      await sleep(pauseMs)
      pauseMs = Math.min(longestPauseMs, pauseMs * 2)
    }
  }

  /** Resolves when the thread has ended, for whatever reason. */
  async #runThread(): Promise<void> {
    const order: CarrierOrder = { targets: this.#deps.stores.targets }
    const thread = new Worker(this.#deps.thread, { workerData: order, execArgv: [], resourceLimits })
    this.#thread = thread
    await new Promise<void>((resolve) => {
      thread.on('message', (report: CarrierReport) => this.#hear(report))
      thread.on('error', (err) => this.#deps.log.error({ err }, 'the thread that carries events died'))
      thread.once('exit', () => resolve())
    })
    this.#thread = null
    this.#isIdle = false
  }

  #hear(report: CarrierReport): void {
    const { arrivals, liveFeed, log, now, onStep, stores } = this.#deps
    switch (report.kind) {
      case 'idle':
        this.#isIdle = true
        if (stores.eventLog.lastSeq() > report.seq) this.#poke()
        break
      case 'stored':
        void liveFeed.show(report.workspaceId, report.interactions)
        break
      case 'repeated':
        arrivals.repeated(report.sourceId, report.shown, report.count, now().getTime())
        break
      case 'step':
        onStep(report.step, report.seconds)
        break
      case 'log':
        writeLine(log, report.line)
        break
    }
  }

  /** A thread at work looks into the log by itself: only one that waits is told. */
  #poke(): void {
    if (!this.#isIdle) return
    this.#isIdle = false
    this.#tell('appended')
  }

  #tell(command: CarrierCommand): void {
    this.#thread?.postMessage(command)
  }
}
