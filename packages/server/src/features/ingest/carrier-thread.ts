import { parentPort, workerData } from 'node:worker_threads'
import { releaseMemoryWhenIdle } from '../../platform/idle-memory.ts'
import { type Log, lineLog } from '../../platform/log.ts'
import { startRepeating } from '../../platform/repeat.ts'
import { followStores } from '../../storage/store-targets.ts'
import { describeRepeated } from './arrivals.ts'
import type { CarrierCommand, CarrierOrder, CarrierReport } from './carrier-messages.ts'
import { newestInteractions } from './live-feed.ts'
import { forgetOldMessages } from './message-index.ts'
import { Pipeline, type PipelineDeps } from './pipeline.ts'

type Stores = ReturnType<typeof followStores>
/** What other features do for the pipeline. */
export type PipelineParts = (
  stores: Stores,
  log: Log,
) => Pick<PipelineDeps, 'identify' | 'placer' | 'park' | 'withoutErased'> & { now: () => Date }

const shownRepetitions = 20
const idleMs = 10_000
const forgetEveryMs = 6 * 3_600_000

/** Runs the pipeline in the present worker thread, told and heard by a `Carrier`, until it is stopped. */
export function carryInThisThread(parts: PipelineParts): void {
  const port = parentPort
  if (!port) throw new Error('The pipeline runs in a worker thread.')
  const report = (one: CarrierReport) => port.postMessage(one)
  const log = lineLog((line) => report({ kind: 'log', line }))
  const { targets } = workerData as CarrierOrder
  const stores = followStores(targets, log)
  const { now, ...steps } = parts(stores, log)
  const memory = releaseMemoryWhenIdle(idleMs)
  let restedAt = -1
  const pipeline = new Pipeline({
    ...steps,
    eventLog: stores.eventLog,
    clickhouse: stores.clickhouse,
    log,
    onStep: (step, seconds) => report({ kind: 'step', step, seconds }),
    onIdle: (seq) => {
      report({ kind: 'idle', seq })
      // Rest is told every second; only carrying starts the wait anew.
      if (seq !== restedAt) memory.rest()
      restedAt = seq
    },
    onStored: (stored) => {
      for (const [workspaceId, interactions] of newestInteractions(stored))
        report({ kind: 'stored', workspaceId, interactions })
    },
    onRepeated: (sourceId, events) => {
      const shown = events.slice(-shownRepetitions).map(describeRepeated)
      report({ kind: 'repeated', sourceId, shown, count: events.length })
    },
  })
  const forgetting = startRepeating(
    { everyMs: forgetEveryMs, log, name: 'forget old message ids' },
    async () => void (await forgetOldMessages(stores.eventLog, now())),
  )
  port.on('message', (command: CarrierCommand) => {
    if (command === 'appended') pipeline.wake()
    else void stop()
  })
  pipeline.start()

  async function stop(): Promise<void> {
    await pipeline.stop()
    await forgetting.stop()
    memory.stop()
    await stores.close()
    port?.close()
  }
}
