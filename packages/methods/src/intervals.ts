/** A number with its interval. `level` is .95 throughout. */
export type Estimate = { estimate: number; low: number; high: number; n: number; method: string }

/** 97.5 % quantile of the standard normal distribution: the z of a 95 % interval. */
export const z95 = 1.959963984540054

/**
 * Wilson's score interval of a share (Wilson 1927, "Probable inference, the law of succession, and statistical
 * inference"). `n` = 0 gives the whole range.
 */
export function wilson(successes: number, n: number, z = z95): Estimate {
  if (n === 0) return { estimate: 0, low: 0, high: 1, n, method: 'Wilson 1927' }
  const p = successes / n
  const z2 = z * z
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n)
  const half = (z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))
  return {
    estimate: p,
    low: successes === 0 ? 0 : middle - half,
    high: successes === n ? 1 : middle + half,
    n,
    method: 'Wilson 1927',
  }
}

/**
 * Interval of a difference of two independent shares, first minus second (Newcombe 1998, "Interval estimation for the
 * difference between independent proportions", method 10: from the two Wilson intervals).
 */
export function newcombe(
  first: { successes: number; n: number },
  second: { successes: number; n: number },
): Estimate {
  const a = wilson(first.successes, first.n)
  const b = wilson(second.successes, second.n)
  const estimate = a.estimate - b.estimate
  const low = estimate - Math.hypot(a.estimate - a.low, b.high - b.estimate)
  const high = estimate + Math.hypot(a.high - a.estimate, b.estimate - b.low)
  return { estimate, low, high, n: first.n + second.n, method: 'Newcombe 1998' }
}

/**
 * Net promoter score in points, −100 to 100, with a 95 % interval from the variance (p + d − (p − d)²)/n of the
 * three-valued answer, p promoters and d detractors.
 */
export function netPromoterScore(promoters: number, detractors: number, n: number): Estimate {
  if (n === 0) return { estimate: 0, low: -100, high: 100, n, method: 'NPS, normal' }
  const p = promoters / n
  const d = detractors / n
  const half = z95 * Math.sqrt((p + d - (p - d) ** 2) / n)
  const points = (share: number) => Math.min(100, Math.max(-100, 100 * share))
  return {
    estimate: 100 * (p - d),
    low: points(p - d - half),
    high: points(p - d + half),
    n,
    method: 'NPS, normal',
  }
}

/** Two-sided p of equal shares in two independent samples, by the pooled z test. */
export function equalSharesP(
  first: { successes: number; n: number },
  second: { successes: number; n: number },
): number {
  if (first.n === 0 || second.n === 0) return 1
  const pooled = (first.successes + second.successes) / (first.n + second.n)
  const variance = pooled * (1 - pooled) * (1 / first.n + 1 / second.n)
  if (variance === 0) return 1
  const z = (first.successes / first.n - second.successes / second.n) / Math.sqrt(variance)
  return 2 * (1 - normalCdf(Math.abs(z)))
}

/** Distribution function of the standard normal (Abramowitz and Stegun 1964, 7.1.26; error below 1.5e-7). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2)
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const erf = 1 - series * Math.exp((-x * x) / 2)
  return x >= 0 ? (1 + erf) / 2 : (1 - erf) / 2
}

/**
 * Adjusted p-values that keep the false discovery rate (Benjamini and Hochberg 1995, "Controlling the false discovery
 * rate"). Same order as given.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).toSorted((x, y) => y.p - x.p)
  const adjusted = new Array<number>(pValues.length).fill(1)
  let least = 1
  order.forEach(({ p, index }, position) => {
    least = Math.min(least, (p * pValues.length) / (pValues.length - position))
    adjusted[index] = least
  })
  return adjusted
}
