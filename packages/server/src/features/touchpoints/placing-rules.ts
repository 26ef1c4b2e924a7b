import type { CatalogueEntry, Channel, Filter, Matcher } from '@teia/contracts'

/** One way in which an event of a known name comes to a touchpoint. The first that fits wins. */
export type PlacingRule = {
  touchpoint: string
  /** Null: as the event says. */
  channel: Channel | null
  /** Only pages, only screens; null for any kind of call. */
  type: 'page' | 'screen' | null
  where: Filter | null
}
export type PlacingRules = ReadonlyMap<string, readonly PlacingRule[]>

const pageName = 'Page Viewed'
const screenName = 'Screen Viewed'

/** The rules of a catalogue by the name of the event, each list in order of precedence: what places an event quickly. */
export function placingRules(catalogue: readonly Pick<CatalogueEntry, 'definition'>[]): PlacingRules {
  const rules = new Map<string, PlacingRule[]>()
  const add = (event: string, rule: PlacingRule) => rules.set(event, [...(rules.get(event) ?? []), rule])
  for (const { definition } of catalogue) {
    const { name: touchpoint, channel } = definition
    for (const [event, { type, where }] of waysOf(definition.matcher))
      add(event, { touchpoint, channel, type, where })
  }
  return rules
}

/** Each name of an event that a matcher knows, with what such an event has to fit. */
export function waysOf(matcher: Matcher): [string, Pick<PlacingRule, 'type' | 'where'>][] {
  const where = matcher.where ?? null
  const named = (patterns: readonly string[]) => allOf([nameFilter(patterns), where])
  return [
    ...[...new Set(matcher.events)].map((event): [string, Pick<PlacingRule, 'type' | 'where'>] => [
      event,
      { type: null, where },
    ]),
    ...(matcher.pages.length > 0
      ? [[pageName, { type: 'page', where: named(matcher.pages) }] as [string, PlacingRule]]
      : []),
    ...(matcher.screens.length > 0
      ? [[screenName, { type: 'screen', where: named(matcher.screens) }] as [string, PlacingRule]]
      : []),
  ]
}

const allOf = (filters: readonly (Filter | null)[]): Filter | null => {
  const asked = filters.filter((filter) => filter !== null)
  return asked.length > 1 ? { and: asked } : (asked[0] ?? null)
}

/** Patterns in the language of filters; null when any name fits. */
function nameFilter(patterns: readonly string[]): Filter | null {
  const filters = patterns.map(patternFilter)
  if (filters.includes(null)) return null
  const asked = filters.filter((filter) => filter !== null)
  return asked.length === 1 ? (asked[0] ?? null) : { or: asked }
}

function patternFilter(pattern: string): Filter | null {
  const [before, after] = [pattern.startsWith('*'), pattern.endsWith('*')]
  const value = pattern.replace(/^\*/, '').replace(/\*$/, '')
  if (value === '') return null
  const operator = before && after ? 'contains' : before ? 'ends_with' : after ? 'starts_with' : 'equals'
  return { property: 'name', operator, value }
}

/** Names of events that the two catalogues may place differently. */
export function changedEvents(before: PlacingRules, after: PlacingRules): string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  const isSame = (name: string) =>
    JSON.stringify(before.get(name) ?? []) === JSON.stringify(after.get(name) ?? [])
  return [...names].filter((name) => !isSame(name)).toSorted()
}
