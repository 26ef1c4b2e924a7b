import { type Fault, faultOf, type RefusalReason, SourceSettings } from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { campaignOf } from './campaign.ts'
import type { Client } from './client.ts'
import { isInNetworks, truncateIp } from './ip-address.ts'
import { isObject, refusalFor, type Verdict } from './segment-message.ts'
import { readUserAgent } from './user-agent.ts'

type Unplaced = Omit<AcceptedEvent, 'eventId'>
const defaults: SourceSettings = SourceSettings.parse({})
const passed = (event: Unplaced): Verdict => ({ ok: true, event })
const refused = (reason: RefusalReason, fault: Fault): Verdict => ({
  ok: false,
  ...refusalFor(reason, fault),
})

/**
 * Adds what an event tells without saying so (device, browser, robot, own staff, campaign, consent) and takes away what
 * its source does not keep. Pure: reading a record twice gives the same.
 */
export function enrichEvent(
  event: Unplaced,
  client: Client | undefined,
  settings: SourceSettings = defaults,
): Verdict {
  const said = event.context
  const address = text(said.ip) ?? (isVisitor(event) ? client?.ip : undefined)
  const agentText = text(said.userAgent) ?? (isVisitor(event) ? client?.userAgent : undefined)
  const agent = agentText === undefined ? null : readUserAgent(agentText)
  const isInternal =
    address === undefined
      ? isVisitor(event) && client?.isInternal === true && settings.internalNetworks.length > 0
      : isInNetworks(address, settings.internalNetworks)
  if (isInternal && settings.internalTraffic === 'refuse')
    return refused('internal_traffic', faultOf('own_staff'))
  if (agent?.isBot && settings.bots === 'refuse') return refused('bot', faultOf('robot'))

  const campaign = isObject(said.campaign) ? null : campaignOf(said.page)
  const consent = withExpiry(consentOf(said.consent) ?? said.consent, event.time, settings.consentDays)
  const context = {
    ...withIp(said, settings),
    ...(agent && deviceOf(said, agent)),
    ...(agent?.isBot && { bot: true }),
    ...(isInternal && { internal: true }),
    ...(campaign && { campaign }),
    ...(consent && { consent }),
  }
  const enriched = { ...event, context, raw: withRawIp(event.raw, settings) }
  return client?.hasPrivacySignal ? obeySignal(enriched, client, settings) : passed(enriched)
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** What a browser or an app sends for itself; a server that sends for others says so by what it leaves out. */
function isVisitor(event: Unplaced): boolean {
  if (event.type === 'page' || event.type === 'screen') return true
  return isObject(event.context.page) || isObject(event.context.screen)
}

function deviceOf(said: Record<string, unknown>, agent: ReturnType<typeof readUserAgent>) {
  const merged = (own: unknown, found: Record<string, string>) => ({ ...found, ...(isObject(own) && own) })
  return {
    ...(Object.keys(agent.device).length > 0 && { device: merged(said.device, agent.device) }),
    ...(Object.keys(agent.os).length > 0 && { os: merged(said.os, agent.os) }),
    ...(Object.keys(agent.browser).length > 0 && { browser: agent.browser }),
  }
}

function withIp(context: Record<string, unknown>, settings: SourceSettings): Record<string, unknown> {
  if (context.ip === undefined || settings.ip === 'keep') return context
  const { ip, ...rest } = context
  const cut = settings.ip === 'truncate' && typeof ip === 'string' ? truncateIp(ip) : null
  return cut === null ? rest : { ...rest, ip: cut }
}

function withRawIp(raw: Record<string, unknown>, settings: SourceSettings): Record<string, unknown> {
  return isObject(raw.context) && raw.context.ip !== undefined
    ? { ...raw, context: withIp(raw.context, settings) }
    : raw
}

/** Consent Mode's words (`granted`, `denied`) as preferences by category, beside those of Segment's clients. */
function consentOf(consent: unknown): Record<string, unknown> | null {
  const mode = isObject(consent) ? consent.consentMode : undefined
  if (!isObject(consent) || !isObject(mode)) return null
  const granted = Object.entries(mode)
    .filter(([, state]) => state === 'granted' || state === 'denied')
    .map(([purpose, state]) => [purpose, state === 'granted'])
  const own = isObject(consent.categoryPreferences) ? consent.categoryPreferences : {}
  return { ...consent, categoryPreferences: { ...Object.fromEntries(granted), ...own } }
}

/** Consents that name no end of their own end as the source is set. Null: nothing was consented to here. */
function withExpiry(
  consent: unknown,
  time: number,
  days: number | null | undefined,
): Record<string, unknown> | null {
  if (!isObject(consent)) return null
  if (typeof days !== 'number' || consent.expiresAt !== undefined || !isObject(consent.categoryPreferences))
    return consent
  return { ...consent, expiresAt: new Date(time + days * 86_400_000).toISOString() }
}

/** Global Privacy Control and Do Not Track, as the source is set. Source: https://w3c.github.io/gpc/ */
function obeySignal(event: Unplaced, client: Client, settings: SourceSettings): Verdict {
  if (settings.privacySignal === 'ignore') return passed(event)
  const isAboutIdentity = event.type === 'identify' || event.type === 'group' || event.type === 'alias'
  if (settings.privacySignal === 'refuse' || isAboutIdentity)
    return refused('privacy_signal', faultOf('asks_not_to_be_tracked'))
  const anonymousId = client.visitor ?? 'cookieless'
  const bare = (context: unknown) => {
    if (!isObject(context)) return {}
    const {
      ip: _ip,
      traits: _traits,
      externalIds: _ids,
      groupId: _group,
      userAgent: _agent,
      ...rest
    } = context
    if (!isObject(rest.device)) return rest
    const { id: _device, advertisingId: _advertising, ...device } = rest.device
    return { ...rest, device }
  }
  const { userId: _user, traits: _traits, ...raw } = event.raw
  return passed({
    ...event,
    userId: null,
    anonymousId,
    traits: null,
    context: bare(event.context),
    raw: { ...raw, anonymousId, context: bare(raw.context) },
  })
}
