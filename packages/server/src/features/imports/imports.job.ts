import { setTimeout as sleep } from 'node:timers/promises'
import { type Fault, faultOf } from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { AnyPortableKind } from '../../platform/portable.ts'
import type { Files } from '../../storage/files/files.ts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Arrivals, appendImported, carriedUpTo, findCarried } from '../ingest/index.ts'
import { bringFirst, bringIn } from './bring-in.service.ts'
import { deleteFiles, withLocalFiles } from './import-files.ts'
import * as q from './imports.queries.ts'
import { withZones } from './mapping-zone.ts'
import type { ExpansionLimits } from './readers/bytes.ts'
import type { ImportBatch, Place, Reject, WaitingLine } from './thread-messages.ts'
import type { ImportThreads, RunningOrder } from './thread-runner.ts'

export type ImportJobDeps = {
  postgres: Postgres
  eventLog: EventLog
  arrivals: Arrivals
  files: Files
  importThreads: ImportThreads
  importLimits: ExpansionLimits
  /** What files may hold beside events, in the order in which it is brought in. */
  portables: readonly AnyPortableKind[]
  now: () => Date
  log: Log
}

/** More events than this on their way make the import wait: what others send must not wait behind it for long. */
const mostWaiting = 20_000
const checkpointEveryMs = 1_000
const mostRowsInMemory = 2_000
const pollMs = 10

export type LiveProgress = q.Counts & { ratePerSecond: number | null }
type Running = {
  id: string
  isCancelled: boolean
  counts: q.Counts
  startedAt: number
  rowsAtStart: number
  thread: RunningOrder | null
}

/** Runs imports one after the other. What was running when the server stopped goes on where its checkpoint stands. */
export class ImportJobs {
  readonly #deps: ImportJobDeps
  readonly #queue: { workspaceId: string; id: string }[] = []
  #running: Running | null = null
  /** The one loop over the queue; null while there is nothing to do. */
  #work: Promise<void> | null = null
  #isStopping = false

  constructor(deps: ImportJobDeps) {
    this.#deps = deps
  }

