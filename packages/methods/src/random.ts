import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A repeatable source of numbers, evenly spread over (0, 1). */
export type Random = () => number

/** Opens the sequence of a seed, a whole number: the same on every machine. */
export function openRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  return () => ((generator.next() >>> 0) + 0.5) / 0x100000000
}

/** A whole number from 0 to `below` − 1. */
export const drawBelow = (random: Random, below: number): number => Math.floor(random() * below)

/** A shuffled copy (Fisher and Yates; Durstenfeld 1964). */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const mixed = [...items]
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = drawBelow(random, last + 1)
    const [a, b] = [mixed[last], mixed[other]]
    if (a === undefined || b === undefined) continue
    mixed[last] = b
    mixed[other] = a
  }
  return mixed
}

/**
 * Successes among n trials of probability p: by inversion where few are expected, otherwise by transformed rejection
 * (Hörmann 1993, "The generation of binomial random variates", BTRS).
 */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p)
  return n * p < 10 ? drawByInversion(random, n, p) : drawByRejection(random, n, p)
}

function drawByInversion(random: Random, n: number, p: number): number {
  const odds = p / (1 - p)
  let probability = Math.exp(n * Math.log1p(-p))
  let left = random()
  let successes = 0
  while (left > probability && successes < n) {
    left -= probability
    successes += 1
    probability *= (odds * (n - successes + 1)) / successes
  }
  return successes
}

function drawByRejection(random: Random, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const alpha = (2.83 + 5.1 / b) * spread
  const odds = p / (1 - p)
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + n * p + 0.5)
    if (edge >= 0.07 && v <= 0.92 - 4.2 / b) return k
    if (k < 0 || k > n) continue
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k)
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= bound) return k
  }
}

/** What Stirling's formula leaves of log k!, as Hörmann needs it: log k! − log(√(2π)) − (k + ½) log(k + 1) + k + 1. */
function stirlingTail(k: number): number {
  const small = smallTails[k]
  if (small !== undefined) return small
  const square = (k + 1) ** 2
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1)
}

const smallTails = [
  0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
  0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
]

/**
 * How often each cell comes up in as many draws as there are in all, with chances by the counts given: one replicate of the
 * bootstrap, cell by cell from conditional binomials. Counts are whole numbers; the sum stays the same.
 */
export function drawMultinomial(random: Random, counts: Float64Array, into: Float64Array): void {
  let left = counts.reduce((sum, count) => sum + count, 0)
  let draws = left
  for (let cell = 0; cell < counts.length; cell += 1) {
    const count = counts[cell] as number
    const drawn = count >= left ? draws : drawBinomial(random, draws, count / left)
    into[cell] = drawn
    draws -= drawn
    left -= count
  }
}
