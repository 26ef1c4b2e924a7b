import { type Random, shuffled } from '../random.ts'
import { type Credit, sumOf } from './channel-paths.ts'
import type { ChannelSets, SetSums } from './channel-sets.ts'

/** Orders are drawn, each also in reverse, until no channel's standard error is above this part of the whole. */
const precision = 0.005
const pairsAtLeast = 100
const pairsAtMost = 20_000
/** So many pairs of orders carry a change of weights over to the credit; the rest of the error cancels out. */
export const pairsForChange = 25

/** What each channel adds in one order of channels, added onto `onto`. */
function addOrder({ members }: ChannelSets, sums: SetSums, order: readonly number[], onto: Credit): void {
  const placeOf = new Int32Array(order.length)
  for (const [place, channel] of order.entries()) placeOf[channel] = place
  const [conversions, value, people] = [0, 1, 2].map(() => new Float64Array(order.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let set = 0; set < members.length; set += 1) {
    let last = 0
    for (const channel of members[set] as Int32Array) last = Math.max(last, placeOf[channel] as number)
    conversions[last] = (conversions[last] as number) + (sums.conversions[set] as number)
    value[last] = (value[last] as number) + (sums.value[set] as number)
    people[last] = (people[last] as number) + (sums.people[set] as number)
  }
  let [converted, earned, met, rateBefore, worthBefore] = [0, 0, 0, 0, 0]
  for (const [place, channel] of order.entries()) {
    converted += conversions[place] as number
    earned += value[place] as number
    met += people[place] as number
    const [rate, worth] = met === 0 ? [0, 0] : [converted / met, earned / met]
    onto.conversions[channel] = (onto.conversions[channel] as number) + rate - rateBefore
    onto.value[channel] = (onto.value[channel] as number) + worth - worthBefore
    rateBefore = rate
    worthBefore = worth
  }
}

const nothing = (channels: number): Credit => ({
  conversions: new Float64Array(channels),
  value: new Float64Array(channels),
})

/** What each channel adds on average over some orders. */
export function averageOver(
  sets: ChannelSets,
  sums: SetSums,
  channels: number,
  orders: readonly number[][],
): Credit {
  const credit = nothing(channels)
  for (const order of orders) addOrder(sets, sums, order, credit)
  return {
    conversions: credit.conversions.map((sum) => sum / orders.length),
    value: credit.value.map((sum) => sum / orders.length),
  }
}

/** Draws orders until the mean is precise enough, for conversions and for value. */
export function drawOrders(sets: ChannelSets, sums: SetSums, channels: number, random: Random) {
  const names = Array.from({ length: channels }, (_, channel) => channel)
  const orders: number[][] = []
  const [sum, squares] = [nothing(channels), nothing(channels)]
  for (let pairs = 1; pairs <= pairsAtMost; pairs += 1) {
    const order = shuffled(random, names)
    const reverse = order.toReversed()
    if (orders.length < 2 * pairsForChange) orders.push(order, reverse)
    const pair = nothing(channels)
    addOrder(sets, sums, order, pair)
    addOrder(sets, sums, reverse, pair)
    for (const kind of ['conversions', 'value'] as const)
      for (let channel = 0; channel < channels; channel += 1) {
        const mean = (pair[kind][channel] as number) / 2
        sum[kind][channel] = (sum[kind][channel] as number) + mean
        squares[kind][channel] = (squares[kind][channel] as number) + mean ** 2
      }
    if (pairs < pairsAtLeast || pairs % 50 > 0) continue
    if (isPrecise(sum.conversions, squares.conversions, pairs) && isPrecise(sum.value, squares.value, pairs))
      break
  }
  return { orders, mean: sum }
}

/** Whether the standard error of every mean is small beside their sum. */
function isPrecise(sums: Float64Array, squares: Float64Array, n: number): boolean {
  const whole = Math.abs(sumOf(sums)) / n
  return sums.every((sum, at) => {
    const variance = Math.max(0, ((squares[at] as number) - sum ** 2 / n) / (n - 1))
    return Math.sqrt(variance / n) <= precision * whole
  })
}
