/** How many runs at most, and how far values may lie from the mean of their run (root mean square over all of them). */
export type GroupLimits = { most: number; within: number }

/**
 * Cuts values that stand in an order of their own into runs of neighbours that are as alike as they can be: the least sum of
 * squared distances from the mean of each run, found exactly by dynamic programming (Fisher 1958, "On grouping for maximum
 * homogeneity", the case of a given order). As few runs as bring the root mean square of those distances to `within`, or as
 * many as there may be. Of equally good cuts the earliest counts.
 *
 * @returns the place of the first value of each run, in order; the first is 0. Nothing for no values.
 * @example contiguousGroups([9, 8.8, 4, 4.1, 1], { most: 8, within: 0.5 }) // [0, 2, 4]
 */
export function contiguousGroups(values: readonly number[], { most, within }: GroupLimits): number[] {
  if (values.length === 0) return []
  const wanted = Math.max(1, Math.min(most, values.length))
  const best = bestCuts(values.length, wanted, spreadOf(values))
  for (let groups = 1; groups < wanted; groups += 1)
    if (best.cost(groups) <= within ** 2 * values.length + hair) return best.starts(groups)
  return best.starts(wanted)
}

/** What rounding may leave where there is no difference. */
const hair = 1e-12

/** The sum of squared distances from their mean of the values from a place up to another. */
function spreadOf(values: readonly number[]) {
  const middle = values.reduce((sum, one) => sum + one, 0) / values.length
  const sums = [0]
  const squares = [0]
  for (const [at, value] of values.entries()) {
    const apart = value - middle
    sums.push((sums[at] ?? 0) + apart)
    squares.push((squares[at] ?? 0) + apart ** 2)
  }
  return (from: number, to: number): number => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0)
    return Math.max(0, (squares[to] ?? 0) - (squares[from] ?? 0) - sum ** 2 / (to - from))
  }
}

/** For each number of groups up to `most`: the least cost of the first values in so many groups, and where the last begins. */
function bestCuts(n: number, most: number, spread: (from: number, to: number) => number) {
  const costs = [Array.from({ length: n + 1 }, (_, to) => (to === 0 ? 0 : Number.POSITIVE_INFINITY))]
  const begins: number[][] = [[]]
  for (let groups = 1; groups <= most; groups += 1) {
    const cost = new Array<number>(n + 1).fill(Number.POSITIVE_INFINITY)
    const begin = new Array<number>(n + 1).fill(0)
    for (let to = groups; to <= n; to += 1)
      for (let from = groups - 1; from < to; from += 1) {
        const found = (costs[groups - 1]?.[from] ?? 0) + spread(from, to)
        if (found < (cost[to] ?? 0) - hair) {
          cost[to] = found
          begin[to] = from
        }
      }
    costs.push(cost)
    begins.push(begin)
  }
  return {
    cost: (groups: number) => costs[groups]?.[n] ?? 0,
    starts: (groups: number) => {
      const starts: number[] = []
      for (let [at, to] = [groups, n]; at > 0; at -= 1) {
        to = begins[at]?.[to] ?? 0
        starts.unshift(to)
      }
      return starts
    },
  }
}
