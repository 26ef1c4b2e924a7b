import { backOffice, type Life } from './life.ts'
import { nextDice, type Person } from './people.ts'
import { askAfter } from './survey.ts'
import { DAY, HOUR, offsetAt } from './time.ts'

/** Plans the next visit to a shop. Only customers with a loyalty card leave a trace at the till. */
export function planStoreVisit(life: Life, person: Person, after: number): void {
  const { setting } = life
  const monthly = person.archetype.storeVisitsPerMonth
  const stores = setting.world.stores.filter((store) => store.country === person.place.country)
  if (monthly <= 0 || stores.length === 0) return
  const dice = nextDice(setting, person)
  const at = after + Math.max(1, dice.exponential(30 / monthly)) * DAY
  const offset = offsetAt(setting.world, person.place.timeZone, at)
  const shopping = Math.floor((at + offset) / DAY) * DAY - offset + dice.between(9, 20) * HOUR
  life.agenda.plan(shopping, (now) => {
    if (person.accountSince !== undefined && person.accountSince < now)
      buy(life, person, now, dice.pick(stores).name)
    planStoreVisit(life, person, now)
  })
}

function buy(life: Life, person: Person, at: number, store: string): void {
  const dice = nextDice(life.setting, person)
  const draws = life.setting.draws.get(person.archetype)
  if (!draws) return
  const sender = backOffice('store', 'aurora-till', { userId: person.userId })
  const count = 1 + Math.min(9, Math.floor(dice.exponential(person.archetype.basket)))
  const items = Array.from({ length: count }, () => draws.items.draw(dice))
  const total = Math.round(items.reduce((sum, item) => sum + item.price, 0) * 100) / 100
  life.buyers.add(person.index)
  life.tell.track(person, sender, at, 'Store Purchase', {
    store,
    total,
    currency: life.setting.world.currency,
    payment_method: dice.pick(['card', 'card', 'pix', 'cash']),
    items: count,
    category: items[0]?.category.id,
  })
  askAfter(life, person, at, 'store', { store: true, slots: { store, product: items[0]?.name ?? '' } })
}
