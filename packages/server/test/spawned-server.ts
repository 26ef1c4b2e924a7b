import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const range = { from: '2010-01-01', to: '2010-12-31' }
/** The moment of every event of these tests; `countsBy` looks at its year. */
export const timestamp = '2010-05-05T05:05:05.000Z'

export type SpawnOptions = {
  nodeArgs?: string[]
  env?: Record<string, string>
}

/**
 * A server in a process of its own, with a data folder and a port that it keeps over `kill` and `start`. It carries
 * its own engines, so that killing it is what a lost machine or container is to an operator.
 */
export async function spawnServer(options: SpawnOptions = {}) {
  const keys = { write: 'kill-test-write-key', api: 'kill-test-api-key' }
  const folder = mkdtempSync(join(tmpdir(), 'teia-killed-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let complaint = ''
  let said = ''

  /** Starts the server and answers once it is ready. Throws what it wrote to stderr if it ends before. */
  async function start(): Promise<void> {
    const started = spawn(process.execPath, [...(options.nodeArgs ?? []), main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TEIA_PORT: String(port),
        TEIA_DATA_DIR: folder,
        TEIA_DEMO: 'off',
        TEIA_LOG: 'json',
        TEIA_BOOTSTRAP_WRITE_KEY: keys.write,
        TEIA_BOOTSTRAP_API_KEY: keys.api,
        ...options.env,
      },
    })
    complaint = ''
    started.stderr?.on('data', (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-4000)
    })
    said = ''
    started.stdout?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-20_000)
    })
    child = started
    for (;;) {
      if (hasEnded(started)) throw new Error(`The server ended while it started: ${complaint}`)
      const answer = await fetch(`${url}/readyz`).catch(() => null)
      if (answer?.ok) return
      await sleep(200)
    }
  }

  /** Ends the server and answers once its process is gone. */
  async function kill(signal: NodeJS.Signals): Promise<void> {
    if (!child || hasEnded(child)) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** How many events of that name are stored for each value of a property. */
  async function countsBy(property: string, event: string): Promise<Record<string, number>> {
    const answer = await fetch(`${url}/api/v1/questions/trend`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.api}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        range,
        interval: 'month',
        event,
        breakdown: [`property:${property}`],
        limit: 50,
      }),
    })
    if (!answer.ok) throw new Error(`The question was answered ${answer.status}: ${await answer.text()}`)
    const { series } = (await answer.json()) as { series: { key: string[]; total: number }[] }
    return Object.fromEntries(series.map((one) => [one.key[0] ?? '', one.total]))
  }

  const close = async () => {
    await kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    url,
    keys,
    folder,
    start,
    kill,
    countsBy,
    close,
    /** What the server wrote to stderr and to stdout since it was started last. */
    output: () => ({ stderr: complaint, stdout: said }),
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