  /** Takes up what the last stop has interrupted. An upload that broke off has failed. */
  async resume(): Promise<void> {
    for (const row of await q.listInterrupted(this.#deps.postgres)) {
      if (row.state === 'running') this.enqueue(row.workspace_id, row.id)
      else await this.#end(row, 'failed', [faultOf('import_upload_stopped')])
    }
  }

  enqueue(workspaceId: string, id: string): void {
    this.#queue.push({ workspaceId, id })
    this.#work ??= this.#runAll()
  }

  /** Has a running import end before its next batch. */
  cancel(id: string): void {
    if (this.#running?.id !== id) return
    this.#running.isCancelled = true
  }

  /** Counts newer than the last checkpoint; null when the import is not running here now. */
  progress(id: string): LiveProgress | null {
    const running = this.#running
    if (running?.id !== id) return null
    const seconds = (performance.now() - running.startedAt) / 1000
    const done = running.counts.rows - running.rowsAtStart
    return { ...running.counts, ratePerSecond: seconds < 0.2 || done === 0 ? null : done / seconds }
  }

  /** Stops at the next checkpoint; the import goes on when the server is started again. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#running?.thread?.stop()
    await this.#work
  }

  async #runAll(): Promise<void> {
    for (let next = this.#queue.shift(); next && !this.#isStopping; next = this.#queue.shift()) {
      const row = await this.#find(next)
      if (row?.state === 'running') await this.#runOne(row)
    }
    this.#work = null
  }

  /** Waits for a store that is away: an import that is passed over would seem to run for ever. */
  async #find(wanted: { workspaceId: string; id: string }): Promise<q.ImportRow | undefined> {
    while (!this.#isStopping)
      try {
        return await q.findImport(this.#deps.postgres, wanted.workspaceId, wanted.id)
      } catch (err) {
        this.#deps.log.warn({ err, importId: wanted.id }, 'an import waits to be begun')
        await sleep(1_000)
      }
    return undefined
  }

  async #runOne(row: q.ImportRow): Promise<void> {
    const counts = countsOf(row)
    const running: Running = {
      id: row.id,
      isCancelled: false,
      counts,
      startedAt: performance.now(),
      rowsAtStart: counts.rows,
      thread: null,
    }
    this.#running = running
    try {
      await withLocalFiles(this.#deps.files, row.files, (local) => this.#carry(row, running, local))
      if (!running.isCancelled) await this.#untilCarried()
      const isOver = () => this.#isStopping || running.isCancelled
      await bringIn(this.#deps, row, counts, isOver)
      if (this.#isStopping) return
      if (running.isCancelled) {
        await this.#end(row, 'cancelled', [faultOf('import_cancelled', { rows: counts.rows })])
        return
      }
      await this.#end(row, 'done', [])
    } catch (error) {
      if (this.#isStopping) return
      const isTold = error instanceof AppError && error.code !== 'internal'
      if (!isTold) this.#deps.log.error({ err: error, importId: row.id }, 'an import failed')
      const why = isTold ? faultOfError(error) : faultOf('import_failed')
      const kept = counts.accepted > 0 ? [faultOf('import_rows_stay', { rows: counts.accepted })] : []
      await this.#end(row, 'failed', [why, ...kept]).catch((err) =>
        this.#deps.log.error({ err }, 'an import could not be ended'),
      )
    } finally {
      this.#running = null
    }
  }

  async #carry(
    row: q.ImportRow,
    running: Running,
    files: Parameters<Parameters<typeof withLocalFiles>[2]>[0],
  ): Promise<void> {
    const { importThreads, importLimits, postgres } = this.#deps
    if (!row.mapping || !row.source_id) throw new AppError('import_state', 409, faultOf('import_no_mapping'))
    // What earlier imports have appended has to be known before repetitions can be told.
    await this.#untilCarried()
    const from = row.place ?? { file: 0, row: 0 }
    const thread = importThreads.start({
      kind: 'run',
      files,
      limits: importLimits,
      mapping: withZones(row.mapping),
      workspaceId: row.workspace_id,
      from,
    })
    running.thread = thread
    const waiting: { seq: number; events: number }[] = []
    const rejects: Reject[] = []
    const lines: WaitingLine[] = []
    let place: Place = from
    let savedAt = performance.now()
    const save = async () => {
      const kept = { rejects: rejects.splice(0), lines: lines.splice(0) }
      await q.saveCheckpoint(postgres, { id: row.id, place, counts: running.counts, ...kept })
      savedAt = performance.now()
    }
    try {
      for await (const report of thread.reports) {
        if (report.kind === 'fault') {
          await save()
          throw new AppError('unreadable_file', 400, report.fault)
        }
        if (report.kind !== 'batch') continue
        if (running.isCancelled || this.#isStopping) break
        const first = await bringFirst(this.#deps, row, running.counts, report.lines)
        rejects.push(...first.rejects)
        await this.#take(row, report, running.counts, waiting)
        place = report.place
        rejects.push(...report.rejects)
        lines.push(...first.waiting)
        const isMuch = rejects.length + lines.length >= mostRowsInMemory
        if (isMuch || performance.now() - savedAt >= checkpointEveryMs) await save()
        thread.more()
      }
      await save()
    } finally {
      await thread.stop()
    }
  }

  /** Appends one batch and counts it. Rows that were in before this import began are repetitions. */
  async #take(
    row: q.ImportRow,
    batch: ImportBatch,
    counts: q.Counts,
    waiting: { seq: number; events: number }[],
  ): Promise<void> {
    const { eventLog } = this.#deps
    const startedAt = row.started_at?.getTime() ?? 0
    const known = findCarried(eventLog, row.workspace_id, batch.messageIds)
    let at = 0
    let fresh = 0
    for (const messages of batch.rowMessages) {
      const own = known.slice(at, at + messages)
      at += messages
      counts.rows += 1
      const isRepeated = messages > 0 && own.every((since) => since !== null && since < startedAt)
      if (isRepeated) counts.duplicates += 1
      else {
        counts.accepted += 1
        fresh += messages
      }
    }
    counts.rows += batch.rejects.length + batch.lines.length
    counts.rejected += batch.rejects.length
    counts.events += fresh
    counts.bytesRead = batch.bytesRead
    if (!batch.body || known.every((since) => since !== null)) return
    const body = Buffer.from(batch.body.buffer, batch.body.byteOffset, batch.body.byteLength)
    const seq = await appendImported(this.#deps, {
      workspaceId: row.workspace_id,
      sourceId: row.source_id ?? '',
      receivedAt: batch.receivedAt,
      body,
      events: batch.messageIds.length,
    })
    waiting.push({ seq, events: batch.messageIds.length })
    await this.#untilFewWait(waiting)
  }

  async #untilFewWait(waiting: { seq: number; events: number }[]): Promise<void> {
    while (!this.#isStopping) {
      const carried = carriedUpTo(this.#deps.eventLog)
      while (waiting[0] && waiting[0].seq <= carried) waiting.shift()
      if (waiting.reduce((sum, one) => sum + one.events, 0) <= mostWaiting) return
      await sleep(pollMs)
    }
  }

  async #untilCarried(): Promise<void> {
    const { eventLog } = this.#deps
    const target = eventLog.lastSeq()
    while (!this.#isStopping && carriedUpTo(eventLog) < target) await sleep(pollMs)
  }

  async #end(
    row: q.ImportRow,
    state: 'done' | 'failed' | 'cancelled',
    faults: readonly Fault[],
  ): Promise<void> {
    const { postgres, files, now } = this.#deps
    if (await q.markEnded(postgres, { id: row.id, state, faults, now: now() }))
      await deleteFiles(files, row.files)
  }
}

export function countsOf(row: q.ImportRow): q.Counts {
  return {
    rows: Number(row.rows),
    accepted: Number(row.accepted),
    rejected: Number(row.rejected),
    duplicates: Number(row.duplicates),
    events: Number(row.events),
    bytesRead: Number(row.bytes_read),
  }
}
