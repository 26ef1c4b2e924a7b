import { setTimeout as sleep } from 'node:timers/promises'
import { type Fault, faultOf, type Rewriting, sayFaults } from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { untilBegunIsCarried } from '../ingest/index.ts'
import * as catalogue from './catalogue.queries.ts'
import * as q from './rewrite.queries.ts'

export type PlacingJobDeps = {
  postgres: Postgres
  clickhouse: ClickHouse
  eventLog: EventLog
  log: Log
}

const pollMs = 250
const retryMs = 5_000

type Work = { total: number | null; share: number; startedAt: number; faults: Fault[] }

/**
 * Writes the places of stored events anew after a catalogue was changed, one workspace after the other. Which events wait
 * is kept with the catalogue, so that a restart goes on; questions place those by the new version meanwhile.
 */
export class PlacingJob {
  readonly #deps: PlacingJobDeps
  readonly #queue = new Set<string>()
  readonly #works = new Map<string, Work>()
  #running: Promise<void> | null = null
  #isStopping = false

  constructor(deps: PlacingJobDeps) {
    this.#deps = deps
  }

  /** Takes up what the last stop has interrupted. */
  async resume(): Promise<void> {
    for (const workspaceId of await catalogue.listPending(this.#deps.postgres)) this.enqueue(workspaceId)
  }

  enqueue(workspaceId: string): void {
    this.#queue.add(workspaceId)
    this.#running ??= this.#runAll()
  }

  /** Has patches written into their parts once no change is under way; each time writes whole parts anew. */
  async applyPatches(): Promise<void> {
    if (this.#running === null && (await q.mayApplyPatches(this.#deps.clickhouse)))
      await q.applyPatches(this.#deps.clickhouse)
  }

  /** Resolves once nothing waits. For tests. */
  async settled(): Promise<void> {
    await this.#running
  }

  /** Ends after the month at work; the rest is taken up at the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#running
  }

  /** How far the stored events of a workspace follow its catalogue. */
  async progress(workspaceId: string): Promise<Rewriting> {
    const [state] = await catalogue.findStates(this.#deps.postgres, [workspaceId])
    const work = this.#works.get(workspaceId)
    const events = state?.pending ?? []
    if (events.length === 0)
      return {
        state: 'idle',
        events: [],
        total: null,
        share: 1,
        secondsLeft: null,
        since: null,
        problem: null,
        faults: [],
      }
    const seconds = work ? (performance.now() - work.startedAt) / 1000 : 0
    return {
      state: !work ? 'waiting' : work.faults.length === 0 ? 'running' : 'failed',
      events,
      total: work?.total ?? null,
      share: work?.share ?? 0,
      secondsLeft: work && work.share > 0.02 ? Math.ceil((seconds * (1 - work.share)) / work.share) : null,
      since: state?.pending_since?.toISOString() ?? null,
      problem: work && work.faults.length > 0 ? sayFaults(work.faults) : null,
      faults: work?.faults ?? [],
    }
  }

  async #runAll(): Promise<void> {
    for (let [next] = this.#queue; next !== undefined && !this.#isStopping; [next] = this.#queue) {
      this.#queue.delete(next)
      try {
        await this.#runOne(next)
        this.#works.delete(next)
      } catch (err) {
        if (this.#isStopping) break
        this.#deps.log.warn({ err, workspaceId: next }, 'events wait to be placed anew')
        const faults = [
          err instanceof AppError ? faultOfError(err) : faultOf('not_done', { code: 'internal' }),
        ]
        this.#works.set(next, { ...(this.#works.get(next) ?? newWork()), faults })
        this.#queue.add(next)
        await this.#pause(retryMs)
      }
    }
    this.#running = null
  }

  /** Rounds until no event is where it should not be and the catalogue is still the one that said so. */
  async #runOne(workspaceId: string): Promise<void> {
    const { postgres, clickhouse } = this.#deps
    while (!this.#isStopping) {
      const [state] = await catalogue.findStates(postgres, [workspaceId])
      if (!state || state.pending.length === 0) return
      const placed = {
        workspaceId,
        entries: await catalogue.listEntries(postgres, workspaceId),
        events: state.pending,
      }
      const work = newWork()
      this.#works.set(workspaceId, work)
      // A block that is under way may have been placed by the version before: it has to be stored first.
      await untilBegunIsCarried(this.#deps.eventLog, () => this.#isStopping)
      const months = await q.countMisplaced(clickhouse, placed)
      work.total = months.reduce((sum, one) => sum + one.events, 0)
      if (work.total === 0) {
        if (await catalogue.clearPending(postgres, { workspaceId, version: state.version })) return
        continue
      }
      await this.#rewrite(placed, months, state.version, work)
    }
  }

  /** Month by month, the newest first; a newer version ends the round. */
  async #rewrite(
    placed: Parameters<typeof q.rewriteMonth>[1],
    months: readonly q.Misplaced[],
    version: number,
    work: Work,
  ): Promise<void> {
    const total = Math.max(1, work.total ?? 1)
    for (const misplaced of months) {
      const [state] = await catalogue.findStates(this.#deps.postgres, [placed.workspaceId])
      if (this.#isStopping || state?.version !== version) return
      await q.rewriteMonth(this.#deps.clickhouse, placed, misplaced)
      work.share += misplaced.events / total
    }
  }

  async #pause(ms: number): Promise<void> {
    for (let left = ms; left > 0 && !this.#isStopping; left -= pollMs) await sleep(Math.min(left, pollMs))
  }
}

const newWork = (): Work => ({ total: null, share: 0, startedAt: performance.now(), faults: [] })
