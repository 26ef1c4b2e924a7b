import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DemoProgress } from '@teia/contracts'
import { z } from 'zod'
import type { Log } from './platform/log.ts'

/** The sign-in of the demo workspace, printed at start and shown on the sign-in page. */
export const demoSignIn = { email: 'demo@teia.example', password: 'teia-demo-2026' }
export const demoWorkspace = {
  name: 'Mercado Aurora',
  timeZone: 'America/Sao_Paulo',
  language: 'pt-BR',
  currency: 'BRL',
  isDemo: true,
} as const

/** About what the pipeline carries on two cores: faster would only fill the log, and slow the pages down. */
const eventsPerSecond = 6_000

const Report = z.object({
  sent: z.number(),
  total: z.number(),
  ratePerSecond: z.number(),
  etaSeconds: z.number().nullable(),
})

/**
 * Fills the demo workspace through the public API, in a process of its own, with the world of the included generator.
 * Events carry fixed message ids, so a filling that was cut off is simply begun again: nothing counts twice.
 */
export function startDemoFilling(options: {
  port: number
  writeKey: string
  until: Date
  log: Log
  onDone: () => Promise<void>
}) {
  const progress: DemoProgress = {
    state: 'running',
    sent: 0,
    total: 0,
    ratePerSecond: 0,
    etaSeconds: null,
    message: null,
  }
  const cli = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
  const child: ChildProcess = spawn(
    process.execPath,
    [
      cli,
      'world',
      'generate',
      '--server',
      `http://127.0.0.1:${options.port}`,
      '--write-key',
      options.writeKey,
      '--until',
      options.until.toISOString(),
      '--rate',
      String(eventsPerSecond),
      '--progress',
      'json',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => {
      const report = parseReport(line)
      if (report) Object.assign(progress, report)
      else if (line.trim() !== '') progress.message = line.slice(0, 300)
    })
  child.once('error', (err) => {
    Object.assign(progress, { state: 'failed', message: err.message })
  })
  child.once('exit', (code) => {
    if (code !== 0) {
      Object.assign(progress, {
        state: 'failed',
        message: progress.message ?? `the generator ended with code ${code}`,
      })
      options.log.warn(
        { code, message: progress.message },
        'The demo could not be filled; it will be tried again at the next start',
      )
      return
    }
    options.onDone().then(
      () => Object.assign(progress, { state: 'done', etaSeconds: 0 }),
      (err) => options.log.warn({ err }, 'The demo was filled, but could not be marked as done'),
    )
  })
  return { progress: () => progress, stop: () => void child.kill('SIGTERM') }
}

function parseReport(line: string) {
  try {
    return Report.parse(JSON.parse(line))
  } catch {
    return null
  }
}
