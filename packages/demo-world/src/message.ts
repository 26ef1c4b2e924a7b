/** A time as ISO 8601 in UTC with milliseconds. */
export type IsoTime = string

export type Properties = Record<string, unknown>

/** Where and on what an event happened: the parts of the Segment `context` this world uses. */
export type MessageContext = {
  channel?: string
  library?: { name: string; version: string }
  locale?: string
  timezone?: string
  ip?: string
  userAgent?: string
  device?: { type: string; manufacturer?: string; model?: string }
  os?: { name: string; version: string }
  app?: { name: string; version: string; build: string }
  page?: { path: string; url: string; title: string; referrer?: string; search?: string }
  campaign?: { name: string; source: string; medium: string; content?: string; term?: string }
  externalIds?: { id: string; type: string; collection: string; encoding: string }[]
}

type Common = {
  messageId: string
  userId?: string
  anonymousId?: string
  context: MessageContext
  /** True time of the event; equals `receivedAt - (sentAt - originalTimestamp)`. */
  timestamp: IsoTime
  /** Time by the sender's own clock, which may be wrong. */
  originalTimestamp: IsoTime
  /** Sending time by the sender's own clock. */
  sentAt: IsoTime
  /** True time of arrival; a world is ordered by it. */
  receivedAt: IsoTime
}

/** One Segment message, in the form in which it reached the collector. */
export type WorldEvent = Common &
  (
    | { type: 'track'; event: string; properties: Properties }
    | { type: 'page'; name: string; properties: Properties }
    | { type: 'screen'; name: string; properties: Properties }
    | { type: 'identify'; traits: Properties }
    | { type: 'group'; groupId: string; traits: Properties }
    | { type: 'alias'; previousId: string }
  )
