import { createHash, randomBytes } from 'node:crypto'
import type { SourceSettings } from '@teia/contracts'
import { isInNetworks } from './ip-address.ts'

/** What a call says of whoever makes it, as it came. Never kept. */
export type Caller = { ip: string; userAgent: string; hasPrivacySignal: boolean }

/** What the log keeps of a caller. */
export type Client = {
  /** Whole, to find out whose network it is; it stays in the log until the event is stored and goes no further. */
  ip?: string
  userAgent: string
  /** Of a call whose address is not kept: it lay in a network of the source's own staff. */
  isInternal?: true
  /** Global Privacy Control or Do Not Track. */
  hasPrivacySignal?: true
  /** Names a visitor for one day without telling who it is; only with a privacy signal. */
  visitor?: string
}

let salt = { day: -1, bytes: Buffer.alloc(0) }

/**
 * A visitor's name for one day: a hash under a random salt that lives in memory only and is thrown away at midnight
 * (UTC), so that nobody, we included, can go back from it to an address.
 * Source: https://plausible.io/data-policy#how-we-count-unique-users-without-cookies
 */
function visitorOf(caller: Caller, sourceId: string, now: number): string {
  const day = Math.floor(now / 86_400_000)
  if (salt.day !== day) salt = { day, bytes: randomBytes(32) }
  const hash = createHash('sha256').update(salt.bytes)
  return `cookieless:${hash.update(`${sourceId}\0${caller.ip}\0${caller.userAgent}`).digest('base64url').slice(0, 22)}`
}

export function clientOf(caller: Caller, sourceId: string, now: number): Client {
  return {
    ip: caller.ip,
    userAgent: caller.userAgent.slice(0, 500),
    ...(caller.hasPrivacySignal && {
      hasPrivacySignal: true as const,
      visitor: visitorOf(caller, sourceId, now),
    }),
  }
}

/** What is kept of a caller with a message that did not get in: enough to hold it against the rules again, never the address. */
export function keptClient({ ip, ...rest }: Client, settings: SourceSettings | undefined): Client {
  const isInternal = ip !== undefined && isInNetworks(ip, settings?.internalNetworks ?? [])
  return { ...rest, ...(isInternal && { isInternal: true as const }) }
}
