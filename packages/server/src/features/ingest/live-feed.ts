import type { LiveInteraction } from '@teia/contracts'
import { isSignal } from '../../storage/log/accepted-event.ts'
import type { StoredEvent } from './pipeline.ts'

const ringSize = 60
type Listener = (item: LiveInteraction) => void

/** The latest interactions of each workspace, as they become visible. Holds names only as far as the caller finds them. */
export class LiveFeed {
  readonly #rings = new Map<string, LiveInteraction[]>()
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #namesOf: (workspaceId: string, personIds: readonly string[]) => Promise<Map<string, string>>

  constructor(namesOf: (workspaceId: string, personIds: readonly string[]) => Promise<Map<string, string>>) {
    this.#namesOf = namesOf
  }

  /** Shows the newest of a stored block. Never throws: nobody waits for the live view. */
  async show(stored: readonly StoredEvent[]): Promise<void> {
    for (const [workspaceId, all] of Map.groupBy(
      stored.filter(isInteraction),
      (one) => one.event.workspaceId,
    )) {
      const own = all.slice(-ringSize)
      const names = await this.#namesOf(workspaceId, [...new Set(own.map((one) => one.personId))]).catch(
        () => new Map<string, string>(),
      )
      for (const one of own) this.#push(workspaceId, describe(one, names.get(one.personId) ?? ''))
    }
  }

  /** The latest, newest first. */
  recent(workspaceId: string): LiveInteraction[] {
    return (this.#rings.get(workspaceId) ?? []).toReversed()
  }

  listen(workspaceId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(workspaceId) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(workspaceId, listeners)
    return () => listeners.delete(listener)
  }

  #push(workspaceId: string, item: LiveInteraction): void {
    const ring = this.#rings.get(workspaceId) ?? []
    this.#rings.set(workspaceId, ring)
    ring.push(item)
    if (ring.length > ringSize) ring.shift()
    for (const listener of this.#listeners.get(workspaceId) ?? []) listener(item)
  }
}

const isInteraction = ({ event }: StoredEvent) =>
  !isSignal(event) && (event.type === 'track' || event.type === 'page' || event.type === 'screen')

function describe({ event, personId, placed }: StoredEvent, personName: string): LiveInteraction {
  return {
    id: String(event.eventId),
    time: new Date(event.time).toISOString(),
    personId,
    personName: personName || event.userId || `anonymous · ${(event.anonymousId ?? '').slice(-4)}`,
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
