import type { Item } from './setting.ts'
import { SECOND } from './time.ts'
import { cartId, productOf, senderOn, show, type Visit } from './visit-state.ts'

function draw(visit: Visit): Item {
  const draws = visit.life.setting.draws.get(visit.person.archetype)
  if (!draws) throw new RangeError('The archetype is not part of this world.')
  return draws.items.draw(visit.dice)
}

/** Searches for something the shop has. */
export function search(visit: Visit): void {
  visit.item = draw(visit)
  const query = visit.item.name.toLowerCase().split(' ').slice(0, visit.dice.whole(1, 3)).join(' ')
  visit.life.tell.track(visit.person, senderOn(visit, 'Search', '/busca'), visit.at, 'Products Searched', {
    query,
    results: visit.dice.whole(0, 48),
  })
}

/** Looks through a category. */
export function list(visit: Visit): void {
  const { category } = draw(visit)
  const path = `/c/${category.id}`
  if (visit.steps === 0) show(visit, 'Category', path, { category: category.id })
  visit.life.tell.track(
    visit.person,
    senderOn(visit, 'Category', path),
    visit.at + SECOND,
    'Product List Viewed',
    {
      list_id: category.id,
      category: category.name,
      products: category.products.length,
    },
  )
}

/** Looks at a product, often the one just found. */
export function view(visit: Visit): void {
  visit.item = visit.item && visit.dice.chance(0.25) ? visit.item : draw(visit)
  const path = `/p/${visit.item.sku}`
  if (visit.steps === 0) show(visit, 'Product', path, { product_id: visit.item.sku })
  visit.life.tell.track(
    visit.person,
    senderOn(visit, visit.item.name, path),
    visit.at + SECOND,
    'Product Viewed',
    productOf(visit.item, 1),
  )
}

/** Puts the product at hand into the cart, sometimes several of it. */
export function add(visit: Visit): void {
  visit.item ??= draw(visit)
  const more = Math.round(visit.dice.exponential(visit.person.archetype.basket - 1))
  const { item } = visit
  visit.cart.push({ item, quantity: 1 + Math.min(more, 5) })
  visit.life.tell.track(
    visit.person,
    senderOn(visit, item.name, `/p/${item.sku}`),
    visit.at,
    'Product Added',
    {
      cart_id: cartId(visit),
      ...productOf(item, 1 + Math.min(more, 5)),
    },
  )
}
