import { type CatalogueEntry, channels, type Fault, faultOf } from '@teia/contracts'

/** Channels as they are kept and as they are called: touchpoints are kept by their ids, which stay when names change. */
export type ChannelKeys = {
  /** What a channel is kept as; a fault where it names nothing. */
  keyOf(by: string, channel: string): { key: string } | { fault: Fault }
  /** What it is called now. */
  nameOf(by: string, key: string): string
}

const known: ReadonlySet<string> = new Set(channels)

export function channelKeys(entries: readonly CatalogueEntry[]): ChannelKeys {
  const names = new Map(entries.map(({ id, definition }) => [id, definition.name]))
  const ids = new Map(entries.map(({ id, definition }) => [definition.name.toLowerCase(), id]))
  return {
    keyOf(by, channel) {
      if (by === 'touchpoint') {
        const id = ids.get(channel.toLowerCase()) ?? (names.has(channel) ? channel : undefined)
        return id === undefined
          ? { fault: faultOf('spend_touchpoint_unknown', { name: channel }) }
          : { key: id }
      }
      if (by === 'channel' && !known.has(channel))
        return { fault: faultOf('spend_channel_unknown', { name: channel, allowed: channels.join(', ') }) }
      return { key: channel }
    },
    nameOf: (by, key) => (by === 'touchpoint' ? (names.get(key) ?? key) : key),
  }
}
