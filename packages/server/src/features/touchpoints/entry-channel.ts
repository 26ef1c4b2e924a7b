import type { Channel } from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { campaignChannel } from './campaign-channel.ts'

/** How a visit came that began neither on the site nor in the app: by the channel of its first event. */
const byChannel: Partial<Record<Channel, string>> = {
  'e-mail': 'E-mail',
  social: 'Social',
  messaging: 'Messaging',
  phone: 'Phone',
  store: 'Store',
  marketplace: 'Marketplace',
  ad: 'Other ad',
  chat: 'Chat',
  'in-product': 'Survey or message',
  other: 'Elsewhere',
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : '')
const searchHosts = /(^|\.)(google|bing|duckduckgo|yahoo|ecosia|baidu|yandex)\./
const socialHosts: [RegExp, string][] = [
  [/(^|\.)instagram\.com$/, 'Instagram'],
  [/(^|\.)(facebook\.com|fb\.com)$/, 'Facebook'],
  [/(^|\.)tiktok\.com$/, 'TikTok'],
  [/(^|\.)(youtube\.com|youtu\.be)$/, 'YouTube'],
  [/(^|\.)(x\.com|twitter\.com|t\.co)$/, 'X'],
  [/(^|\.)linkedin\.com$/, 'LinkedIn'],
  [/(^|\.)(whatsapp\.com|wa\.me)$/, 'WhatsApp'],
]
/**
 * Says how a visit that begins with this event came, from campaign parameters first, then from the referrer. The rules
 * follow the published default channel groups of the common web analytics tools. Without either it is the channel itself.
 */
export function entryChannel(event: AcceptedEvent, channel: Channel = 'web'): string {
  const campaign = event.context.campaign as Record<string, unknown> | undefined
  const medium = text(campaign?.medium)
  const source = text(campaign?.source)
  if (medium || source) return campaignChannel({ medium, source, name: text(campaign?.name) })
  const page = event.context.page as Record<string, unknown> | undefined
  if (!page) return channel === 'app' ? 'App' : (byChannel[channel] ?? 'Direct')
  return fromReferrer(
    text(page.referrer) || text((event.context.referrer as Record<string, unknown> | undefined)?.url),
    text(page.url),
  )
}

function fromReferrer(referrer: string, url: string): string {
  const host = hostOf(referrer)
  if (host === '' || host === hostOf(url)) return 'Direct'
  if (searchHosts.test(host)) return 'Search engine'
  return socialHosts.find(([pattern]) => pattern.test(host))?.[1] ?? 'Referral'
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}

/**
 * The way in of a stored event that is now in another channel: only where nothing but the channel had named it. Plain
 * columns, as in a mutation.
 */
export function entryChannelSql(channel: string): string {
  const names = Object.keys(byChannel).concat('app')
  const ways = Object.values(byChannel).concat('App')
  const list = (texts: readonly string[]) => `[${texts.map((text) => `'${text}'`).join(', ')}]`
  const way = (of: string) => `transform(toString(${of}), ${list(names)}, ${list(ways)}, 'Direct')`
  const isByChannel = `toString(context.campaign.medium) = '' AND toString(context.campaign.source) = '' AND JSONLength(toJSONString(context), 'page') = 0 AND entry = ${way('channel')}`
  return `if(${isByChannel}, ${way(channel)}, toString(entry))`
}
