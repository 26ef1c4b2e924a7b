import { type Estimate, z95 } from './intervals.ts'

/** Below so many values the spread says too little of itself. */
const fewest = 4

/** 97.5 % quantile of Student's t with 3 degrees of freedom or more, by Abramowitz and Stegun 26.7.5; off by less than .02. */
export function studentT975(degrees: number): number {
  const z = z95
  const power = (n: number) => z ** n
  return (
    z +
    (power(3) + z) / (4 * degrees) +
    (5 * power(5) + 16 * power(3) + 3 * z) / (96 * degrees ** 2) +
    (3 * power(7) + 19 * power(5) + 17 * power(3) - 15 * z) / (384 * degrees ** 3) +
    (79 * power(9) + 776 * power(7) + 1482 * power(5) - 1920 * power(3) - 945 * z) / (92_160 * degrees ** 4)
  )
}

/**
 * The mean of values between `least` and `most` with its 95 % interval (Student 1908, "The probable error of a mean"), from
 * their number, mean and sample standard deviation. Of fewer than four values the interval is the whole range.
 */
export function meanOfBounded(
  { n, mean, deviation }: { n: number; mean: number; deviation: number },
  [least, most]: readonly [number, number],
): Estimate {
  const method = 'Student 1908'
  if (n < fewest) return { estimate: n === 0 ? 0 : mean, low: least, high: most, n, method }
  const half = (studentT975(n - 1) * deviation) / Math.sqrt(n)
  return { estimate: mean, low: Math.max(least, mean - half), high: Math.min(most, mean + half), n, method }
}
