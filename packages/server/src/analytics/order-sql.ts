import { orderEvents } from '../platform/ocel-things.ts'
import { numberSql } from './filter-sql.ts'

/** Whether an event is a purchase, by the names of the Segment e-commerce spec and of shops and marketplaces. */
export const isOrder = `name IN (${orderEvents.map((name) => `'${name}'`).join(', ')})`

const amount =
  "toString(if(toString(properties.total) != '', toString(properties.total), if(toString(properties.revenue) != '', toString(properties.revenue), toString(properties.value))))"
/** What an order was worth: its total, else its revenue, else its value; 0 when it says nothing. */
export const orderAmount = `ifNull(${numberSql(amount)}, 0)`
