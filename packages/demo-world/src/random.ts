import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A repeatable source of chance. The same key always gives the same sequence. */
export type Dice = {
  /** A number in [0, 1). */
  unit(): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** A whole number in [from, to]. */
  whole(from: number, to: number): number
  /** A number in [from, to). */
  between(from: number, to: number): number
  normal(mean: number, deviation: number): number
  /** Positive and skewed to the right; `spread` is the deviation of its logarithm. */
  lognormal(median: number, spread: number): number
  exponential(mean: number): number
  pick<Item>(items: readonly Item[]): Item
}

/** Mixes whole numbers into one 32-bit number (the finalizer of MurmurHash3, Appleby). */
export function mix(...parts: number[]): number {
  let hash = 0x9e3779b9
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash = (hash ^ (hash >>> 16)) + 0x6d2b79f5
  }
  return hash >>> 0
}

/** Turns text into a 32-bit number (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** Opens the sequence that belongs to a key, for example (seed, person, turn). */
export function openDice(...key: number[]): Dice {
  const seed = mix(...key)
  const generator = xoroshiro128plusFromState([seed, mix(seed, 1), mix(seed, 2), mix(seed, 3) | 1])
  const unit = () => (generator.next() >>> 0) / 0x100000000
  const normal = (mean: number, deviation: number) =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
  return {
    unit,
    chance: (probability) => unit() < probability,
    whole: (from, to) => from + Math.floor(unit() * (to - from + 1)),
    between: (from, to) => from + unit() * (to - from),
    normal,
    lognormal: (median, spread) => median * Math.exp(normal(0, spread)),
    exponential: (mean) => -mean * Math.log(1 - unit()),
    pick<Item>(items: readonly Item[]): Item {
      const item = items[Math.floor(unit() * items.length)]
      if (item === undefined) throw new RangeError('Cannot pick from an empty list.')
      return item
    },
  }
}

/** Draws items by weight in O(log n), the weights being summed once. */
export type Lottery<Item> = { draw(dice: Dice): Item }

/** Prepares a weighted draw. At least one weight must be above zero. */
export function openLottery<Item>(entries: readonly (readonly [Item, number])[]): Lottery<Item> {
  const items: Item[] = []
  const upTo: number[] = []
  let total = 0
  for (const [item, weight] of entries) {
    if (weight <= 0) continue
    total += weight
    items.push(item)
    upTo.push(total)
  }
  if (items.length === 0) throw new RangeError('A draw needs at least one weight above zero.')
  return {
    draw(dice) {
      const target = dice.unit() * total
      let low = 0
      let high = upTo.length - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if ((upTo[middle] ?? total) > target) high = middle
        else low = middle + 1
      }
      return items[low] as Item
    },
  }
}

/** Prepares a weighted draw from a record of name to weight. */
export function lotteryOf<Name extends string>(weights: Partial<Record<Name, number>>): Lottery<Name> {
  return openLottery(Object.entries(weights) as [Name, number][])
}
