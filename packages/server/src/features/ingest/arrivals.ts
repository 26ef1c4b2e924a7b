import type { ArrivedEvent, RefusalReason } from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { isObject } from './segment-message.ts'
import type { RefusedMessage } from './segment-record.ts'

const ringSize = 100
export type MinuteCounts = {
  accepted: number
  refused: number
  duplicate: number
  reasons: Partial<Record<RefusalReason, number>>
}
type Listener = (event: ArrivedEvent) => void

/**
 * What arrives, by source: a ring of the latest for the live view, and counts by minute that wait to be written.
 * Building the shown form of an event costs more than accepting it, so only the newest of a batch are shown.
 */
export class Arrivals {
  readonly #rings = new Map<string, ArrivedEvent[]>()
  readonly #listeners = new Map<string, Set<Listener>>()
  #counts = new Map<string, Map<number, MinuteCounts>>()

  /** `shown` are the newest of `count` events; `delivery` is the call of a provider that they were made from. */
  accepted(
    sourceId: string,
    shown: readonly AcceptedEvent[],
    receivedAt: number,
    count = shown.length,
    delivery: ArrivedEvent['delivery'] = null,
  ): void {
    this.#minute(sourceId, receivedAt).accepted += count
    for (const event of shown) this.#show(sourceId, { ...describeAccepted(event), delivery })
  }

  refused(
    sourceId: string,
    refused: readonly RefusedMessage[],
    receivedAt: number,
    idOf: () => string,
  ): void {
    const counts = this.#minute(sourceId, receivedAt)
    for (const one of refused) {
      counts.refused += 1
      counts.reasons[one.reason] = (counts.reasons[one.reason] ?? 0) + 1
    }
    for (const one of refused.slice(-20)) this.#show(sourceId, describeRefused(one, receivedAt, idOf()))
  }

  /** `shown` are the newest of `count` repetitions. */
  repeated(sourceId: string, shown: readonly ArrivedEvent[], count: number, now: number): void {
    this.#minute(sourceId, now).duplicate += count
    for (const event of shown) this.#show(sourceId, event)
  }

  /** The latest of a source, newest first. */
  recent(sourceId: string): ArrivedEvent[] {
    return (this.#rings.get(sourceId) ?? []).toReversed()
  }

  /** Lets go of what these sources show of messages in which one of these values stands as it was sent. */
  forget(sourceIds: readonly string[], values: readonly string[]): void {
    const telling = values.map((value) => JSON.stringify(value))
    for (const sourceId of sourceIds) {
      const ring = this.#rings.get(sourceId)
      if (!ring) continue
      const kept = ring.filter((event) => {
        const text = JSON.stringify(event)
        return !telling.some((value) => text.includes(value))
      })
      ring.splice(0, ring.length, ...kept)
    }
  }

  /** Calls back for each arrival that is shown, until the returned function is called. */
  listen(sourceId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(sourceId) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(sourceId, listeners)
    return () => listeners.delete(listener)
  }

  /** Takes the counts that have gathered since the last call. */
  takeCounts(): { sourceId: string; minute: number; counts: MinuteCounts }[] {
    const taken = this.#counts
    this.#counts = new Map()
    return [...taken].flatMap(([sourceId, minutes]) =>
      [...minutes].map(([minute, counts]) => ({ sourceId, minute, counts })),
    )
  }

  #minute(sourceId: string, at: number): MinuteCounts {
    const minutes = this.#counts.get(sourceId) ?? new Map<number, MinuteCounts>()
    this.#counts.set(sourceId, minutes)
    const minute = Math.floor(at / 60_000) * 60_000
    const counts = minutes.get(minute) ?? { accepted: 0, refused: 0, duplicate: 0, reasons: {} }
    minutes.set(minute, counts)
    return counts
  }

  #show(sourceId: string, event: ArrivedEvent): void {
    const ring = this.#rings.get(sourceId) ?? []
    this.#rings.set(sourceId, ring)
    ring.push(event)
    if (ring.length > ringSize) ring.splice(0, ring.length - ringSize)
    for (const listener of this.#listeners.get(sourceId) ?? []) listener(event)
  }
}

function libraryOf(context: Record<string, unknown>): string | null {
  const library = context.library as { name?: unknown; version?: unknown } | undefined
  return typeof library?.name === 'string' ? `${library.name} ${String(library.version ?? '')}`.trim() : null
}

function describeAccepted(event: AcceptedEvent): ArrivedEvent {
  return {
    id: String(event.eventId),
    receivedAt: new Date(event.receivedAt).toISOString(),
    verdict: 'accepted',
    reason: null,
    detail: Array.isArray(event.context.violations) ? event.context.violations.join(' ') : null,
    faults: [...(event.planFaults ?? [])],
    type: event.type,
    name: event.name,
    userId: event.userId,
    anonymousId: event.anonymousId,
    library: libraryOf(event.context),
    body: event.raw,
    delivery: null,
  }
}

export function describeRepeated(event: AcceptedEvent): ArrivedEvent {
  return { ...describeAccepted(event), verdict: 'duplicate' }
}

export function describeRefused(one: RefusedMessage, receivedAt: number, id: string): ArrivedEvent {
  const message = isObject(one.message) ? one.message : { value: one.message }
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : null)
  return {
    id,
    receivedAt: new Date(receivedAt).toISOString(),
    verdict: 'refused',
    reason: one.reason,
    detail: one.detail,
    faults: one.faults,
    type: text(message.type) ?? '',
    name: text(message.event) ?? text(message.name) ?? '',
    userId: text(message.userId),
    anonymousId: text(message.anonymousId),
    library: null,
    body: message,
    delivery: null,
  }
}
