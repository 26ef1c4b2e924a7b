import { createHash } from 'node:crypto'
import { collectLimits, type MappingRule, type WebhookMapping } from '@teia/contracts'
import { type Element, elementsAt, type Scope } from './mapping-path.ts'
import { evaluate, fieldsOf, holds } from './mapping-value.ts'

export type Delivery = {
  body: unknown
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>
  /** Names this delivery where a rule does not: the sender's id or the digest of the body. */
  id: string
  /** Kept in front of the ids that rules give, where these are unique only for their sender. */
  idPrefix?: string
}
export type MadeMessage = { rule: number; message: Record<string, unknown> }
export type AskedPrivacy = {
  messageId: string
  kind: 'access' | 'erase' | 'erase_all'
  subject: Record<string, unknown>
}
export type Applied = { messages: MadeMessage[]; privacy: AskedPrivacy[] }

const mostMessages = 2_500

/**
 * Turns a delivery into messages of the Segment spec by the rules of a mapping. Pure: the same delivery gives the same
 * messages under the same ids, so a repetition is recognised. Never throws.
 */
export function applyMapping(mapping: WebhookMapping, delivery: Delivery): Applied {
  const applied: Applied = { messages: [], privacy: [] }
  const used = new Map<string, number>()
  for (const [rule, one] of mapping.rules.entries()) {
    if (one.otherwise && applied.messages.length + applied.privacy.length > 0) continue
    for (const scope of scopesOf(one, delivery)) {
      if (applied.messages.length >= mostMessages) return applied
      if (!(one.when ?? []).every((condition) => holds(condition, scope))) continue
      const messageId = uniqueId(idOf(one, rule, scope, delivery), used)
      if (one.type === 'privacy_request') askPrivacy(applied, one, scope, messageId)
      else applied.messages.push({ rule, message: messageOf(one, scope, messageId) })
    }
  }
  return applied
}

function scopesOf(rule: MappingRule, { body, headers }: Delivery): Scope[] {
  if (rule.each === undefined) return [{ body, headers }]
  return elementsAt({ body, headers }, rule.each, mostMessages).map((element: Element) => ({
    body,
    headers,
    ...element,
  }))
}

function idOf(rule: MappingRule, place: number, scope: Scope, delivery: Delivery): string {
  const own = rule.messageId === undefined ? undefined : evaluate(rule.messageId, scope)
  if (typeof own === 'string' || typeof own === 'number') return `${delivery.idPrefix ?? ''}${own}`
  return place === 0 ? delivery.id : `${delivery.id}/${place}`
}

/** One delivery may become several messages under the sender's one id. */
function uniqueId(id: string, used: Map<string, number>): string {
  const times = used.get(id) ?? 0
  used.set(id, times + 1)
  const unique = (times === 0 ? id : `${id}#${times}`).toWellFormed().replaceAll('\0', '')
  if (unique !== '' && unique.length <= collectLimits.messageIdLength) return unique
  return createHash('sha256').update(unique).digest('base64url')
}

function messageOf(rule: MappingRule, scope: Scope, messageId: string): Record<string, unknown> {
  const traits = fieldsOf(rule.traits, scope)
  const isAbout = rule.type === 'identify' || rule.type === 'group'
  const externalIds = Object.entries(fieldsOf(rule.externalIds, scope)).map(([type, id]) => ({
    id: String(id),
    type,
    collection: 'users',
    encoding: 'none',
  }))
  const context = {
    ...fieldsOf(rule.context, scope),
    ...(!isAbout && Object.keys(traits).length > 0 && { traits }),
    ...(externalIds.length > 0 && { externalIds }),
  }
  const named = ['event', 'userId', 'anonymousId', 'groupId', 'previousId', 'timestamp'] as const
  const fields = named.map((name) => {
    const value = rule[name]
    return [name, value === undefined ? undefined : evaluate(value, scope)] as const
  })
  return {
    type: rule.type,
    messageId,
    ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
    ...(rule.properties && { properties: fieldsOf(rule.properties, scope) }),
    ...(isAbout && { traits }),
    context,
  }
}

function askPrivacy(applied: Applied, rule: MappingRule, scope: Scope, messageId: string): void {
  const { kind, ...subject } = fieldsOf(rule.properties, scope)
  if (kind === 'access' || kind === 'erase' || kind === 'erase_all')
    applied.privacy.push({ messageId, kind, subject })
}
