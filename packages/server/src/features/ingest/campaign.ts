import { isObject } from './segment-message.ts'

/** URL parameter → field of `context.campaign` in the Segment spec. */
const parameters: Record<string, string> = {
  utm_campaign: 'name',
  utm_source: 'source',
  utm_medium: 'medium',
  utm_term: 'term',
  utm_content: 'content',
  utm_id: 'id',
}

/**
 * Click ids that advertisers add by themselves, where no utm parameter is there: they say that the click was paid for.
 * Source: https://support.google.com/analytics/answer/11242870 (automatic tagging) and Microsoft's and Meta's own.
 */
const clickIds: readonly [string, { source: string; medium: string }][] = [
  ['gclid', { source: 'google', medium: 'cpc' }],
  ['gbraid', { source: 'google', medium: 'cpc' }],
  ['wbraid', { source: 'google', medium: 'cpc' }],
  ['msclkid', { source: 'bing', medium: 'cpc' }],
  ['ttclid', { source: 'tiktok', medium: 'paid_social' }],
]
const telling = /[?&](utm_|gclid=|gbraid=|wbraid=|msclkid=|ttclid=)/

/** The campaign that the address of a page tells; null when it tells none. */
export function campaignOf(page: unknown): Record<string, string> | null {
  if (!isObject(page)) return null
  const text = [page.url, page.search].find(
    (one): one is string => typeof one === 'string' && telling.test(one),
  )
  if (text === undefined) return null
  const query = new URLSearchParams(text.slice(text.indexOf('?') + 1).split('#', 1)[0])
  const campaign: Record<string, string> = {}
  for (const [parameter, field] of Object.entries(parameters)) {
    const value = query.get(parameter)?.trim()
    if (value) campaign[field] = value.slice(0, 300).toWellFormed()
  }
  if (Object.keys(campaign).length > 0) return campaign
  const clicked = clickIds.find(([parameter]) => query.get(parameter))
  return clicked ? { ...clicked[1] } : null
}
