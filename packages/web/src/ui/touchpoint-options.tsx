import { useQuery } from '@tanstack/react-query'
import { catalogueQuery } from '../lib/catalogue.ts'
import { useChannelName } from './channel-name.ts'
import { ChannelIcon } from './icons.tsx'
import { useTouchpointName } from './touchpoint-name.ts'
import type { Option } from './typeahead.tsx'

/** The touchpoints that were met, to choose from: each name once, with the channels it was met in. */
export function useTouchpointOptions(): Option[] {
  const { data } = useQuery(catalogueQuery)
  const touchpointName = useTouchpointName()
  const channelName = useChannelName()
  const met = new Map<string, { channel: string; icon: Option['icon'] }>()
  for (const { name, channel } of data?.touchpoints ?? []) {
    const before = met.get(name)
    met.set(name, {
      channel: before ? `${before.channel}, ${channelName(channel)}` : channelName(channel),
      icon: before?.icon ?? <ChannelIcon channel={channel} />,
    })
  }
  return [...met].map(([value, { channel, icon }]) => {
    const label = touchpointName(value)
    return { value, label, icon, ...(channel === label ? {} : { note: channel }) }
  })
}
