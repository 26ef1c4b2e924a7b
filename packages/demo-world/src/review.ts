import { scoreOutOfTen } from './experience.ts'
import type { Life } from './life.ts'
import type { Order } from './order.ts'
import type { Person } from './people.ts'
import type { Dice } from './random.ts'
import { senderOf } from './sign-in.ts'
import { DAY } from './time.ts'

/** Some buyers review the product itself; the angry and the delighted more often. */
export function review(life: Life, person: Person, at: number, order: Order, dice: Dice): void {
  const device = person.devices[0]
  if (!device) return
  const score = scoreOutOfTen(person, order.lived, dice)
  if (!dice.chance(score <= 4 ? 0.16 : score >= 9 ? 0.08 : 0.04)) return
  const mood = score >= 8 ? 'good' : score <= 5 ? 'bad' : 'neutral'
  const about = order.lived.wrongItem && mood === 'bad' ? ['wrong-item', 'quality'] : ['quality', 'price']
  const sender = { ...senderOf(person, device), userId: person.userId }
  life.tell.track(person, sender, at + dice.lognormal(3 * DAY, 0.6), 'Product Reviewed', {
    product_id: order.item.sku,
    product: order.item.name,
    order_id: order.orderId,
    rating: Math.max(1, Math.round(score / 2)),
    review_body: life.writer.write(dice, person.language, mood, about, order.lived.slots),
    language: person.language,
  })
}
