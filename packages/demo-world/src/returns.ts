import type { Experience } from './experience.ts'
import { isActive } from './fault-plan.ts'
import { backOffice, type Life } from './life.ts'
import type { Order } from './order.ts'
import { nextDice, type Person } from './people.ts'
import { contactSupport } from './support.ts'
import { askAfter } from './survey.ts'
import { DAY, HOUR } from './time.ts'

/** A return from the form to the refund, with the detour of being opened again. */
export function startReturn(life: Life, person: Person, at: number, order: Order): void {
  const dice = nextDice(life.setting, person)
  const { returns } = life.setting.world
  const sender = backOffice('web', 'aurora-returns', { userId: person.userId })
  const common = {
    return_id: `rt-${order.orderId}`,
    order_id: order.orderId,
    team: returns.team,
    tool: returns.tool,
  }
  const reason = order.lived.wrongItem
    ? 'wrong item'
    : dice.pick(['changed mind', 'damaged', 'size or quantity'])
  life.tell.track(person, sender, at, 'Return Requested', { ...common, product_id: order.item.sku, reason })

  const receivedAt = at + dice.lognormal(5 * DAY, 0.4)
  life.agenda.plan(receivedAt, (now) => {
    life.tell.track(person, sender, now, 'Return Received', common)
    const reopened = drawReopening(life, person, now, dice.unit())
    const lived: Experience = { ...order.lived, returned: true, reopened }
    let settledAt = now + dice.lognormal(20 * HOUR, 0.6)
    if (reopened) {
      const reopenedAt = settledAt + dice.lognormal(30 * HOUR, 0.6)
      life.tell.track(person, sender, reopenedAt, 'Return Reopened', {
        ...common,
        cause: dice.pick(['refund not recorded', 'form incomplete', 'wrong amount']),
      })
      if (dice.chance(0.55))
        life.agenda.plan(reopenedAt + dice.lognormal(8 * HOUR, 0.7), (later) =>
          contactSupport(life, person, later, 'return', lived),
        )
      settledAt = reopenedAt + dice.lognormal(4 * DAY, 0.5)
    }
    life.agenda.plan(settledAt, (later) => {
      life.tell.track(person, sender, later, 'Order Refunded', {
        order_id: order.orderId,
        total: order.amount,
        currency: life.setting.world.currency,
      })
      askAfter(life, person, later, 'return', lived)
    })
  })
}

function drawReopening(life: Life, person: Person, at: number, roll: number): boolean {
  const planted = life.setting.faults
    .of('team-untrained')
    .find(({ fault }) => fault.team === life.setting.world.returns.team)
  const during = planted !== undefined && isActive(planted, at)
  const reopened = roll < (during ? planted.fault.reopened : life.setting.world.returns.reopened)
  if (planted) {
    life.faults.count(planted, during, reopened)
    if (during && reopened) life.faults.hitPerson(planted, person.index)
  }
  return reopened
}
