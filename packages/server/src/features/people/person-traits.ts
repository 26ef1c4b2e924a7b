import type { Trait } from '@teia/contracts'
import { isNewer, type Stamp, type StampedTraits, stampsOf } from '../identity/index.ts'

/** Traits that one identifier carries; `name` is what to call it, null where there is only one. */
export type Carrier = { name: string | null; traits: StampedTraits }
type Value = { stamp: Stamp; identifier: string | null }

/**
 * Traits by name with the value that counts, the latest, and what other sources and identifiers say instead. A trait
 * that was taken away is left out.
 */
export function describeTraits(
  carriers: readonly Carrier[],
  sourceName: (id: string | undefined) => string | null,
): Trait[] {
  const byName = new Map<string, Value[]>()
  for (const { name: identifier, traits } of carriers)
    for (const [name, stamped] of Object.entries(traits)) {
      const values = byName.get(name) ?? []
      for (const stamp of stampsOf(stamped)) values.push({ stamp, identifier })
      byName.set(name, values)
    }
  return [...byName]
    .flatMap(([name, values]) => describeTrait(name, values, sourceName) ?? [])
    .toSorted((x, y) => x.name.localeCompare(y.name))
}

function describeTrait(
  name: string,
  values: readonly Value[],
  sourceName: (id: string | undefined) => string | null,
): Trait | null {
  const [latest, ...others] = values.toSorted((x, y) => (isNewer(x.stamp, y.stamp) ? -1 : 1))
  if (!latest || latest.stamp[0] === null) return null
  const said = new Set([JSON.stringify(latest.stamp[0])])
  const conflicts = others.filter(({ stamp: [value] }) => {
    const text = JSON.stringify(value)
    return !said.has(text) && said.add(text)
  })
  return {
    name,
    value: latest.stamp[0],
    setAt: new Date(latest.stamp[1]).toISOString(),
    origin: 'sent',
    source: sourceName(latest.stamp[3]),
    conflicts: conflicts.slice(0, 20).map(({ stamp, identifier }) => ({
      value: stamp[0],
      setAt: new Date(stamp[1]).toISOString(),
      source: sourceName(stamp[3]),
      identifier,
    })),
  }
}

/** Adds computed traits, which stand for a trait that is sent under the same name. */
export function withComputed(
  sent: readonly Trait[],
  computed: { traits: Record<string, unknown>; counted_at: Date } | undefined,
): Trait[] {
  if (!computed) return [...sent]
  const counted = Object.entries(computed.traits).map(
    ([name, value]): Trait => ({
      name,
      value,
      setAt: computed.counted_at.toISOString(),
      origin: 'computed',
      source: null,
      conflicts: [],
    }),
  )
  const names = new Set(counted.map((one) => one.name))
  return [...sent.filter((one) => !names.has(one.name)), ...counted].toSorted((x, y) =>
    x.name.localeCompare(y.name),
  )
}
