import type { WorldEvent } from './message.ts'
import { type Dice, openDice } from './random.ts'
import { DAY, HOUR, iso, MINUTE, SECOND } from './time.ts'
import type { World } from './world-schema.ts'

/** A message as made, before the network carried it. `skewMs` is the error of the sender's clock. */
export type Made = {
  at: number
  skewMs: number
  message: Omit<WorldEvent, 'timestamp' | 'originalTimestamp' | 'sentAt' | 'receivedAt'>
}

type Waiting = { receivedAt: number; order: number; event: WorldEvent }

/** The network between sender and collector: delays, repeats, and hands over in order of arrival. */
export type Network = {
  send(made: Made): void
  /** Hands over everything that arrives on this day, in order. All of it must have been sent before. */
  arrivalsOn(day: number): Iterable<WorldEvent>
}

export type NetworkTally = { delivered: number; duplicates: number; late: number }

/** Opens the network of a window. What would arrive after its end is not part of the world. */
export function openNetwork(
  key: { world: World; seed: number; start: number; days: number },
  tally: NetworkTally,
): Network {
  const dice = openDice(key.seed, 0x6e657477)
  const buckets: (Waiting[] | undefined)[] = []
  const until = key.start + key.days * DAY
  let order = 0

  function put(receivedAt: number, event: WorldEvent): boolean {
    if (receivedAt >= until) return false
    const day = Math.floor((receivedAt - key.start) / DAY)
    const bucket = buckets[day]
    const waiting = { receivedAt, order: order++, event }
    if (bucket) bucket.push(waiting)
    else buckets[day] = [waiting]
    return true
  }

  return {
    send({ at, skewMs, message }) {
      const isLate = dice.chance(key.world.network.late)
      const receivedAt = Math.round(at + (isLate ? lateness(dice) : usualDelay(dice)))
      const event = stamp(message, Math.round(at), receivedAt, skewMs)
      if (put(receivedAt, event)) {
        tally.delivered++
        if (isLate) tally.late++
      }
      if (dice.chance(key.world.network.duplicated)) {
        const again = receivedAt + Math.round(dice.lognormal(40 * SECOND, 1.6))
        if (put(again, stamp(message, Math.round(at), again, skewMs))) tally.duplicates++
      }
    },
    *arrivalsOn(day) {
      const bucket = buckets[day]
      buckets[day] = undefined
      if (!bucket) return
      bucket.sort((a, b) => a.receivedAt - b.receivedAt || a.order - b.order)
      for (const { event } of bucket) yield event
    },
  }
}

function usualDelay(dice: Dice): number {
  return Math.min(dice.lognormal(0.6 * SECOND, 0.9), 2 * MINUTE)
}

/** From five minutes to two days, short ones far more often than long ones. */
function lateness(dice: Dice): number {
  return 5 * MINUTE * Math.exp(dice.unit() * Math.log((48 * HOUR) / (5 * MINUTE)))
}

function stamp(message: Made['message'], at: number, receivedAt: number, skewMs: number): WorldEvent {
  const timestamp = iso(at)
  const arrival = iso(receivedAt)
  return {
    ...message,
    timestamp,
    originalTimestamp: skewMs === 0 ? timestamp : iso(at + skewMs),
    sentAt: skewMs === 0 ? arrival : iso(receivedAt + skewMs),
    receivedAt: arrival,
  } as WorldEvent
}
