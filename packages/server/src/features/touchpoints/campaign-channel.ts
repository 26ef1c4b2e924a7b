/** What a campaign says of itself, in lower case; empty where it says nothing. */
export type Campaign = { medium: string; source: string; name: string }

const isPaid = ({ medium }: Campaign) => /^(.*cp.*|ppc|retargeting|paid.*|.*ads?)$/.test(medium)
const isShopping = ({ source, name }: Campaign) =>
  /^(amazon|ebay|etsy|mercadolivre|mercadolibre|shopee|aliexpress|walmart|google shopping|shopzilla)/.test(
    source,
  ) || /(^|[^a-df-z])shop|shopping/.test(name)
const isSearch = ({ source }: Campaign) =>
  /google|bing|yahoo|duckduckgo|ecosia|baidu|yandex|qwant|brave/.test(source)
const isVideo = ({ source }: Campaign) => /^(vimeo|twitch|dailymotion|netflix|hulu|disneyplus)/.test(source)
const isSocial = ({ source }: Campaign) =>
  /^(pinterest|reddit|linkedin|twitter|x|t\.co|threads|snapchat|telegram|discord|quora|vk|bluesky|mastodon)(\.|$)/.test(
    source,
  )
const socialMedia = /^(social|social-network|social-media|sm|social network|social media)$/
const mail = /^(e[-_ ]?mail|newsletter)$/
const named: Record<string, string> = {
  instagram: 'Instagram',
  ig: 'Instagram',
  facebook: 'Facebook',
  fb: 'Facebook',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  whatsapp: 'WhatsApp',
}

/** In order: the first that holds names the way in. */
const rules: readonly [string | ((campaign: Campaign) => string), (campaign: Campaign) => boolean][] = [
  ['E-mail', ({ medium, source }) => mail.test(medium) || mail.test(source)],
  ['SMS', ({ medium, source }) => medium === 'sms' || source === 'sms'],
  ['Push', ({ medium, source }) => /push$|mobile|notification/.test(medium) || source === 'firebase'],
  ['Affiliate', ({ medium }) => /affiliate|partner/.test(medium)],
  [({ source }) => named[source] ?? '', ({ source }) => Object.hasOwn(named, source)],
  ['Shopping ad', (campaign) => isShopping(campaign) && isPaid(campaign)],
  ['Display ad', ({ medium }) => /^(display|banner|expandable|interstitial|cpm)$/.test(medium)],
  ['Search ad', (campaign) => isSearch(campaign) && isPaid(campaign)],
  ['Social ad', (campaign) => (isSocial(campaign) && isPaid(campaign)) || campaign.medium === 'paid_social'],
  ['Video ad', (campaign) => isVideo(campaign) && isPaid(campaign)],
  ['Other ad', isPaid],
  ['Shopping', isShopping],
  ['Social', (campaign) => isSocial(campaign) || socialMedia.test(campaign.medium)],
  ['Video', (campaign) => isVideo(campaign) || /video/.test(campaign.medium)],
  ['Search engine', (campaign) => isSearch(campaign) || campaign.medium === 'organic'],
  ['Audio', ({ medium }) => medium === 'audio'],
  ['Referral', ({ medium }) => /^(referral|app|link)$/.test(medium)],
]

/**
 * The way in that a campaign names. The rules and their order are those of the default channel group of Google Analytics
 * (https://support.google.com/analytics/answer/9756891), which Plausible and Matomo follow too; networks that are ways in
 * of their own here (Instagram, WhatsApp, …) come before their group.
 */
export function campaignChannel(campaign: Campaign): string {
  const rule = rules.find(([, holds]) => holds(campaign))
  if (!rule) return 'Other campaign'
  return typeof rule[0] === 'string' ? rule[0] : rule[0](campaign)
}
