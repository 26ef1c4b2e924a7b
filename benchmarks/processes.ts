import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
export const writeKey = 'benchmark-write-key'
export const apiKey = 'benchmark-api-key'
/** Who signs in where a page is measured. */
export const owner = { email: 'owner@bench.example', password: 'benchmark-password' }

export type Running = { url: string; folder: string; pid: number; stop(): Promise<void> }

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'teia-bench-'))
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** Starts Teia as a user would, on a folder of its own, without the demo. */
export async function startTeia(folder = newFolder()): Promise<Running> {
  const port = await freePort()
  const env = {
    // As `npm start` sets it.
    MALLOC_ARENA_MAX: '2',
    ...process.env,
    TEIA_PORT: String(port),
    TEIA_DATA_DIR: folder,
    TEIA_DEMO: 'off',
    TEIA_COLLECT_LIMIT: '10000000',
    TEIA_BOOTSTRAP_WRITE_KEY: writeKey,
    TEIA_BOOTSTRAP_API_KEY: apiKey,
    TEIA_ADMIN_EMAIL: owner.email,
    TEIA_ADMIN_PASSWORD: owner.password,
  }
  const child = spawn(process.execPath, [here('../packages/server/src/main.ts')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`Teia ended with code ${child.exitCode}`)
    const isReady = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isReady) break
    await sleep(100)
  }
  return { url, folder, pid: child.pid ?? 0, stop: () => stop(child) }
}

export async function startBare(): Promise<Running> {
  const folder = newFolder()
  const child = fork(here('./bare-server.ts'), [folder])
  const [message] = (await once(child, 'message')) as [{ port: number }]
  return { url: `http://127.0.0.1:${message.port}`, folder, pid: child.pid ?? 0, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Resident memory in bytes of a process and all its descendants. Shared pages count once for each (see `smaps` for less). */
export function residentBytes(root: number): number {
  return [root, ...descendants(root)].reduce((sum, pid) => sum + proportionalBytes(pid), 0)
}

/** The largest processes with their memory, as `node 210 MB, clickhouse.host 300 MB`. */
export function describeMemory(root: number): string {
  return [root, ...descendants(root)]
    .map((pid) => ({ name: nameOf(pid), megabytes: Math.round(proportionalBytes(pid) / 2 ** 20) }))
    .filter(({ megabytes }) => megabytes >= 20)
    .map(({ name, megabytes }) => `${name} ${megabytes} MB`)
    .join(', ')
}

function nameOf(pid: number): string {
  try {
    const [first = '', second] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return basename(second?.endsWith('.ts') ? second : first, '.ts')
  } catch {
    return 'ended'
  }
}

function descendants(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number)
    return children.flatMap((child) => [child, ...descendants(child)])
  } catch {
    return []
  }
}

/** Proportional set size: pages that several processes share are divided among them. */
function proportionalBytes(pid: number): number {
  try {
    return (
      Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024
    )
  } catch {
    return 0
  }
}

/** Asks the running server a question of the public API. */
export async function ask<Answer>(running: Running, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${running.url}/api/v1/${path}`, {
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}
