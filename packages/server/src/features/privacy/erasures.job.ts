import { setTimeout as sleep } from 'node:timers/promises'
import type { ErasureReceipt } from '@teia/contracts'
import type { Log } from '../../platform/log.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { forgetIdentities } from '../identity/index.ts'
import { forgetRejectsOf } from '../imports/index.ts'
import { type Arrivals, carriedUpTo, type LiveFeed } from '../ingest/index.ts'
import { forgetNotesOf } from '../notes/index.ts'
import { valuesOfIdentities } from '../people/index.ts'
import { forgetMembersOf } from '../segments/index.ts'
import { forgetMessagesOf, listSources, type SourcesDeps } from '../sources/index.ts'
import * as q from './erasures.queries.ts'

export type ErasureJobDeps = SourcesDeps & {
  postgres: Postgres
  clickhouse: ClickHouse
  eventLog: EventLog
  arrivals: Arrivals
  liveFeed: Pick<LiveFeed, 'forget'>
  now: () => Date
  log: Log
}

const pollMs = 20
const slowPollMs = 250
/** The pause after a first failure; each further one doubles it, up to the longest. */
const firstPauseMs = 1_000
const longestPauseMs = 600_000

type Waiting = { workspaceId: string; id: string; dueAt: number }

/** A step of an erasure has failed; the erasure waits for its store. */
class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly store: ErasureReceipt['store']
  constructor(store: ErasureReceipt['store'], cause: unknown) {
    super(`The part of ${store} could not be done.`, { cause })
    this.store = store
  }
}

/**
 * Erases people one after the other; one whose store refuses waits, with growing pauses, and those behind it go on. What
 * was at work when the server stopped goes on at the next start; every step may be done twice. First everything accepted
 * before the erasure is carried to the stores, so that no block at work can bring the person back; what comes later is
 * dropped by the hashes.
 */
export class ErasureJobs {
  readonly #deps: ErasureJobDeps
  readonly #queue: Waiting[] = []
  #work: Promise<void> | null = null
  #isStopping = false

  constructor(deps: ErasureJobDeps) {
    this.#deps = deps
  }

  async resume(): Promise<void> {
    for (const row of await q.listInterrupted(this.#deps.postgres)) this.enqueue(row)
  }

  enqueue(row: q.ErasureRow): void {
    this.#queue.push({ workspaceId: row.workspace_id, id: row.id, dueAt: 0 })
    this.#work ??= this.#runAll()
  }

  /** Stops before the next step; the erasure goes on when the server is started again. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#work
  }

  async #runAll(): Promise<void> {
    while (this.#queue.length > 0 && !this.#isStopping) {
      const place = this.#queue.findIndex((one) => one.dueAt <= performance.now())
      const next = place < 0 ? undefined : this.#queue.splice(place, 1)[0]
      if (next) await this.#attempt(next)
      else await sleep(slowPollMs)
    }
    this.#work = null
  }

  async #attempt({ workspaceId, id }: Waiting): Promise<void> {
    const { postgres, log, now } = this.#deps
    let tries = 1
    try {
      const row = await q.findErasure(postgres, workspaceId, id)
      if (row?.state !== 'running') return
      tries = row.tries + 1
      await this.#erase(row)
    } catch (err) {
      const pauseMs = Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs)
      log.error({ err, erasureId: id, tries }, 'an erasure waits to be tried again')
      this.#queue.push({ workspaceId, id, dueAt: performance.now() + pauseMs })
      if (!(err instanceof StepFailed)) return
      const nextTryAt = new Date(now().getTime() + pauseMs)
      await q
        .saveWaiting(postgres, id, { store: err.store, tries, nextTryAt })
        .catch((fault) => log.error({ err: fault, erasureId: id }, 'its state could not be written down'))
    }
  }

  async #erase(row: q.ErasureRow): Promise<void> {
    const { postgres, now, liveFeed } = this.#deps
    await this.#untilCarried()
    const receipts = new Map(row.receipts.map((one) => [one.store, one]))
    for (const [store, step] of this.#steps(row)) {
      if (this.#isStopping) return
      if (receipts.has(store)) continue
      const { removed, left } = await step().catch((error: unknown) => {
        throw new StepFailed(store, error)
      })
      if (this.#isStopping) return
      if (left > 0) throw new StepFailed(store, new Error(`${left} are still there.`))
      receipts.set(store, { store, removed, left, at: now().toISOString() })
      await q.saveReceipts(postgres, row.id, [...receipts.values()])
    }
    liveFeed.forget(row.workspace_id, new Set(row.identity_ids))
    await q.markDone(postgres, row.id, now())
  }

  /** What names identifiers in plain text goes first: once the profile is gone, nobody knows the values any more. */
  #steps(row: q.ErasureRow): [ErasureReceipt['store'], () => Promise<{ removed: number; left: number }>][] {
    const { workspace_id: workspaceId, identity_ids: identityIds } = row
    const values = () => valuesOfIdentities(this.#deps, workspaceId, identityIds)
    return [
      [
        'kept_aside',
        async () => {
          await this.#leaveLiveViews(workspaceId, await values())
          return forgetMessagesOf(this.#deps, workspaceId, await values())
        },
      ],
      ['imports', async () => forgetRejectsOf(this.#deps, workspaceId, await values())],
      ['notes', () => forgetNotesOf(this.#deps, workspaceId, identityIds)],
      ['profile', () => forgetIdentities(this.#deps, workspaceId, identityIds)],
      // Once there is no profile, no rule fits any more.
      ['segments', () => forgetMembersOf(this.#deps, workspaceId, identityIds)],
      ['events', () => this.#deleteEvents({ workspaceId, identityIds, erasureId: row.id })],
      ['log', () => this.#trimLog()],
    ]
  }

  /** What the pages of sources show from memory; after a restart there is nothing of it. */
  async #leaveLiveViews(workspaceId: string, values: readonly string[]): Promise<void> {
    const { items } = await listSources(this.#deps, workspaceId)
    this.#deps.arrivals.forget(
      items.map((source) => source.id),
      values,
    )
  }

  async #deleteEvents(whose: { workspaceId: string; identityIds: readonly string[]; erasureId: string }) {
    const { clickhouse } = this.#deps
    const { erasureId } = whose
    const removed = await q.countEvents(clickhouse, whose)
    const before = await q.findDeletion(clickhouse, erasureId)
    if (removed > 0 && before.running === 0) await q.beginToDeleteEvents(clickhouse, whose)
    while (!this.#isStopping) {
      const { running, failing } = await q.findDeletion(clickhouse, erasureId)
      if (running === 0) break
      if (failing > 0) {
        await q.withdrawDeletion(clickhouse, erasureId)
        throw new Error('The engine has failed to delete the events.')
      }
      await sleep(slowPollMs)
    }
    return { removed, left: await q.countEvents(clickhouse, whose) }
  }

  /** Everything that was carried leaves the log at once, instead of two megabytes later. */
  async #trimLog() {
    const { eventLog } = this.#deps
    const after = carriedUpTo(eventLog) + 1
    const first = eventLog.firstSeq()
    await eventLog.trim(after)
    const left = eventLog.firstSeq()
    return {
      removed: first === undefined ? 0 : Math.max(0, after - first),
      left: left === undefined ? 0 : Math.max(0, after - left),
    }
  }

  async #untilCarried(): Promise<void> {
    const { eventLog } = this.#deps
    const target = eventLog.lastSeq()
    while (!this.#isStopping && carriedUpTo(eventLog) < target) await sleep(pollMs)
  }
}
