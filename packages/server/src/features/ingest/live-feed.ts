import type { LiveInteraction } from '@teia/contracts'
import { isSignal } from '../../storage/log/accepted-event.ts'
import type { StoredEvent } from './pipeline.ts'

const ringSize = 60
type Listener = (item: LiveInteraction) => void

export type LiveFeedDeps = {
  namesOf: (workspaceId: string, personIds: readonly string[]) => Promise<Map<string, string>>
  /** What was stored last, oldest first: for a workspace of which nothing has come since the start. */
  latestOf: (workspaceId: string, limit: number) => Promise<LiveInteraction[]>
}

/** The latest interactions of each workspace, as they become visible. Holds names only as far as the caller finds them. */
export class LiveFeed {
  readonly #rings = new Map<string, LiveInteraction[]>()
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #looked = new Map<string, Promise<void>>()
  readonly #deps: LiveFeedDeps

  constructor(deps: LiveFeedDeps) {
    this.#deps = deps
  }

  /** Shows interactions, oldest first. Never throws: nobody waits for the live view. */
  async show(workspaceId: string, items: readonly LiveInteraction[]): Promise<void> {
    for (const item of await this.#named(workspaceId, items)) this.#push(workspaceId, item)
  }

  /** The latest, newest first. */
  async recent(workspaceId: string): Promise<LiveInteraction[]> {
    if (this.#ringOf(workspaceId).length < ringSize) await this.#lookBack(workspaceId)
    return this.#ringOf(workspaceId).toReversed()
  }

  /** Lets go of what these people did. */
  forget(workspaceId: string, personIds: ReadonlySet<string>): void {
    const ring = this.#ringOf(workspaceId).filter((item) => !personIds.has(item.personId))
    this.#rings.set(workspaceId, ring)
  }

  listen(workspaceId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(workspaceId) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(workspaceId, listeners)
    return () => listeners.delete(listener)
  }

  /** Puts what was stored before the start under what has come since; once. */
  #lookBack(workspaceId: string): Promise<void> {
    const look = async () => {
      const stored = await this.#named(workspaceId, await this.#deps.latestOf(workspaceId, ringSize))
      const ring = this.#ringOf(workspaceId)
      const known = new Set(ring.map((item) => item.id))
      ring.unshift(...stored.filter((item) => !known.has(item.id)))
      ring.splice(0, ring.length - ringSize)
    }
    const looking = this.#looked.get(workspaceId) ?? look()
    this.#looked.set(workspaceId, looking)
    looking.catch(() => this.#looked.delete(workspaceId))
    return looking
  }

  async #named(workspaceId: string, items: readonly LiveInteraction[]): Promise<LiveInteraction[]> {
    const ids = [...new Set(items.map((item) => item.personId))]
    const names = await this.#deps.namesOf(workspaceId, ids).catch(() => new Map<string, string>())
    return items.map((item) => ({ ...item, personName: names.get(item.personId) || item.personName }))
  }

  #push(workspaceId: string, item: LiveInteraction): void {
    const ring = this.#ringOf(workspaceId)
    ring.push(item)
    if (ring.length > ringSize) ring.shift()
    for (const listener of this.#listeners.get(workspaceId) ?? []) listener(item)
  }

  #ringOf(workspaceId: string): LiveInteraction[] {
    const ring = this.#rings.get(workspaceId) ?? []
    this.#rings.set(workspaceId, ring)
    return ring
  }
}

export const anonymousName = (anonymousId: string | null | undefined) =>
  `anonymous · ${(anonymousId ?? '').slice(-4)}`

/** The newest interactions of a stored block by workspace, named by their identifiers. */
export function newestInteractions(stored: readonly StoredEvent[]): Map<string, LiveInteraction[]> {
  const byWorkspace = Map.groupBy(stored.filter(isInteraction), (one) => one.event.workspaceId)
  return new Map(
    [...byWorkspace].map(([workspaceId, all]) => [workspaceId, all.slice(-ringSize).map(describe)]),
  )
}

const isInteraction = ({ event }: StoredEvent) =>
  !isSignal(event) && (event.type === 'track' || event.type === 'page' || event.type === 'screen')

function describe({ event, personId, placed }: StoredEvent): LiveInteraction {
  return {
    id: String(event.eventId),
    time: new Date(event.time).toISOString(),
    personId,
    personName: event.userId || anonymousName(event.anonymousId),
    name: event.name,
    touchpoint: placed.touchpoint,
    channel: placed.channel,
    note: noteOf(event.properties),
  }
}

const telling = [
  'text',
  'query',
  'product_name',
  'name',
  'title',
  'carrier',
  'campaign',
  'score',
  'order_id',
  'path',
]
/** The one property that tells most: an amount with its currency, else the first of a short list. */
export function noteOf(properties: Record<string, unknown>): string | null {
  const amount = properties.total ?? properties.value ?? properties.revenue
  if (typeof amount === 'number')
    return `${amount.toFixed(2)} ${typeof properties.currency === 'string' ? properties.currency : ''}`.trim()
  for (const name of telling) {
    const value = properties[name]
    if (typeof value === 'string' && value !== '') return value.slice(0, 60)
    if (typeof value === 'number') return String(value)
  }
  return null
}
