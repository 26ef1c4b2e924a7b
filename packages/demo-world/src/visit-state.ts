import type { Device } from './devices.ts'
import type { Life } from './life.ts'
import type { MessageContext } from './message.ts'
import type { Person } from './people.ts'
import type { Dice } from './random.ts'
import type { Item } from './setting.ts'
import { senderOf } from './sign-in.ts'
import type { Sender } from './teller.ts'

export type CartLine = { item: Item; quantity: number }

/** A visit while it lasts. `closing` multiplies the will to buy. */
export type Visit = {
  life: Life
  person: Person
  device: Device
  dice: Dice
  at: number
  campaign: MessageContext['campaign']
  entry: string
  closing: number
  /** Steps done so far; the first one is the landing. */
  steps: number
  cart: CartLine[]
  item: Item | undefined
  /** Becomes true with an order. */
  ordered: boolean
  /** True where an advertisement seen now brings the person back some days later. */
  comesBack: boolean
}

/** Slots that phrases may fill from a visit. */
export function slotsOf(visit: Visit): Record<string, string> {
  return { product: visit.item?.name ?? visit.life.setting.world.name, city: visit.person.place.city }
}

/** The sender with the campaign of this visit, if it came by one. */
export function senderFor(visit: Visit): Sender {
  const sender = senderOf(visit.person, visit.device)
  return visit.campaign ? { ...sender, context: { ...sender.context, campaign: visit.campaign } } : sender
}

/** The sender on a page of the web shop; in the app there are no pages. */
export function senderOn(visit: Visit, title: string, path: string): Sender {
  const sender = senderFor(visit)
  if (visit.device.isApp) return sender
  const { site, name } = visit.life.setting.world
  const page: NonNullable<MessageContext['page']> = {
    path,
    url: `${site}${path}`,
    title: `${title} · ${name}`,
  }
  const referrer = visit.steps === 0 ? visit.life.setting.entries.get(visit.entry)?.referrer : `${site}/`
  if (referrer) page.referrer = referrer
  return { ...sender, context: { ...sender.context, page } }
}

/** Tells a page on the web or a screen in the app. */
export function show(visit: Visit, name: string, path: string, properties: Record<string, unknown>): void {
  const { life, person, device } = visit
  const sender = senderOn(visit, name, path)
  if (device.isApp) {
    life.tell.screen(person, sender, visit.at, name, properties)
    return
  }
  const url = `${life.setting.world.site}${path}`
  life.tell.page(person, sender, visit.at, name, {
    path,
    url,
    title: `${name} · ${life.setting.world.name}`,
    ...properties,
  })
}

/** A product as the e-commerce events of Segment write it. */
export function productOf(item: Item, quantity: number): Record<string, unknown> {
  return {
    product_id: item.sku,
    name: item.name,
    category: item.category.id,
    price: item.price,
    quantity,
    currency: 'BRL',
  }
}

/** The id that the cart and its checkout share. */
export function cartId(visit: Visit): string {
  return `c${visit.person.index.toString(36)}-${visit.person.turns}`
}

/** What the cart costs, in the currency of the world. */
export function cartValue(visit: Visit): number {
  return (
    Math.round(visit.cart.reduce((sum, { item, quantity }) => sum + item.price * quantity, 0) * 100) / 100
  )
}
