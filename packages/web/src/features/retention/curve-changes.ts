import type { RetentionAnswer } from '@teia/contracts'
import { benjaminiHochberg, differenceP, type Interval, newcombe } from '../../lib/intervals.ts'

/** A difference of two shares, from -1 to 1, and whether it is beyond chance. */
export type CurveChange = Interval & { value: number; isCertain: boolean }

/**
 * How the share of each period changed since the period before, with Newcombe's 95 % interval; null where one side knows
 * nothing. Certain are those whose p stays below 0.05 when corrected for all of them (Benjamini and Hochberg 1995).
 */
export function curveChanges({ curve, previous }: RetentionAnswer): (CurveChange | null)[] {
  const pairs = curve.map((now, at) => {
    const before = previous?.curve[at]
    return now && before
      ? { now: { k: now.returned, n: now.of }, was: { k: before.returned, n: before.of } }
      : null
  })
  const adjusted = benjaminiHochberg(pairs.flatMap((pair) => (pair ? [differenceP(pair.now, pair.was)] : [])))
  let tested = 0
  return pairs.map((pair) => {
    if (!pair) return null
    const { now, was } = pair
    const isCertain = (adjusted[tested] ?? 1) < 0.05
    tested += 1
    return { value: now.k / now.n - was.k / was.n, ...newcombe(now, was), isCertain }
  })
}
