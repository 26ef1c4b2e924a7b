import type { IdentityRules } from '@teia/contracts'
import { type AcceptedEvent, identityIdOf, isSignal } from '../../storage/log/accepted-event.ts'
import { carriedIdentifiers } from './identifier-values.ts'
import { type Assertion, linkKey } from './identity-graph.ts'
import { mergeTraits, type StampedTraits, stampTraits } from './traits.ts'

/** What one block of events says about one identifier. */
export type Touch = {
  workspaceId: string
  identityId: string
  kind: string
  value: string
  isSeen: boolean
  firstSeenAt: number
  lastSeenAt: number
  traits: StampedTraits | null
  consents: StampedTraits | null
}
export type TouchedAccount = {
  workspaceId: string
  id: string
  groupId: string
  traits: StampedTraits
  members: Set<string>
}
/** An assertion with the first event of the block that made it; of equal times, the one whose message id comes first. */
export type MadeAssertion = Assertion & { messageId: string; eventId: number; sourceId: string }
export type Touches = {
  identifiers: Map<string, Touch>
  assertions: Map<string, MadeAssertion>
  accounts: Map<string, TouchedAccount>
}

/** Reads a block of events into what it says about identifiers. Commutative: the order of events does not matter. */
export function collectTouches(events: readonly AcceptedEvent[], rules: IdentityRules): Touches {
  const touches: Touches = { identifiers: new Map(), assertions: new Map(), accounts: new Map() }
  for (const event of events)
    if (!isSignal(event)) readEvent(touches, event, rules)
    // A machine tells of an account, as an import does: the account has no member by that.
    else if (event.type === 'group' && event.groupId !== null) readGroup(touches, event, null, event.groupId)
  return touches
}

function readEvent(touches: Touches, event: AcceptedEvent, rules: IdentityRules): void {
  const user = event.userId === null ? null : touch(touches, event, 'userId', event.userId, true)
  const device =
    event.anonymousId === null ? null : touch(touches, event, 'anonymousId', event.anonymousId, true)
  const own = user ?? device
  if (!own) return
  if (event.type === 'identify' && event.traits)
    own.traits = mergeTraits(own.traits ?? {}, stampTraits(event))
  const consents = consentsOf(event)
  if (consents) own.consents = mergeTraits(own.consents ?? {}, consents)
  if (user && device) assert(touches, event, device.identityId, user.identityId, 'identify')
  for (const { kind, value } of carriedIdentifiers(event, rules))
    assert(touches, event, own.identityId, touch(touches, event, kind, value, false).identityId, kind)
  if (event.type === 'alias' && user && event.previousId !== null)
    readAlias(touches, event, user.identityId, event.previousId)
  if (event.type === 'group' && event.groupId !== null)
    readGroup(touches, event, own.identityId, event.groupId)
}

/** `previousId` does not say of what kind it is, so both kinds are joined; the one that nothing comes from stays unseen. */
function readAlias(touches: Touches, event: AcceptedEvent, user: string, previousId: string): void {
  for (const kind of ['userId', 'anonymousId'] as const) {
    const previous = touch(touches, event, kind, previousId, false)
    if (previous.identityId !== user) assert(touches, event, previous.identityId, user, 'alias')
  }
}

function readGroup(touches: Touches, event: AcceptedEvent, member: string | null, groupId: string): void {
  const id = identityIdOf(event.workspaceId, 'groupId', groupId)
  const account = touches.accounts.get(id) ?? {
    workspaceId: event.workspaceId,
    id,
    groupId,
    traits: {},
    members: new Set(),
  }
  account.traits = mergeTraits(account.traits, stampTraits(event))
  if (member !== null) account.members.add(member)
  touches.accounts.set(id, account)
}

function touch(touches: Touches, event: AcceptedEvent, kind: string, value: string, isSeen: boolean): Touch {
  const identityId = identityIdOf(event.workspaceId, kind, value)
  const present = touches.identifiers.get(identityId)
  if (present) {
    present.isSeen ||= isSeen
    present.firstSeenAt = Math.min(present.firstSeenAt, event.time)
    present.lastSeenAt = Math.max(present.lastSeenAt, event.time)
    return present
  }
  const made: Touch = {
    workspaceId: event.workspaceId,
    identityId,
    kind,
    value,
    isSeen,
    firstSeenAt: event.time,
    lastSeenAt: event.time,
    traits: null,
    consents: null,
  }
  touches.identifiers.set(identityId, made)
  return made
}

function assert(touches: Touches, event: AcceptedEvent, a: string, b: string, rule: string): void {
  const { messageId, eventId, sourceId } = event
  const made = { a, b, rule, firstAssertedAt: event.time, messageId, eventId, sourceId }
  const key = linkKey(made)
  const present = touches.assertions.get(key)
  if (!present || isEarlier(made, present)) touches.assertions.set(key, made)
}

function isEarlier(x: MadeAssertion, y: MadeAssertion): boolean {
  return x.firstAssertedAt === y.firstAssertedAt
    ? x.messageId < y.messageId
    : x.firstAssertedAt < y.firstAssertedAt
}

/**
 * Consent as Segment clients carry it in `context.consent.categoryPreferences`, with its end where one is said:
 * `context.consent.expiresAt`, or by category in `context.consent.categoryExpiresAt`. What was refused does not expire.
 */
function consentsOf(event: AcceptedEvent): StampedTraits | null {
  const consent = event.context.consent as Partial<Record<string, unknown>> | undefined
  const preferences = consent?.categoryPreferences
  if (typeof preferences !== 'object' || preferences === null) return null
  const ends = (consent?.categoryExpiresAt ?? {}) as Partial<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(preferences)
      .filter(([, granted]) => typeof granted === 'boolean')
      .map(([purpose, granted]) => {
        const until = granted ? instantOf(ends[purpose] ?? consent?.expiresAt) : null
        const value = until === null ? granted : { granted, until }
        return [purpose, [value, event.time, event.messageId] as [unknown, number, string]]
      }),
  )
}

/** An instant as ISO 8601, from such a text or from milliseconds; null when it is neither. */
function instantOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
