import { type Channel, Channel as ChannelSchema } from '@teia/contracts'

/** A stored channel; what no rule knows any more is `other`. */
export const channelOf = (channel: string): Channel => ChannelSchema.catch('other').parse(channel)
