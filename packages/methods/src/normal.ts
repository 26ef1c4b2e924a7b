/**
 * Distribution function of the standard normal (Hart 1968, in the form of West 2005, "Better approximations to cumulative normal
 * functions"): 14 digits, and 8 of the small shares more than 7 deviations to the left.
 */
export function normalCdf(x: number): number {
  const below = lowerTail(Math.abs(x))
  return x > 0 ? 1 - below : below
}

/** Two-sided p of a standard normal statistic; it keeps its digits where it is very small. */
export const twoSidedP = (z: number): number => 2 * lowerTail(Math.abs(z))

const numerator = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
]
const denominator = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
]

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)

/** P(Z < −z) of z ≥ 0. */
function lowerTail(z: number): number {
  const density = Math.exp((-z * z) / 2)
  if (z < 7.07106781186547) return (density * polynomial(numerator, z)) / polynomial(denominator, z)
  return density / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / Math.sqrt(2 * Math.PI)
}

const middle = {
  a: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  b: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
}
const tail = {
  c: [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  d: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
}

/** The point that a share of the standard normal lies below: Acklam's approximation (2003), then one step of Halley's. */
export function normalQuantile(share: number): number {
  if (share <= 0) return Number.NEGATIVE_INFINITY
  if (share >= 1) return Number.POSITIVE_INFINITY
  if (share > 0.5) return -normalQuantile(1 - share)
  const rough = share < 0.02425 ? inTail(share) : inMiddle(share)
  const error = (normalCdf(rough) - share) * Math.sqrt(2 * Math.PI) * Math.exp(rough ** 2 / 2)
  return rough - error / (1 + (rough * error) / 2)
}

function inTail(share: number): number {
  const q = Math.sqrt(-2 * Math.log(share))
  return polynomial(tail.c, q) / polynomial(tail.d, q)
}

function inMiddle(share: number): number {
  const q = share - 0.5
  return (q * polynomial(middle.a, q * q)) / polynomial(middle.b, q * q)
}
