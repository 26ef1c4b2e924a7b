import { add, list, search, view } from './browse.ts'
import { checkOut } from './checkout.ts'
import type { Device } from './devices.ts'
import { isActive } from './fault-plan.ts'
import type { Life } from './life.ts'
import type { MessageContext } from './message.ts'
import { nextStep } from './next-step.ts'
import type { Person } from './people.ts'
import type { Dice } from './random.ts'
import { openDevice, senderOf, signIn } from './sign-in.ts'
import { contactSupport } from './support.ts'
import { SECOND } from './time.ts'
import { cartId, cartValue, senderOn, show, slotsOf, type Visit } from './visit-state.ts'
import type { StepName } from './world-parts.ts'

/** Why a visit takes place: to look around, by habit, to come back to something seen, or from an e-mail. */
export type VisitReason =
  | { kind: 'browse' }
  | { kind: 'habit' }
  | { kind: 'return' }
  | { kind: 'email'; campaign: string }

/** How much closer to buying than in an idle visit people are, by reason. */
const closingBy: Record<VisitReason['kind'], number> = { browse: 1, email: 1.4, return: 1.8, habit: 10 }

const longestWalk = 36

/** Plays one visit from its entry until the person leaves, and says how it ended. */
export function playVisit(
  life: Life,
  person: Person,
  device: Device,
  start: number,
  reason: VisitReason,
  dice: Dice,
): Visit {
  openDevice(life, person, device, dice)
  const entry =
    reason.kind === 'email'
      ? 'email'
      : (life.setting.draws.get(person.archetype)?.entries.draw(dice) ?? 'direct')
  const visit: Visit = {
    life,
    person,
    device,
    dice,
    at: start,
    entry: reason.kind === 'habit' || reason.kind === 'return' ? 'direct' : entry,
    campaign: undefined,
    closing: closingBy[reason.kind],
    steps: 0,
    cart: [],
    item: undefined,
    ordered: false,
    comesBack: false,
  }
  arrive(visit, reason)
  if (person.accountSince !== undefined && !device.signedIn && dice.chance(person.archetype.signInRate)) {
    visit.at += dice.between(1, 6) * SECOND
    signIn(life, person, device, visit.at, dice)
  }

  let step: StepName = dice.chance(0.45)
    ? 'home'
    : visit.campaign
      ? 'product'
      : dice.chance(0.5)
        ? 'list'
        : 'home'
  for (let walked = 0; walked < longestWalk && step !== 'leave'; walked++) {
    if (!perform(visit, step)) break
    if (visit.ordered) break
    visit.steps++
    step = nextStep(visit, step)
    visit.at += dice.lognormal(life.setting.world.stepSeconds, 0.9) * SECOND
  }
  countEntry(visit)
  return visit
}

function arrive(visit: Visit, reason: VisitReason): void {
  const { life, person, device, dice } = visit
  const entry = life.setting.entries.get(visit.entry)
  if (!entry) return
  if (entry.source !== undefined && entry.medium !== undefined) {
    const name =
      reason.kind === 'email' ? reason.campaign : entry.campaigns ? dice.pick(entry.campaigns) : 'always-on'
    visit.campaign = { name, source: entry.source, medium: entry.medium, content: `v${dice.whole(1, 3)}` }
  }
  if (entry.medium === 'cpc' || entry.medium === 'paid_social' || entry.medium === 'affiliate') {
    const sender = senderOf(person, device)
    const context: MessageContext = { ...sender.context, channel: 'ad' }
    if (visit.campaign) context.campaign = visit.campaign
    life.tell.track(person, { ...sender, context }, visit.at, 'Ad Clicked', {
      network: entry.source,
      campaign: visit.campaign?.name,
      entry: entry.id,
    })
    visit.at += dice.between(1, 4) * SECOND
  }
  for (const planted of life.setting.faults.of('assist-only-channel'))
    if (planted.fault.entry === visit.entry) {
      visit.closing *= planted.fault.closing
      visit.comesBack = dice.chance(planted.fault.returning)
    }
}

function countEntry(visit: Visit): void {
  for (const planted of visit.life.setting.faults.of('assist-only-channel')) {
    const isEntry = planted.fault.entry === visit.entry
    visit.life.faults.count(planted, isEntry, visit.ordered)
    if (isEntry && isActive(planted, visit.at)) visit.life.faults.hitPerson(planted, visit.person.index)
  }
}

/** Does one step. False means that the visit ends here. */
function perform(visit: Visit, step: StepName): boolean {
  const { life, person, device, dice } = visit
  if (step === 'checkout') return checkOut(visit)
  if (step === 'help') {
    show(visit, 'Help', '/ajuda', {})
    contactSupport(life, person, visit.at + dice.between(1, 4) * 60 * SECOND, 'question', {
      slots: slotsOf(visit),
    })
    return dice.chance(0.5)
  }
  if (step === 'home') show(visit, 'Home', '/', {})
  else if (step === 'search') search(visit)
  else if (step === 'list') list(visit)
  else if (step === 'product') view(visit)
  else if (step === 'add') add(visit)
  else if (step === 'cart') {
    show(visit, 'Cart', '/carrinho', {})
    life.tell.track(person, senderOn(visit, 'Cart', '/carrinho'), visit.at, 'Cart Viewed', {
      cart_id: cartId(visit),
      value: cartValue(visit),
      products: visit.cart.length,
    })
  }
  return device.anonymousId !== ''
}
