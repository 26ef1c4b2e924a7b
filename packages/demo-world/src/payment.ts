import { isActive } from './fault-plan.ts'
import { openLottery } from './random.ts'
import { SECOND } from './time.ts'
import { senderFor, show, type Visit } from './visit-state.ts'

export type PaymentOutcome = {
  paid: boolean
  method: string
  startedAt: number
  declined: number
  timedOut: number
  /** True where a planted slowdown touched this payment. */
  slowed: boolean
}

const timeOutMs = 30_000
const declineCodes = openLottery([
  ['51', 6],
  ['05', 3],
  ['57', 1],
  ['91', 1],
] as const)

/** Tries to pay, again after a refusal, until it works or the person has had enough. */
export function pay(visit: Visit, checkoutId: string, amount: number): PaymentOutcome {
  const { life, person, device, dice } = visit
  const { payment } = life.setting.world
  const slowdown = device.isMobile
    ? life.setting.faults.of('gateway-slowdown').find((planted) => isActive(planted, visit.at))?.fault
    : undefined
  const methods = openLottery(payment.methods.map((method) => [method, method.weight]))
  let method = methods.draw(dice)
  const outcome: PaymentOutcome = {
    paid: false,
    method: method.id,
    startedAt: visit.at,
    declined: 0,
    timedOut: 0,
    slowed: slowdown !== undefined,
  }
  show(visit, 'Payment', '/checkout/pagamento', {})
  life.tell.track(person, senderFor(visit), visit.at, 'Payment Info Entered', {
    checkout_id: checkoutId,
    payment_method: method.id,
    value: amount,
  })
  if (dice.chance(life.setting.world.checkout.leftAtPayment)) return outcome

  for (let attempt = 1; attempt <= 4; attempt++) {
    visit.at += dice.lognormal(9, 0.5) * SECOND
    const common = {
      checkout_id: checkoutId,
      gateway: payment.gateway,
      payment_method: method.id,
      amount,
      attempt,
    }
    const duration = Math.min(
      timeOutMs,
      Math.round(dice.lognormal(payment.latencyMs * (slowdown?.latencyFactor ?? 1), 0.45)),
    )
    const timesOut = dice.chance(slowdown?.timedOut ?? method.timedOut)
    const declines = !timesOut && dice.chance(method.declined)
    life.tell.track(person, senderFor(visit), visit.at, 'Payment Attempted', {
      ...common,
      duration_ms: timesOut ? timeOutMs : duration,
    })
    visit.at += timesOut ? timeOutMs : duration
    if (!timesOut && !declines) return { ...outcome, paid: true, method: method.id }
    if (timesOut) {
      outcome.timedOut++
      life.tell.track(person, senderFor(visit), visit.at, 'Payment Timed Out', {
        ...common,
        limit_ms: timeOutMs,
      })
    } else {
      outcome.declined++
      life.tell.track(person, senderFor(visit), visit.at, 'Payment Declined', {
        ...common,
        code: declineCodes.draw(dice),
      })
    }
    if (dice.chance(slowdown?.giveUp ?? payment.giveUp)) return outcome
    if (dice.chance(0.4)) method = methods.draw(dice)
  }
  return outcome
}
