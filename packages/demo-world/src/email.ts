import { backOffice, type Life } from './life.ts'
import { nextDice, type Person } from './people.ts'
import { HOUR, MINUTE } from './time.ts'

/** Confirms an order by e-mail; most people open it. */
export function sendOrderEmail(life: Life, person: Person, at: number, orderId: string): void {
  const dice = nextDice(life.setting, person)
  const sender = backOffice('e-mail', 'aurora-mailer', { userId: person.userId })
  const common = {
    email_id: `oc-${orderId}`,
    email_subject: 'order-confirmation',
    campaign_name: 'order-confirmation',
    order_id: orderId,
  }
  life.tell.track(person, sender, at + dice.between(4, 40) * 1000, 'Email Delivered', common)
  if (dice.chance(0.55))
    life.tell.track(person, sender, at + dice.lognormal(20 * MINUTE, 1.2), 'Email Opened', common)
}

/** Sends a campaign to one customer. A click is given to `onClick`, which opens the visit. */
export function sendCampaign(
  life: Life,
  person: Person,
  at: number,
  campaign: string,
  onClick: (person: Person, at: number, campaign: string) => void,
): void {
  if (person.accountSince === undefined || !person.acceptsEmail) return
  const { email } = life.setting.world
  const dice = nextDice(life.setting, person)
  if (!dice.chance(email.audience)) return
  const sender = backOffice('e-mail', 'aurora-mailer', { userId: person.userId })
  const common = { email_id: `${campaign}-${person.index.toString(36)}`, campaign_name: campaign }
  life.tell.track(person, sender, at + dice.between(0, 25) * MINUTE, 'Email Delivered', common)
  if (!dice.chance(email.opened)) return
  const openedAt = at + dice.lognormal(4 * HOUR, 1)
  life.tell.track(person, sender, openedAt, 'Email Opened', common)
  if (dice.chance(email.clicked / email.opened)) {
    const clickedAt = openedAt + dice.lognormal(0.5 * MINUTE, 0.5)
    life.tell.track(person, sender, clickedAt, 'Email Link Clicked', {
      ...common,
      link_url: `${life.setting.world.site}/ofertas`,
    })
    life.agenda.plan(clickedAt + 2000, (now) => onClick(person, now, campaign))
  } else if (dice.chance(email.unsubscribed / email.opened)) {
    person.acceptsEmail = false
    life.tell.track(person, sender, openedAt + dice.lognormal(MINUTE, 0.5), 'Unsubscribed', common)
  }
}
