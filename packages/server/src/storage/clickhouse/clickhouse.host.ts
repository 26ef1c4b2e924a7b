/**
 * The child process that holds the embedded ClickHouse engine. Its parent forks it, sends one `HostOrder`,
 * and gets one `HostReply` when the engine answers or cannot be opened. It leaves with its parent.
 */
import { chmodSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type HostEngine, openEngine } from './host-engine.ts'
import { openGate } from './host-gate.ts'
import { createHostServer } from './host-server.ts'

export type HostOrder = { folder: string; socketPath: string; secret: string }
export type HostReply = { ready: true } | { ready: false; fault: string }

/** A killed predecessor may need a moment to let go of the folder. */
const OPEN_TIMEOUT_MS = 10_000
const CLOSE_TIMEOUT_MS = 8_000

process.once('message', (order: HostOrder) => {
  serve(order).then(
    () => process.send?.({ ready: true } satisfies HostReply),
    (error: unknown) => {
      const fault = error instanceof Error ? error.message : String(error)
      process.send?.({ ready: false, fault } satisfies HostReply, () => leave())
    },
  )
})
// Signals of the terminal reach the whole process group; when to stop is the parent's decision alone.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', leave)

async function serve(order: HostOrder): Promise<void> {
  const engine = await openPatiently(order.folder)
  const server = createHostServer(engine, order.secret)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(order.socketPath, resolve)
  })
  chmodSync(order.socketPath, 0o600)
  process.once('message', () => {
    server.close()
    void Promise.race([engine.close(), sleep(CLOSE_TIMEOUT_MS)]).then(leave)
  })
}

async function openPatiently(folder: string): Promise<HostEngine> {
  const deadline = performance.now() + OPEN_TIMEOUT_MS
  for (;;) {
    try {
      return openEngine(folder, openGate())
    } catch (error) {
      const isTaken = error instanceof Error && /Cannot lock file|Code: 76\b/.test(error.message)
      if (!isTaken || performance.now() > deadline) throw error
      await sleep(100)
    }
  }
}

/** The engine's own exit handlers may wait for a running statement for ever; the data are safe in any case. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL')
}
