import {
  type AcceptedEvent,
  type IdentifierKind,
  identityIdOf,
  isSignal,
} from '../../storage/log/accepted-event.ts'
import type { Assertion } from './identity-graph.ts'
import { mergeTraits, type StampedTraits, stampTraits } from './traits.ts'

/** What one block of events says about one identifier. */
export type Touch = {
  workspaceId: string
  identityId: string
  kind: IdentifierKind
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
export type Touches = {
  identifiers: Map<string, Touch>
  assertions: Map<string, Assertion & { workspaceId: string }>
  accounts: Map<string, TouchedAccount>
}

/** Reads a block of events into what it says about identifiers. Commutative: the order of events does not matter. */
export function collectTouches(events: readonly AcceptedEvent[]): Touches {
  const touches: Touches = { identifiers: new Map(), assertions: new Map(), accounts: new Map() }
  for (const event of events) if (!isSignal(event)) readEvent(touches, event)
  return touches
}

function readEvent(touches: Touches, event: AcceptedEvent): void {
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

function readGroup(touches: Touches, event: AcceptedEvent, member: string, groupId: string): void {
  const id = identityIdOf(event.workspaceId, 'groupId', groupId)
  const account = touches.accounts.get(id) ?? {
    workspaceId: event.workspaceId,
    id,
    groupId,
    traits: {},
    members: new Set(),
  }
  account.traits = mergeTraits(account.traits, stampTraits(event))
  account.members.add(member)
  touches.accounts.set(id, account)
}

function touch(
  touches: Touches,
  event: AcceptedEvent,
  kind: IdentifierKind,
  value: string,
  isSeen: boolean,
): Touch {
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

function assert(touches: Touches, event: AcceptedEvent, a: string, b: string, rule: Assertion['rule']): void {
  const key = `${a}${b}${rule}`
  const present = touches.assertions.get(key)
  if (present) present.firstAssertedAt = Math.min(present.firstAssertedAt, event.time)
  else
    touches.assertions.set(key, { workspaceId: event.workspaceId, a, b, rule, firstAssertedAt: event.time })
}

/** Consent as Segment clients carry it in `context.consent.categoryPreferences`. */
function consentsOf(event: AcceptedEvent): StampedTraits | null {
  const consent = event.context.consent as { categoryPreferences?: unknown } | undefined
  const preferences = consent?.categoryPreferences
  if (typeof preferences !== 'object' || preferences === null) return null
  return Object.fromEntries(
    Object.entries(preferences)
      .filter(([, granted]) => typeof granted === 'boolean')
      .map(([purpose, granted]) => [
        purpose,
        [granted, event.time, event.messageId] as [unknown, number, string],
      ]),
  )
}
