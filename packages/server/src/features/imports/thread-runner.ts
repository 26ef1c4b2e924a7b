import { Worker } from 'node:worker_threads'
import { faultOf } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import type { ImportCommand, ImportOrder, ImportReport } from './thread-messages.ts'

/** Far above what reading needs; a file that asks for more ends its own thread and nothing else. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 48 }
/** Threads that wait for the next order: starting one takes longer than looking at a small file. */
const mostIdle = 1

export type RunningOrder = {
  /** Reports in order, until the order is done. Throws `unreadable_file` when the thread died of what it read. */
  reports: AsyncGenerator<ImportReport>
  more(): void
  /** Ends the thread if the order is not done. */
  stop(): Promise<void>
}

/** Threads that read files, each one order at a time. */
export class ImportThreads {
  readonly #module: URL
  readonly #idle: Worker[] = []

  constructor(module: URL) {
    this.#module = module
  }

  start(order: ImportOrder): RunningOrder {
    const worker = this.#idle.pop() ?? new Worker(this.#module, { resourceLimits })
    worker.ref()
    const queue: ImportReport[] = []
    let failure: Error | null = null
    let isDone = false
    let wake: () => void = () => undefined
    const hear = (report: ImportReport) => {
      queue.push(report)
      if (report.kind === 'done') isDone = true
      wake()
    }
    const fail = (error: Error) => {
      failure ??= error
      wake()
    }
    const exited = () => fail(new Error('The thread of an import ended.'))
    worker.on('message', hear).on('error', fail).on('exit', exited)
    worker.postMessage({ kind: 'order', order } satisfies ImportCommand)

    async function* reports(): AsyncGenerator<ImportReport> {
      for (;;) {
        const next = queue.shift()
        if (next?.kind === 'done') return
        if (next) yield next
        else if (failure) throw deathOf(failure)
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    }
    return {
      reports: reports(),
      more: () => worker.postMessage({ kind: 'more' } satisfies ImportCommand),
      stop: async () => {
        worker.off('message', hear).off('exit', exited)
        if (!isDone || failure || this.#idle.length >= mostIdle) await worker.terminate()
        else this.#rest(worker, fail)
        fail(new Error('The order was stopped.'))
      },
    }
  }

  /** Runs an order that has one answer. Throws `unreadable_file` with the reader's words. */
  async ask<Kind extends ImportReport['kind']>(
    order: ImportOrder,
    kind: Kind,
  ): Promise<Extract<ImportReport, { kind: Kind }>> {
    const running = this.start(order)
    try {
      let answer: ImportReport | null = null
      for await (const report of running.reports) {
        if (report.kind === 'fault') throw new AppError('unreadable_file', 400, report.fault)
        if (report.kind === kind) answer = report
      }
      if (!answer) throw new Error('The thread of an import gave no answer.')
      return answer as Extract<ImportReport, { kind: Kind }>
    } finally {
      await running.stop()
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()))
  }

  #rest(worker: Worker, heard: (error: Error) => void): void {
    worker.off('error', heard)
    worker.removeAllListeners('error')
    const forget = () => {
      const at = this.#idle.indexOf(worker)
      if (at >= 0) this.#idle.splice(at, 1)
    }
    worker.once('error', forget)
    worker.unref()
    this.#idle.push(worker)
  }
}

function deathOf(cause: Error): Error {
  const code = (cause as { code?: unknown }).code
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return cause
  return new AppError('unreadable_file', 400, faultOf('import_needs_memory'), {
    cause,
  })
}
