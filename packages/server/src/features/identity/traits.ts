import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'

/** One value of a trait: what, when in ms, tie-break, and the source that said it (absent: not kept at that time). */
export type Stamp = [value: unknown, time: number, tie: string, source?: string]
/** The latest value, and beside it the latest of each other source, by source. */
export type StampedTrait = [value: unknown, time: number, tie: string, source?: string, others?: Stamp[]]
/** Trait name → its value. The latest wins; equal times go by the tie-break. */
export type StampedTraits = Record<string, StampedTrait>

/** Stamps the traits of one event. `null` is a value: it takes a trait away and still wins over older ones. */
export function stampTraits(event: AcceptedEvent): StampedTraits {
  const stamped: StampedTraits = {}
  for (const [name, value] of Object.entries(event.traits ?? {}))
    stamped[name.slice(0, 200).toWellFormed()] = [value, event.time, event.messageId, event.sourceId]
  return stamped
}

/** Merges stamped traits. Commutative, associative and idempotent, so late and repeated events are harmless. */
export function mergeTraits(...all: readonly StampedTraits[]): StampedTraits {
  const merged: StampedTraits = {}
  for (const traits of all)
    for (const [name, stamped] of Object.entries(traits)) {
      const present = Object.hasOwn(merged, name) ? merged[name] : undefined
      const value = present ? mergeTrait(present, stamped) : stamped
      if (value !== present)
        Object.defineProperty(merged, name, { value, enumerable: true, configurable: true, writable: true })
    }
  return merged
}

function mergeTrait(x: StampedTrait, y: StampedTrait): StampedTrait {
  const isOneSource = (x[3] ?? '') === (y[3] ?? '') && !x[4] && !y[4]
  if (isOneSource) return isNewer(y, x) ? y : x
  const bySource = new Map<string, Stamp>()
  for (const stamp of [...stampsOf(x), ...stampsOf(y)]) {
    const source = stamp[3] ?? ''
    const present = bySource.get(source)
    if (!present || isNewer(stamp, present)) bySource.set(source, stamp)
  }
  const [latest, ...others] = [...bySource.values()].toSorted((one, other) => (isNewer(one, other) ? -1 : 1))
  if (!latest) return x
  if (others.length === 0) return latest
  const sorted = others.toSorted((one, other) => ((one[3] ?? '') < (other[3] ?? '') ? -1 : 1))
  return [latest[0], latest[1], latest[2], latest[3] ?? '', sorted]
}

/** Every value that is kept of a trait, the latest first. */
export function stampsOf([value, time, tie, source, others]: StampedTrait): Stamp[] {
  const latest: Stamp = source === undefined ? [value, time, tie] : [value, time, tie, source]
  return others ? [latest, ...others] : [latest]
}

/** Orders values of a trait: the later first. */
export function isNewer(x: Stamp | StampedTrait, y: Stamp | StampedTrait): boolean {
  if (x[1] !== y[1]) return x[1] > y[1]
  if (x[2] !== y[2]) return x[2] > y[2]
  const [ofX, ofY] = [JSON.stringify(x[0]), JSON.stringify(y[0])]
  return ofX === ofY ? (x[3] ?? '') > (y[3] ?? '') : ofX > ofY
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
