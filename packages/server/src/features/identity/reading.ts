import type { IdentityRules } from '@teia/contracts'
import { identityIdOf } from '../../storage/log/accepted-event.ts'
import { carriedIdentifiers } from './identifier-values.ts'
import { linkKey } from './identity-graph.ts'

const external = 'external:'

/** What of the rules says how values are read, by kind of identifier. */
const readingOf = ({ defaultCountry, email, externalTypes }: IdentityRules) =>
  new Map<string, string>([
    ['phone', defaultCountry ?? ''],
    ['email', `${email.ignoreTag} ${email.ignoreDots}`],
    ...Object.entries(externalTypes).flatMap(([type, { read = 'as_is' }]) =>
      read === 'as_is' ? [] : [[external + type, read] as const],
    ),
  ])

/** The kinds of identifiers of which values that were sent are read differently now than under one of the rules before. */
export function kindsReadAnew(before: readonly IdentityRules[], now: IdentityRules): Set<string> {
  const is = readingOf(now)
  return new Set(
    before
      .map(readingOf)
      .flatMap((was) =>
        [...new Set([...was.keys(), ...is.keys()])].filter((kind) => was.get(kind) !== is.get(kind)),
      ),
  )
}

/** Changes of rules may add up while events are read; together they stay below what can be looked for. */
const mostTypes = 20

/**
 * What stands in every message whose values are read differently now than under one of the rules before, whatever its
 * case: only those have to be read again.
 */
export function marksOfChange(before: readonly IdentityRules[], now: IdentityRules): string[] {
  const kinds = [...kindsReadAnew(before, now)]
  const types = kinds.filter((kind) => kind.startsWith(external)).map((kind) => kind.slice(external.length))
  return [
    ...(kinds.includes('email') ? ['@', '＠'] : []),
    ...(kinds.includes('phone') ? ['phone'] : []),
    // The engine looks for 255 words at once; every external id stands under this one.
    ...(types.length > mostTypes ? ['externalIds'] : types),
  ]
}

/** A stored event that may carry identifiers beside its own. */
export type StoredMessage = {
  identityId: string
  eventId: number
  /** Milliseconds since 1970. */
  time: number
  type: string
  messageId: string
  sourceId: string
  raw: string
}
/** That an event's own identifier came with another one. */
export type CarriedLink = { a: string; b: string; rule: string; value: string }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The links that a stored event makes when its values are read by these rules, by key. */
export function carriedLinks(
  workspaceId: string,
  event: Pick<StoredMessage, 'identityId' | 'type' | 'raw'>,
  rules: IdentityRules,
): Map<string, CarriedLink> {
  const message: unknown = JSON.parse(event.raw)
  if (!isObject(message)) return new Map()
  const context = isObject(message.context) ? message.context : {}
  const own = isObject(message.traits) ? message.traits : null
  const traits = own ?? (isObject(context.traits) ? context.traits : null)
  const found = carriedIdentifiers({ type: event.type as 'identify', traits, context }, rules)
  return new Map(
    found.map(({ kind, value }) => {
      const link = { a: event.identityId, b: identityIdOf(workspaceId, kind, value), rule: kind, value }
      return [linkKey(link), link]
    }),
  )
}

/** What reading an event anew changes: links that it makes now, links that it made, and which of those became which. */
export type Rereading = {
  made: CarriedLink[]
  doubted: CarriedLink[]
  /** A decision about the first holds for the second. */
  became: [CarriedLink, CarriedLink][]
}

/**
 * Reads an event by the rules that hold, beside those that have held since events were last read as a whole. Only kinds
 * that are read differently: of these, and no others, every event that carries one is among those read again.
 */
export function readAgain(
  workspaceId: string,
  event: StoredMessage,
  before: readonly IdentityRules[],
  rules: IdentityRules,
): Rereading {
  const kinds = kindsReadAnew(before, rules)
  const linksBy = (which: IdentityRules) =>
    [...carriedLinks(workspaceId, event, which)].filter(([, link]) => kinds.has(link.rule))
  const now = new Map(linksBy(rules))
  const made = [...now.values()]
  const earlier = before.flatMap(linksBy)
  const doubted = earlier.filter(([key]) => !now.has(key)).map(([, link]) => link)
  const known = new Set(earlier.map(([key]) => key))
  const fresh = made.filter((link) => !known.has(linkKey(link)))
  const became = doubted.flatMap((old) =>
    fresh.filter((link) => link.rule === old.rule).map((link) => [old, link] as [CarriedLink, CarriedLink]),
  )
  return { made, doubted, became }
}
