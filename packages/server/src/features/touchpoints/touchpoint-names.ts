import { type Channel, channels, faultOf } from '@teia/contracts'
import type { TouchpointNames } from '../../analytics/index.ts'
import { AppError } from '../../platform/errors.ts'
import { slugOf } from './slug.ts'

/** `channel` null: web or app, as the event says. */
type Named = { id?: string; name: string; channel: Channel | null }
const channelNames: ReadonlySet<string> = new Set(channels)

/**
 * Finds touchpoints by id or name. The id is the first name in plain letters, as in `product-page`; a touchpoint of the
 * company's own site is met in several channels, and `product-page@app` is where the app meets it.
 */
export function touchpointNames(catalogue: readonly Named[]): TouchpointNames {
  const byName = Map.groupBy(catalogue, (row) => row.name)
  const idOf = new Map(catalogue.map((row) => [row.name, row.id ?? slugOf(row.name)]))
  const nameOf = new Map([...idOf].map(([name, id]) => [id, name]))
  const idOfName = (name: string) => idOf.get(name) ?? slugOf(name)

  return {
    find(asked) {
      const { base, channel } = splitId(asked)
      const name = byName.has(asked) ? asked : (nameOf.get(base) ?? (byName.has(base) ? base : undefined))
      if (name === undefined) return null
      if (channel !== null && name !== asked) return { name, channel }
      const kinds = [...new Set(byName.get(name)?.map((row) => row.channel))]
      if (kinds.length > 1)
        throw ambiguous(
          asked,
          kinds.flatMap((kind) => idsOf(idOfName(name), kind)),
        )
      return { name, channel: null }
    },
    isTouchpoint: (name) => byName.has(name),
    describe(name, met) {
      const kinds = new Set(byName.get(name)?.map((row) => row.channel))
      const [only] = kinds
      const fixed = kinds.size === 1 && only !== undefined ? only : null
      const id = idOfName(name)
      if (fixed !== null && (met === null || met === fixed)) return { id, name, channel: fixed }
      return met === null ? { id, name, channel: null } : { id: `${id}@${met}`, name, channel: met }
    },
  }
}

function splitId(asked: string): { base: string; channel: Channel | null } {
  const at = asked.lastIndexOf('@')
  const channel = at > 0 ? asked.slice(at + 1) : ''
  return channelNames.has(channel)
    ? { base: asked.slice(0, at), channel: channel as Channel }
    : { base: asked, channel: null }
}

const idsOf = (id: string, kind: Channel | null) =>
  (kind === null ? ['web', 'app'] : [kind]).map((channel) => `${id}@${channel}`)

const ambiguous = (asked: string, ids: readonly string[]) =>
  new AppError(
    'ambiguous_touchpoint',
    400,
    faultOf('touchpoint_ambiguous', { name: asked, ids: ids.join(', ') }),
  )
