import { randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Import, ImportCreated } from '@teia/contracts'
import { rowsMapping, writeRows } from './import-rows.ts'
import { apiKey, ask, describeMemory, type Running, residentBytes, startTeia } from './processes.ts'
import type { Figure } from './report.ts'

const megabyte = 1024 * 1024
/** Walking through the pages of all processes takes a tenth of a second. */
const sampleEveryMs = 2_000
const people = 200_000

/**
 * A file of so many megabytes through the running server, upload and all: rows a second from the start of the import to
 * its end, and the most memory that the server and its engines took together. The aims are 20,000 rows a second, and
 * memory that a file ten times as large does not change.
 */
export async function measureImportFile(megabytes: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teia-bench-file-'))
  const teia = await startTeia()
  try {
    const path = join(folder, 'rows.csv')
    const rows = await writeRows(path, megabytes * megabyte, people)
    const memory = watchMemory(teia.pid)
    const sentAt = performance.now()
    const id = await send(teia, path)
    const sentSeconds = (performance.now() - sentAt) / 1000
    const done = await untilEnded(teia, id)
    const { most, at } = memory.stop()
    if (done.state !== 'done' || done.accepted !== rows)
      throw new Error(
        `The import ended as ${done.state} with ${done.accepted} of ${rows} rows: ${done.problem}`,
      )
    const seconds = (Date.parse(done.endedAt ?? '') - Date.parse(done.startedAt ?? '')) / 1000
    return [
      { name: 'size of the file', value: statSync(path).size / megabyte, unit: 'MB', note: `${rows} rows` },
      { name: 'upload and detection', value: sentSeconds, unit: 's' },
      { name: 'rows a second', value: rows / seconds, unit: 'rows/s', aim: '20,000' },
      { name: 'most memory of all processes', value: most / megabyte, unit: 'MB', note: at },
      { name: 'memory before', value: memory.before / megabyte, unit: 'MB' },
    ]
  } finally {
    await teia.stop()
    rmSync(folder, { recursive: true, force: true })
    rmSync(teia.folder, { recursive: true, force: true })
  }
}

/** Looks at the memory of a process and its descendants until it is stopped. */
function watchMemory(pid: number) {
  const before = residentBytes(pid)
  let most = before
  let at = ''
  const timer = setInterval(() => {
    const now = residentBytes(pid)
    if (now <= most) return
    most = now
    at = describeMemory(pid)
  }, sampleEveryMs)
  const stop = () => {
    clearInterval(timer)
    return { most, at }
  }
  return { before, stop }
}

/** Sends a file as a form does, from the disk. */
async function send(teia: Running, path: string): Promise<string> {
  const boundary = `teia-${randomBytes(12).toString('hex')}`
  const field = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  async function* form() {
    yield Buffer.from(field('mapping', JSON.stringify(rowsMapping)) + field('start', 'true'))
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="rows.csv"\r\ncontent-type: text/csv\r\n\r\n`,
    )
    yield* createReadStream(path, { highWaterMark: megabyte }) as AsyncIterable<Buffer>
    yield Buffer.from(`\r\n--${boundary}--\r\n`)
  }
  const answer = await fetch(`${teia.url}/api/v1/imports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body: Readable.toWeb(Readable.from(form())) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  if (answer.status !== 201)
    throw new Error(`The upload was answered ${answer.status}: ${await answer.text()}`)
  return ImportCreated.parse(await answer.json()).id
}

async function untilEnded(teia: Running, id: string): Promise<Import> {
  for (;;) {
    const one = Import.parse(await ask(teia, `imports/${id}`))
    if (one.state !== 'running') return one
    await sleep(500)
  }
}
