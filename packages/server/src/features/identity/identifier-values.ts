import type { ExternalRule, IdentityRules } from '@teia/contracts'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { externalRuleOf } from './identity-rules.ts'

/** An identifier that an event carries beside its own. */
/** What of an event may carry identifiers. */
export type CarryingEvent = Pick<AcceptedEvent, 'type' | 'traits' | 'context'>
export type CarriedIdentifier = { kind: string; value: string }

const longest = 300

/**
 * The identifiers that an event carries beside its user id and anonymous id: e-mail and phone of identify calls and of
 * `context.traits`, `context.externalIds`, and the ids of the device. In a fixed form, so that equal ones are equal text.
 */
export function carriedIdentifiers(event: CarryingEvent, rules: IdentityRules): CarriedIdentifier[] {
  const found = new Map<string, CarriedIdentifier>()
  const add = (kind: string, value: string | null) => {
    if (value !== null) found.set(`${kind}\0${value}`, { kind, value })
  }
  const { context } = event
  for (const traits of [event.type === 'identify' ? event.traits : null, context.traits]) {
    if (!isObject(traits)) continue
    add('email', readEmail(traits.email, rules))
    add('phone', readPhone(traits.phone, rules.defaultCountry))
  }
  if (Array.isArray(context.externalIds))
    for (const one of context.externalIds.slice(0, 20)) addExternal(one, rules, add)
  if (isObject(context.device)) {
    add('device', readPlain(context.device.id))
    add('advertisingId', readPlain(context.device.advertisingId)?.toLowerCase() ?? null)
  }
  return [...found.values()]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Add = (kind: string, value: string | null) => void

/** External ids by their type; those that are e-mail, phone or advertising ids are of that kind. */
function addExternal(one: unknown, rules: IdentityRules, add: Add): void {
  if (!isObject(one) || typeof one.type !== 'string') return
  if (typeof one.encoding === 'string' && one.encoding !== 'none' && one.encoding !== '') return
  const type = one.type.trim()
  if (type === 'email') add('email', readEmail(one.id, rules))
  else if (type === 'phone') add('phone', readPhone(one.id, rules.defaultCountry))
  else if (type === 'ios.idfa' || type === 'android.idfa')
    add('advertisingId', readPlain(one.id)?.toLowerCase() ?? null)
  else if (/^[\w.:-]{1,60}$/.test(type))
    add(`external:${type}`, readExternal(one.id, externalRuleOf(rules, type)?.read))
}

function readPlain(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return text === '' || text.length > longest ? null : text.toWellFormed()
}

/** An id of another system as its rule reads it; null where nothing is left of it. */
function readExternal(value: unknown, read: ExternalRule['read']): string | null {
  const text = readPlain(value)
  if (text === null || read === undefined || read === 'as_is') return text
  const small = text.toLowerCase()
  return read === 'ignore_case' ? small : small.replace(/[^\p{L}\p{N}]/gu, '') || null
}

/** An address in lower case, without the name before it (`Ana <ana@x>`); null for what is none. */
export function readEmail(value: unknown, rules: Pick<IdentityRules, 'email'>): string | null {
  const text = readPlain(value)?.toLowerCase()
  if (!text) return null
  const open = text.lastIndexOf('<')
  const bare = (open >= 0 && text.endsWith('>') ? text.slice(open + 1, -1) : text)
    .trim()
    .replace(/^mailto:/, '')
  const at = bare.lastIndexOf('@')
  if (at < 1 || at === bare.length - 1 || /[\s<>,;]/.test(bare)) return null
  const tag = rules.email.ignoreTag ? bare.indexOf('+') : -1
  const local = bare.slice(0, tag > 0 && tag < at ? tag : at)
  return `${rules.email.ignoreDots ? local.replaceAll('.', '') : local}@${bare.slice(at + 1)}`
}

const remembered = new Map<string, string | null>()
const mostRemembered = 20_000

/**
 * A number in the form of E.164 (ITU-T), or null where it is no possible number of any country. Numbers without a
 * country are read as of `country`; without one only what begins with a country's code can be told.
 */
export function readPhone(value: unknown, country: string | null): string | null {
  const text = readPlain(value)
  if (text === null || text.length > 40) return null
  const key = `${country ?? ''} ${text}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  // Messages repeat the number of their sender, and reading one takes tens of microseconds.
  if (remembered.size >= mostRemembered) remembered.clear()
  const number = parsePhone(text, country)
  remembered.set(key, number)
  return number
}

function parsePhone(text: string, country: string | null): string | null {
  const bare = text.replace(/^(tel:|whatsapp:)/i, '').replace(/^00/, '+')
  const forms = bare.startsWith('+') ? [bare] : [...(country === null ? [] : [bare]), `+${bare}`]
  for (const form of forms) {
    // A national number must not be taken for a foreign one: what has no plus needs the length of one that has.
    if (form !== bare && bare.replace(/\D/g, '').length < 11) continue
    const found = parsePhoneNumberFromString(form, country ? { defaultCountry: country as 'BR' } : undefined)
    if (found?.isValid()) return found.number
  }
  return null
}
