import { fulfil } from './delivery.ts'
import { backOffice, type Life } from './life.ts'
import { nextDice, type Person } from './people.ts'
import { SECOND } from './time.ts'

/**
 * A purchase on the partner's marketplace. The partner has its own id for the buyer and tells only an e-mail
 * address, so the two identities meet through that.
 */
export function orderOnMarketplace(life: Life, person: Person, at: number): void {
  const dice = nextDice(life.setting, person)
  const item = life.setting.draws.get(person.archetype)?.items.draw(dice)
  if (!item) return
  const { marketplace, currency } = life.setting.world
  const id = `${marketplace.name.toLowerCase().replace(/\W+/g, '-')}-${(person.index * 31 + 977).toString(36)}`
  const sender = backOffice('marketplace', 'marketplace-feed', { anonymousId: id })
  if (!person.anonymousIds.has(id))
    life.tell.identify(person, sender, at - SECOND, { email: person.email, firstName: person.firstName })
  person.orders++
  life.buyers.add(person.index)
  const orderId = `MP-${person.index.toString(36)}${person.orders}`
  life.tell.track(person, sender, at, 'Marketplace Order Placed', {
    marketplace: marketplace.name,
    order_id: orderId,
    total: item.price,
    currency,
    product_id: item.sku,
    name: item.name,
  })
  if (person.accountSince !== undefined)
    fulfil(
      life,
      person,
      at,
      { orderId, item, amount: item.price, lived: { slots: { product: item.name, order: orderId } } },
      dice,
    )
}
