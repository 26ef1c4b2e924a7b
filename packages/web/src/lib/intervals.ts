/** z of a two-sided 95 % interval. */
const Z = 1.959963984540054

/** Bounds of an estimate, in the unit of the estimate. */
export type Interval = { low: number; high: number }

/** 95 % interval of a share k of n (Wilson 1927). n = 0 knows nothing: 0 to 1. */
export function wilson(k: number, n: number): Interval {
  if (n <= 0) return { low: 0, high: 1 }
  const p = k / n
  const centre = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n)
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n)
  return { low: k === 0 ? 0 : Math.max(0, centre - half), high: k === n ? 1 : Math.min(1, centre + half) }
}

/** 95 % interval of the difference a − b of two independent shares (Newcombe 1998, method 10). */
export function newcombe(a: { k: number; n: number }, b: { k: number; n: number }): Interval {
  if (a.n <= 0 || b.n <= 0) return { low: -1, high: 1 }
  const pa = a.k / a.n
  const pb = b.k / b.n
  const ia = wilson(a.k, a.n)
  const ib = wilson(b.k, b.n)
  const difference = pa - pb
  return {
    low: difference - Math.hypot(pa - ia.low, ib.high - pb),
    high: difference + Math.hypot(ia.high - pa, pb - ib.low),
  }
}

/** Two-sided p of equal shares: score test with pooled variance. 1 when a side is empty. */
export function differenceP(a: { k: number; n: number }, b: { k: number; n: number }): number {
  if (a.n <= 0 || b.n <= 0) return 1
  const pooled = (a.k + b.k) / (a.n + b.n)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n))
  if (error === 0) return 1
  return 2 * (1 - normalCdf(Math.abs(a.k / a.n - b.k / b.n) / error))
}

/** Distribution function of the standard normal (Abramowitz and Stegun 7.1.26; error below 1.5e-7). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2)
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const erf = 1 - poly * Math.exp((-z * z) / 2)
  return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2
}

/** Adjusted p-values that bound the false discovery rate (Benjamini and Hochberg 1995), in the given order. */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((x, y) => y.p - x.p)
  const adjusted = new Array<number>(ps.length).fill(1)
  let smallest = 1
  order.forEach(({ p, index }, fromTop) => {
    smallest = Math.min(smallest, (p * ps.length) / (ps.length - fromTop))
    adjusted[index] = smallest
  })
  return adjusted
}
