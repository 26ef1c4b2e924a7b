import { twoSidedP } from './normal.ts'

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
 * The interval of a share that is symmetric around a middle of its own, where one formula is wanted for all (Agresti and Coull
 * 1998, "Approximate is better than exact for interval estimation of binomial proportions"): never narrower than Wilson's.
 * The estimate is the plain share; `n` = 0 gives the whole range.
 */
export function agrestiCoull(successes: number, n: number, z = z95): Estimate {
  const method = 'Agresti-Coull 1998'
  if (n === 0) return { estimate: 0, low: 0, high: 1, n, method }
  const trials = n + z * z
  const middle = (successes + (z * z) / 2) / trials
  const half = z * Math.sqrt((middle * (1 - middle)) / trials)
  return {
    estimate: successes / n,
    low: Math.max(0, middle - half),
    high: Math.min(1, middle + half),
    n,
    method,
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

/**
 * How many more answers are for something than against it, in points of all answers, −100 to 100, with a 95 % interval
 * that holds for few answers too: the normal one after half an answer for, half an answer against and one neutral answer
 * are added (Agresti and Min 2005, "Simple improved confidence intervals for comparing matched proportions").
 */
export function balanceOfAnswers(forIt: number, against: number, n: number): Estimate {
  const method = 'Agresti and Min 2005'
  if (n === 0) return { estimate: 0, low: -100, high: 100, n, method }
  const [p, d] = [(forIt + 0.5) / (n + 2), (against + 0.5) / (n + 2)]
  const half = z95 * Math.sqrt((p + d - (p - d) ** 2) / (n + 2))
  const points = (share: number) => Math.min(100, Math.max(-100, 100 * share))
  const estimate = (100 * (forIt - against)) / n
  return {
    estimate,
    low: Math.min(estimate, points(p - d - half)),
    high: Math.max(estimate, points(p - d + half)),
    n,
    method,
  }
}

/**
 * The mean of whole numbers from 1 to `most`, told as how many people have each (`counts[0]` have 1), with a 95 % interval over
 * people: the normal one after one person with 1 and one with `most` are added, so that few people who agree do not look sure
 * (as Agresti and Coull 1998 do for shares). `n` = 0 gives NaN and the whole range.
 */
export function meanOfCounts(counts: readonly number[], most: number): Estimate {
  const method = 'normal, two people added'
  const n = counts.reduce((all, one) => all + one, 0)
  if (n === 0) return { estimate: Number.NaN, low: 1, high: most, n, method }
  const sum = counts.reduce((all, one, at) => all + one * (at + 1), 0)
  const squares = counts.reduce((all, one, at) => all + one * (at + 1) ** 2, 0)
  const middle = (sum + 1 + most) / (n + 2)
  const variance = (squares + 1 + most ** 2) / (n + 2) - middle ** 2
  const half = z95 * Math.sqrt(variance / (n + 2))
  const estimate = sum / n
  return {
    estimate,
    low: Math.max(1, Math.min(estimate, middle - half)),
    high: Math.min(most, Math.max(estimate, middle + half)),
    n,
    method,
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
  return twoSidedP(z)
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
