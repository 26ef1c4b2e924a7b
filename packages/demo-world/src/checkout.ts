import { fulfil } from './delivery.ts'
import { sendOrderEmail } from './email.ts'
import type { Experience } from './experience.ts'
import { isActive } from './fault-plan.ts'
import { type PaymentOutcome, pay } from './payment.ts'
import { signIn } from './sign-in.ts'
import { contactSupport } from './support.ts'
import { askAfter } from './survey.ts'
import { HOUR, SECOND } from './time.ts'
import { cartId, cartValue, productOf, senderFor, show, slotsOf, type Visit } from './visit-state.ts'

/** From the cart to a paid order. False means that the person left on the way. */
export function checkOut(visit: Visit): boolean {
  const { life, person, device, dice } = visit
  const { checkout: leaving } = life.setting.world
  show(visit, 'Checkout', '/checkout', {})
  const checkoutId = cartId(visit)
  life.tell.track(person, senderFor(visit), visit.at, 'Checkout Started', {
    checkout_id: checkoutId,
    value: cartValue(visit),
    products: visit.cart.length,
  })
  if (!device.signedIn) {
    visit.at += dice.lognormal(40, 0.6) * SECOND
    if (dice.chance(person.accountSince === undefined ? leaving.leftAtSignUp : leaving.leftAtSignIn))
      return false
    signIn(life, person, device, visit.at, dice)
  }
  visit.at += dice.lognormal(35, 0.6) * SECOND
  const promotion = life.setting.rhythm.promotionAt(visit.at)
  const discount = promotion && dice.chance(0.5) ? promotion.discount : 0
  if (promotion && discount > 0)
    life.tell.track(person, senderFor(visit), visit.at, 'Coupon Applied', {
      checkout_id: checkoutId,
      coupon_id: promotion.coupon,
      discount: Math.round(cartValue(visit) * discount * 100) / 100,
    })
  if (dice.chance(leaving.leftAtAddress)) return false

  visit.at += dice.lognormal(30, 0.6) * SECOND
  const amount = Math.round(cartValue(visit) * (1 - discount) * 100) / 100
  const outcome = pay(visit, checkoutId, amount)
  countGateway(visit, outcome)
  const lived: Experience = { slots: { ...slotsOf(visit), amount: amount.toFixed(2) } }
  if (outcome.declined > 0) lived.declined = outcome.declined
  if (outcome.timedOut > 0) lived.timedOut = outcome.timedOut
  if (!outcome.paid) {
    if (dice.chance(outcome.timedOut > 0 ? 0.3 : 0.12))
      contactSupport(life, person, visit.at + dice.lognormal(0.3 * HOUR, 1), 'payment', lived)
    return false
  }
  complete(visit, checkoutId, amount, discount > 0 ? promotion?.coupon : undefined, outcome, lived)
  return false
}

function complete(
  visit: Visit,
  checkoutId: string,
  amount: number,
  coupon: string | undefined,
  outcome: PaymentOutcome,
  lived: Experience,
): void {
  const { life, person, dice } = visit
  visit.ordered = true
  person.orders++
  life.buyers.add(person.index)
  const orderId = `${life.setting.world.customerPrefix}${life.setting.idPrefix.slice(0, 2)}-${person.index.toString(36)}${person.orders}`
  visit.at += 2 * SECOND
  const { freeShippingFrom, shipping: fee } = life.setting.world.checkout
  const shipping = amount >= freeShippingFrom ? 0 : fee
  life.tell.track(person, senderFor(visit), visit.at, 'Order Completed', {
    order_id: orderId,
    checkout_id: checkoutId,
    total: Math.round((amount + shipping) * 100) / 100,
    revenue: amount,
    shipping,
    currency: life.setting.world.currency,
    payment_method: outcome.method,
    ...(coupon === undefined ? {} : { coupon }),
    products: visit.cart.map(({ item, quantity }) => productOf(item, quantity)),
  })
  sendOrderEmail(life, person, visit.at, orderId)
  askAfter(life, person, visit.at, 'order', lived)
  const item = visit.cart[0]?.item
  if (item)
    fulfil(
      life,
      person,
      visit.at,
      {
        orderId,
        item,
        amount,
        lived: { ...lived, slots: { ...lived.slots, order: orderId, product: item.name } },
      },
      dice,
    )
}

function countGateway(visit: Visit, outcome: PaymentOutcome): void {
  if (!visit.device.isMobile) return
  for (const planted of visit.life.setting.faults.of('gateway-slowdown')) {
    const during = isActive(planted, outcome.startedAt)
    visit.life.faults.count(planted, during, !outcome.paid)
    if (during && outcome.slowed) visit.life.faults.hitPerson(planted, visit.person.index)
  }
}
