import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runImport } from '../packages/server/src/features/imports/run-import.ts'
import { rowsMapping as mapping, writeRows } from './import-rows.ts'

// How fast files are read, mapped, checked and packed for the log, and what memory that takes, without the stores.
// node benchmarks/imports.ts [megabytes]

const megabytes = Number(process.argv[2] ?? 256)
const folder = mkdtempSync(join(tmpdir(), 'teia-bench-imports-'))

try {
  const path = join(folder, 'rows.csv')
  await writeRows(path, megabytes * 1024 * 1024)
  const { size } = statSync(path)
  const file = { path, name: 'rows.csv', bytes: size, sha256: 'bench' }
  const limits = { maxBytes: 1e12, maxRatio: 200 }
  const startedAt = performance.now()
  let rows = 0
  let rejected = 0
  let packed = 0
  let most = 0
  for await (const batch of runImport(
    { files: [file], mapping, workspaceId: 'w', limits },
    { file: 0, row: 0 },
  )) {
    rows += batch.rowMessages.length
    rejected += batch.rejects.length
    packed += batch.body?.byteLength ?? 0
    most = Math.max(most, process.memoryUsage.rss())
  }
  const seconds = (performance.now() - startedAt) / 1000
  const perSecond = Math.round(rows / seconds).toLocaleString('en')
  console.log(
    `${(size / 1024 / 1024).toFixed(0)} MB, ${rows.toLocaleString('en')} rows, ${rejected} rejected`,
  )
  console.log(
    `${seconds.toFixed(1)} s, ${perSecond} rows/s, ${(size / 1024 / 1024 / seconds).toFixed(0)} MB/s in`,
  )
  console.log(
    `${(packed / 1024 / 1024).toFixed(0)} MB for the log, at most ${(most / 1024 / 1024).toFixed(0)} MB of memory`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
