import type { Channel, Filter, Leaf, TouchpointRef } from '@teia/contracts'

/** How questions name touchpoints: by id, or by a name that only one has. */
export type TouchpointNames = {
  /** The touchpoint of that id or name, and the channel if only one is meant; null when there is none. Throws `ambiguous_touchpoint`. */
  find(asked: string): { name: string; channel: Channel | null } | null
  /** Whether a touchpoint has that name. */
  isTouchpoint(name: string): boolean
  /** What to tell of a touchpoint in an answer; `met` is the channel it was met in, null for all. */
  describe(name: string, met: Channel | null): TouchpointRef
}

/** Puts the stored name, and the channel if one is meant, in place of ids. */
export function nameTouchpoints(filter: Filter, names: TouchpointNames): Filter {
  if ('and' in filter) return { and: filter.and.map((part) => nameTouchpoints(part, names)) }
  if ('or' in filter) return { or: filter.or.map((part) => nameTouchpoints(part, names)) }
  if ('not' in filter) return { not: nameTouchpoints(filter.not, names) }
  return 'touchpoint' in filter ? nameLeaf(filter, names) : filter
}

function nameLeaf(leaf: Extract<Leaf, { touchpoint: string }>, names: TouchpointNames): Leaf {
  const asked = leaf.channel
    ? withoutAmbiguity(leaf.touchpoint, leaf.channel, names)
    : names.find(leaf.touchpoint)
  if (!asked) return leaf
  const channel = leaf.channel ?? asked.channel
  return { ...leaf, touchpoint: asked.name, ...(channel && { channel }) }
}

/** A name together with a channel is never ambiguous. */
const withoutAmbiguity = (asked: string, channel: Channel, names: TouchpointNames) =>
  names.find(`${asked}@${channel}`) ?? names.find(asked)
