import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'

/** Trait name → [value, time it was set in ms, tie-break]. The latest wins; equal times go by the tie-break. */
export type StampedTraits = Record<string, [value: unknown, time: number, tie: string]>

/** Stamps the traits of one event. `null` is a value: it takes a trait away and still wins over older ones. */
export function stampTraits(event: AcceptedEvent): StampedTraits {
  const stamped: StampedTraits = {}
  for (const [name, value] of Object.entries(event.traits ?? {}))
    stamped[name.slice(0, 200).toWellFormed()] = [value, event.time, event.messageId]
  return stamped
}

/** Merges stamped traits. Commutative, associative and idempotent, so late and repeated events are harmless. */
export function mergeTraits(...all: readonly StampedTraits[]): StampedTraits {
  const merged: StampedTraits = {}
  for (const traits of all)
    for (const [name, stamped] of Object.entries(traits)) {
      const present = Object.hasOwn(merged, name) ? merged[name] : undefined
      if (!present || isNewer(stamped, present))
        Object.defineProperty(merged, name, {
          value: stamped,
          enumerable: true,
          configurable: true,
          writable: true,
        })
    }
  return merged
}

function isNewer(x: StampedTraits[string], y: StampedTraits[string]): boolean {
  if (x[1] !== y[1]) return x[1] > y[1]
  if (x[2] !== y[2]) return x[2] > y[2]
  return JSON.stringify(x[0]) > JSON.stringify(y[0])
}

/** The plain values, without those that were taken away. */
export function plainTraits(stamped: StampedTraits): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stamped)
      .filter(([, [value]]) => value !== null)
      .map(([name, [value]]) => [name, value]),
  )
}

const text = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null

/** What to call a person and where they live, from traits by their reserved names in the Segment spec. */
export function describePerson(
  traits: Record<string, unknown>,
  identifiers: readonly { kind: string; value: string }[],
) {
  const joined = [text(traits.firstName), text(traits.lastName)].filter(Boolean).join(' ')
  const email = text(traits.email)
  const userId = identifiers.find((one) => one.kind === 'userId')?.value ?? null
  const device = identifiers.find((one) => one.kind === 'anonymousId')?.value ?? ''
  const address = traits.address as { city?: unknown } | undefined
  const name = text(traits.name) ?? (joined || email || userId || `anonymous · ${device.slice(-4)}`)
  return { name, email, city: text(address?.city) ?? text(traits.city), isKnown: userId !== null }
}

/** Text as searches see it: lower-case, without accents. */
export function foldText(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
