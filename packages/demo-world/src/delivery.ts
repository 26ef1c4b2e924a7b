import type { Experience } from './experience.ts'
import { isActive } from './fault-plan.ts'
import { backOffice, type Life } from './life.ts'
import type { Order } from './order.ts'
import { nextDice, type Person } from './people.ts'
import type { Dice } from './random.ts'
import { startReturn } from './returns.ts'
import { review } from './review.ts'
import { contactSupport } from './support.ts'
import { askAfter } from './survey.ts'
import { DAY, HOUR, iso, offsetAt } from './time.ts'
import type { Carrier } from './world-parts.ts'

/** Brings an order to the person: by carrier to the door, or to one of the shops. */
export function fulfil(life: Life, person: Person, at: number, order: Order, dice: Dice): void {
  const stores = life.setting.world.stores.filter((store) => store.country === person.place.country)
  if (stores.length > 0 && dice.chance(life.setting.world.pickup)) {
    pickUp(life, person, at, order, dice.pick(stores).name, dice)
    return
  }
  const carrier = life.setting.carriersOf.get(person.place.country)?.draw(dice)
  if (!carrier) return
  const dispatchedAt = workingHour(life, person, at + dice.between(0.5, 1.6) * DAY, dice)
  life.agenda.plan(dispatchedAt, (now) => dispatch(life, person, now, order, carrier))
}

function pickUp(life: Life, person: Person, at: number, order: Order, store: string, dice: Dice): void {
  const sender = backOffice('store', 'aurora-till', { userId: person.userId })
  const readyAt = workingHour(life, person, at + dice.between(0.3, 1.2) * DAY, dice)
  const pickedAt = workingHour(life, person, readyAt + dice.between(0.2, 2.2) * DAY, dice)
  life.agenda.plan(pickedAt, (now) => {
    life.tell.track(person, sender, now, 'Store Pickup', { order_id: order.orderId, store })
    const lived = { ...order.lived, pickedUp: true, slots: { ...order.lived.slots, store } }
    receive(life, person, now, { ...order, lived })
  })
}

function dispatch(life: Life, person: Person, at: number, order: Order, carrier: Carrier): void {
  const dice = nextDice(life.setting, person)
  const promisedAt = endOfDay(
    life,
    person,
    at + Math.max(1, carrier.transitDays * dice.between(0.8, 1.25)) * DAY,
  )
  const daysLate = drawLateness(life, person, carrier, promisedAt, dice)
  const deliveredAt =
    daysLate > 0
      ? workingHour(life, person, promisedAt + (daysLate - 0.5) * DAY, dice)
      : Math.min(
          workingHour(life, person, promisedAt - dice.between(0.4, 1.5) * DAY, dice),
          promisedAt - HOUR,
        )
  const parcel = {
    shipment_id: `sh-${order.orderId}`,
    order_id: order.orderId,
    carrier: carrier.name,
    region: person.place.region,
    promised_at: iso(promisedAt),
  }
  const sender = backOffice('delivery', 'carrier-webhook', { userId: person.userId })
  life.tell.track(person, sender, at, 'Shipment Dispatched', parcel)
  life.tell.track(
    person,
    sender,
    Math.max(at + HOUR, deliveredAt - dice.between(2, 8) * HOUR),
    'Out for Delivery',
    parcel,
  )

  const lived: Experience = {
    ...order.lived,
    delivered: true,
    slots: { ...order.lived.slots, carrier: carrier.name, days: String(Math.max(1, daysLate)) },
  }
  if (daysLate > 0) {
    lived.daysLate = daysLate
    if (dice.chance(0.3))
      life.agenda.plan(promisedAt + dice.between(0.4, daysLate) * DAY, (now) =>
        contactSupport(life, person, now, 'late-parcel', lived),
      )
  }
  life.agenda.plan(Math.max(at + 2 * HOUR, deliveredAt), (now) => {
    life.tell.track(person, sender, now, 'Shipment Delivered', {
      ...parcel,
      delivered_at: iso(now),
      days_late: daysLate,
    })
    receive(life, person, now, { ...order, lived })
  })
}

/** Whole days after the promise; 0 is on time. A planted fault acts on parcels promised from its onset on. */
function drawLateness(life: Life, person: Person, carrier: Carrier, promisedAt: number, dice: Dice): number {
  const planted = life.setting.faults
    .of('carrier-late')
    .find(({ fault }) => fault.carrier === carrier.name && fault.region === person.place.region)
  const during = planted !== undefined && isActive(planted, promisedAt)
  const isLate = dice.chance(during ? planted.fault.lateRate : carrier.lateRate)
  if (planted) {
    life.faults.count(planted, during, isLate)
    if (during && isLate) life.faults.hitPerson(planted, person.index)
  }
  return isLate ? Math.min(9, 1 + Math.floor(dice.exponential(during ? 2.4 : 1.1))) : 0
}

/** What follows when the person holds the goods. */
function receive(life: Life, person: Person, at: number, order: Order): void {
  const dice = nextDice(life.setting, person)
  const { returns } = life.setting.world
  const isReturned = dice.chance(order.item.category.returnRate * (order.lived.daysLate ? 1.5 : 1))
  const lived = { ...order.lived }
  if (isReturned && dice.chance(returns.wrongItem)) lived.wrongItem = true
  askAfter(life, person, at, 'delivered', lived)
  review(life, person, at, { ...order, lived }, dice)
  if (isReturned)
    life.agenda.plan(at + dice.lognormal(2 * DAY, 0.7), (now) =>
      startReturn(life, person, now, { ...order, lived }),
    )
}

function workingHour(life: Life, person: Person, at: number, dice: Dice): number {
  const offset = offsetAt(life.setting.world, person.place.timeZone, at)
  const midnight = Math.floor((at + offset) / DAY) * DAY - offset
  const hour = midnight + dice.between(8.5, 19) * HOUR
  return hour > at - 12 * HOUR ? Math.max(hour, at) : hour + DAY
}

function endOfDay(life: Life, person: Person, at: number): number {
  const offset = offsetAt(life.setting.world, person.place.timeZone, at)
  return Math.floor((at + offset) / DAY) * DAY - offset + 21 * HOUR
}
