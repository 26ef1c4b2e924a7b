import { SourceSettings, webhookProviders } from '@teia/contracts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { WritableSource } from '../ingest/index.ts'
import { listPlanEvents } from './plan.queries.ts'
import { planChecker } from './plan-checker.ts'
import * as q from './sources.queries.ts'

const providers: ReadonlySet<string> = new Set(webhookProviders)

/** What acceptance needs of a source beside its name: its settings, and its tracking plan where it has to be kept to. */
export async function rulesOf(
  postgres: Postgres,
  source: { id: string; settings: object },
): Promise<Pick<WritableSource, 'settings' | 'faultsByPlan'>> {
  if (Object.keys(source.settings).length === 0) return {}
  const settings = SourceSettings.parse(source.settings)
  if (settings.trackingPlan === 'off') return { settings }
  return { settings, faultsByPlan: planChecker(await listPlanEvents(postgres, source.id)) }
}

/**
 * Remembers sources by write key for five seconds, so that acceptance does not ask the database for each call. What is
 * changed on this server is forgotten at once; another server on the same stores learns of it within the five seconds.
 */
export class RememberedSources {
  readonly #postgres: Postgres
  readonly #now: () => Date
  readonly #known = new Map<string, { until: number; source: Promise<WritableSource | null> }>()

  constructor(deps: { postgres: Postgres; now: () => Date }) {
    this.#postgres = deps.postgres
    this.#now = deps.now
  }

  /** Null: no source has this write key. */
  find(writeKey: string): Promise<WritableSource | null> {
    const now = this.#now().getTime()
    const known = this.#known.get(writeKey)
    if (known && known.until > now) return known.source
    if (this.#known.size > 10_000) this.#known.clear()
    const source = this.#load(writeKey)
    this.#known.set(writeKey, { until: now + 5_000, source })
    source.catch(() => this.#known.delete(writeKey))
    return source
  }

  forget(writeKey: string): void {
    this.#known.delete(writeKey)
  }

  async #load(writeKey: string): Promise<WritableSource | null> {
    const row = await q.findSourceByWriteKey(this.#postgres, writeKey)
    // A source that proves its sender is called at its own address only.
    if (!row || providers.has(row.kind)) return null
    const { id, workspace_id: workspaceId, enabled } = row
    return { id, workspaceId, enabled, ...(await rulesOf(this.#postgres, row)) }
  }
}
