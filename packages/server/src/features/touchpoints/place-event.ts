import { type Channel, channels } from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { type StarterTouchpoint, starterCatalogue } from './starter-catalogue.ts'

export type Place = { touchpoint: string; channel: Channel }
const byEvent = new Map<string, StarterTouchpoint[]>()
for (const row of starterCatalogue)
  for (const name of row.events) byEvent.set(name, [...(byEvent.get(name) ?? []), row])
const channelNames: ReadonlySet<string> = new Set(channels)

/** Says at which touchpoint an event happened. Without a matcher the touchpoint is empty and only the channel is told. */
export function placeEvent(event: AcceptedEvent): Place {
  const row = byEvent.get(event.name)?.find((candidate) => fits(candidate, event.properties))
  const said =
    typeof event.context.channel === 'string' && channelNames.has(event.context.channel)
      ? (event.context.channel as Channel)
      : null
  if (!row) return { touchpoint: '', channel: said ?? siteOf(event) ?? 'other' }
  return {
    touchpoint: row.name,
    channel: row.channel === 'site' ? (said ?? siteOf(event) ?? 'web') : row.channel,
  }
}

function fits(row: StarterTouchpoint, properties: Record<string, unknown>): boolean {
  if (!row.where) return true
  const value = properties[row.where.property]
  return typeof value === 'string' && row.where.in.includes(value.toLowerCase())
}

/** Web or app, by what the client says of itself. */
function siteOf(event: AcceptedEvent): Channel | null {
  if (event.type === 'screen' || isFilled(event.context.app)) return 'app'
  const library = (event.context.library as { name?: unknown } | undefined)?.name
  if (typeof library === 'string' && /ios|android|swift|kotlin|flutter|react-native/i.test(library))
    return 'app'
  if (event.type === 'page' || isFilled(event.context.page)) return 'web'
  return null
}
const isFilled = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0
