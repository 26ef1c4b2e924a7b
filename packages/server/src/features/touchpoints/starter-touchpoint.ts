import type { Channel, Filter, Ownership } from '@teia/contracts'

/** One touchpoint of the starter catalogue and the events that belong to it. The first that fits wins. */
export type StarterTouchpoint = {
  readonly name: string
  readonly ownership: Ownership
  /** `site`: the company's own pages, so web or app by the device that sent the event. */
  readonly channel: Channel | 'site'
  readonly events: readonly string[]
  /** What the event has to fit as well. */
  readonly where?: Filter
}
