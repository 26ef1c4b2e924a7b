import type { Experience } from './experience.ts'
import type { Item } from './setting.ts'

/** A paid order on its way. `item` is the first product, `amount` the price of all of them. */
export type Order = { orderId: string; item: Item; amount: number; lived: Experience }
