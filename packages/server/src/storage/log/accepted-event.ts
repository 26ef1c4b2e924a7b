import { hash } from 'node:crypto'
import type { SegmentCall } from '@teia/contracts'

/** The kinds of identifier that an event can carry. */
export type IdentifierKind = 'userId' | 'anonymousId'

/** An event as consumers of the log see it: parsed, normalised, its time corrected. Immutable. */
export type AcceptedEvent = {
  /** Record of the log × 4096 + place in the record. Grows with acceptance; at most 2^53. */
  readonly eventId: number
  readonly workspaceId: string
  readonly sourceId: string
  readonly type: SegmentCall
  readonly name: string
  readonly messageId: string
  readonly userId: string | null
  readonly anonymousId: string | null
  /** Only for `alias`. */
  readonly previousId: string | null
  /** Only for `group`. */
  readonly groupId: string | null
  /** Milliseconds since 1970, corrected for clock skew. */
  readonly time: number
  readonly receivedAt: number
  readonly properties: Record<string, unknown>
  readonly traits: Record<string, unknown> | null
  readonly context: Record<string, unknown>
  /** The message as it came. */
  readonly raw: Record<string, unknown>
}

/** Names one identifier of one workspace by a UUID-shaped hash (SHA-256, first 128 bits). */
export function identityIdOf(workspaceId: string, kind: IdentifierKind | 'groupId', value: string): string {
  const hex = hash('sha256', `${workspaceId}\0${kind}\0${value}`, 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

/** The identity that an event speaks for: its user id, or else its anonymous id. */
export function strongestIdentity(event: AcceptedEvent): string {
  return event.userId !== null
    ? identityIdOf(event.workspaceId, 'userId', event.userId)
    : identityIdOf(event.workspaceId, 'anonymousId', event.anonymousId ?? '')
}

/** No device: an event sent by a server. */
export const noDevice = '00000000-0000-0000-0000-000000000000'

/**
 * A reading of a machine (context.channel "system"), not something a person did. It is kept and can be asked about, but
 * makes no person and is no interaction.
 */
export function isSignal(event: AcceptedEvent): boolean {
  return event.context.channel === 'system'
}
