import { hash } from 'node:crypto'
import type { Fault, SegmentCall } from '@teia/contracts'

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
  /** Where it is not as the tracking plan says, for the live view; `context.violations` says the same in words. */
  readonly planFaults?: readonly Fault[]
  /** The message as it came. */
  readonly raw: Record<string, unknown>
}

/** Several steps name the same identifiers, mostly soon after each other. */
const remembered = {
  most: 20_000,
  longest: 200,
  newer: new Map<string, string>(),
  older: new Map<string, string>(),
}

/** Names one identifier of one workspace by a UUID-shaped hash (SHA-256, first 128 bits). */
export function identityIdOf(workspaceId: string, kind: string, value: string): string {
  const key = `${workspaceId}\0${kind}\0${value}`
  const known = remembered.newer.get(key) ?? remembered.older.get(key)
  if (known !== undefined) return known
  const made = nameOf(key)
  if (key.length > remembered.longest) return made
  if (remembered.newer.size >= remembered.most) {
    remembered.older = remembered.newer
    remembered.newer = new Map()
  }
  remembered.newer.set(key, made)
  return made
}

function nameOf(key: string): string {
  const hex = hash('sha256', key, 'hex')
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
