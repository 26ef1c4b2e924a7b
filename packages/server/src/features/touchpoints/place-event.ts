import { type Channel, channels, evaluateFilter, type Filter, valueAt } from '@teia/contracts'
import { type AcceptedEvent, isSignal } from '../../storage/log/accepted-event.ts'
import { askedContext } from '../ingest/index.ts'
import type { PlacingRule, PlacingRules } from './placing-rules.ts'

/** `said`: the channel that the event itself tells, empty when it tells none. */
export type Place = { touchpoint: string; channel: Channel; said: Channel | '' }
const channelNames: ReadonlySet<string> = new Set(channels)

/** Says at which touchpoint an event happened. Without a rule that fits the touchpoint is empty and only the channel is told. */
export function placeEvent(rules: PlacingRules, event: AcceptedEvent): Place {
  const said = channelSaid(event)
  const rule = rules.get(event.name)?.find((candidate) => fits(candidate, event))
  if (!rule) return { touchpoint: '', channel: said || 'other', said }
  return { touchpoint: rule.touchpoint, channel: rule.channel ?? (said || 'web'), said }
}

function fits({ type, where }: PlacingRule, event: AcceptedEvent): boolean {
  if (type !== null && (event.type !== type || isSignal(event))) return false
  return where === null || eventPasses(where, event)
}

/** Whether an event passes a matcher's filter, as it is stored: of the context, what questions can ask about. */
export function eventPasses(where: Filter, event: AcceptedEvent): boolean {
  let context: Record<string, unknown> | undefined
  return evaluateFilter(where, {
    event: { name: event.name, touchpoint: '', channel: '' },
    property: (name) => {
      if (name === 'context.source') return event.sourceId
      if (!name.startsWith('context.')) return valueAt(event.properties, name.replace(/^properties\./, ''))
      context ??= askedContext(event.context)
      return valueAt(context, name.slice('context.'.length))
    },
    trait: () => undefined,
    did: () => false,
  })
}

/** The channel that the event names, else web or app by what the client says of itself; empty when it says nothing. */
export function channelSaid(event: AcceptedEvent): Channel | '' {
  const { channel } = event.context
  if (typeof channel === 'string' && channelNames.has(channel)) return channel as Channel
  if (event.type === 'screen' || isFilled(event.context.app)) return 'app'
  const library = (event.context.library as { name?: unknown } | undefined)?.name
  if (typeof library === 'string' && /ios|android|swift|kotlin|flutter|react-native/i.test(library))
    return 'app'
  if (event.type === 'page' || isFilled(event.context.page)) return 'web'
  return ''
}
const isFilled = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0
