/** Purchases, by the names of the Segment e-commerce spec and of shops and marketplaces. */
export const orderEvents = ['Order Completed', 'Store Purchase', 'Marketplace Order Placed'] as const

export type OcelRelation = { objectId: string; qualifier: string }
type Attribute = { name: string; value: string | number }
/** An object of OCEL 2.0 as one event tells of it, and what the event is to it. */
export type OcelThing = {
  type: (typeof thingTypes)[number]['name']
  id: string
  qualifier: string
  attributes: Attribute[]
  relationships: OcelRelation[]
}
/** An interaction by its message id; `person` is the id of the person's object, empty where nobody is known. */
export type ToldEvent = {
  message: string
  event: string
  person: string
  properties: Readonly<Record<string, unknown>>
}

const attributes = (of: Record<string, 'string' | 'float'>) =>
  Object.entries(of).map(([name, type]) => ({ name, type }))

/** The objects that events tell of beside people, accounts and places. */
export const thingTypes = [
  { name: 'order', attributes: attributes({ status: 'string', total: 'float', currency: 'string' }) },
  { name: 'ticket', attributes: attributes({ status: 'string', topic: 'string' }) },
  {
    name: 'survey_response',
    attributes: attributes({ survey: 'string', metric: 'string', score: 'float' }),
  },
  { name: 'product', attributes: attributes({ name: 'string' }) },
] as const

/** The properties that name an order or a ticket, of which several events may tell. */
export const sharedThings = { order: 'order_id', ticket: 'ticket_id' } as const
export type SharedKind = keyof typeof sharedThings
export const sharedKinds = Object.keys(sharedThings) as SharedKind[]

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 300) : ''
const textAt = (name: string, value: unknown): Attribute[] =>
  textOf(value) === '' ? [] : [{ name, value: textOf(value) }]
function numberAt(name: string, value: unknown): Attribute[] {
  const number = textOf(value) === '' ? Number.NaN : Number(value)
  return Number.isFinite(number) ? [{ name, value: number }] : []
}
const related = (type: string, id: unknown, qualifier: string): OcelRelation[] =>
  textOf(id) === '' ? [] : [{ objectId: `${type}:${textOf(id)}`, qualifier }]

const ofPerson = (person: string): OcelRelation[] =>
  person === '' ? [] : [{ objectId: person, qualifier: 'of' }]

/** The orders, tickets, survey answers and products that an event names. */
export function thingsOf(told: ToldEvent): OcelThing[] {
  const { properties } = told
  return [...orderOf(told), ...ticketOf(told), ...responseOf(told), ...productsOf(properties)]
}

/** What became of it, by the names of events such as “Order Refunded” and “Ticket Solved”. */
const statusOf = (of: 'Order' | 'Ticket', event: string): Attribute[] => {
  const [kind, word, ...more] = event.split(' ')
  return kind === of && word && more.length === 0 ? [{ name: 'status', value: word.toLowerCase() }] : []
}

function orderOf({ event, person, properties }: ToldEvent): OcelThing[] {
  const id = textOf(properties.order_id)
  if (id === '') return []
  const isPlaced = orderEvents.some((name) => name === event)
  const { total, revenue, value, currency } = properties
  const worth = [total, revenue, value].find((one) => numberAt('', one).length > 0)
  return [
    {
      ...{ type: 'order', id: `order:${id}`, qualifier: isPlaced ? 'places' : 'about' },
      attributes: [
        ...(isPlaced ? [{ name: 'status', value: 'completed' }] : statusOf('Order', event)),
        ...(isPlaced ? [...numberAt('total', worth), ...textAt('currency', currency)] : []),
      ],
      relationships: [
        ...ofPerson(person),
        ...(isPlaced
          ? productsOf(properties).map((one) => ({ objectId: one.id, qualifier: 'contains' }))
          : []),
      ],
    },
  ]
}

function ticketOf({ event, person, properties }: ToldEvent): OcelThing[] {
  const id = textOf(properties.ticket_id)
  if (id === '') return []
  return [
    {
      ...{ type: 'ticket', id: `ticket:${id}`, qualifier: event === 'Ticket Opened' ? 'opens' : 'about' },
      attributes: [...statusOf('Ticket', event), ...textAt('topic', properties.topic)],
      relationships: [...ofPerson(person), ...related('order', properties.order_id, 'about')],
    },
  ]
}

/** An answer has no id of its own: it is the message that brought it. */
function responseOf({ message, event, person, properties }: ToldEvent): OcelThing[] {
  if (event !== 'Survey Answered') return []
  return [
    {
      ...{ type: 'survey_response', id: `survey_response:${message}`, qualifier: 'gives' },
      attributes: [
        ...textAt('survey', properties.survey_id),
        ...textAt('metric', properties.metric),
        ...numberAt('score', properties.score),
      ],
      relationships: [
        ...ofPerson(person),
        ...related('order', properties.order_id, 'about'),
        ...related('ticket', properties.ticket_id, 'about'),
      ],
    },
  ]
}

function productsOf(properties: ToldEvent['properties']): OcelThing[] {
  const listed = Array.isArray(properties.products) ? properties.products : []
  const named = [properties, ...listed].flatMap((one: unknown): OcelThing[] => {
    if (typeof one !== 'object' || one === null) return []
    const { product_id, name } = one as Record<string, unknown>
    const id = textOf(product_id)
    if (id === '') return []
    const attributes = textAt('name', name)
    return [{ type: 'product', id: `product:${id}`, qualifier: 'about', attributes, relationships: [] }]
  })
  return [...new Map(named.map((one) => [one.id, one])).values()]
}

/** A value with its time: it holds from then on. */
type TimedAttribute = Attribute & { time: string }
export type OcelObject = {
  id: string
  type: string
  attributes: TimedAttribute[]
  relationships: OcelRelation[]
}

/** Objects of what events tell of them, oldest first: values with the times of their changes, each relation once. */
function objectsOfThings(told: readonly ToldThing[]): OcelObject[] {
  const objects = new Map<string, OcelObject>()
  for (const { at, thing } of told) {
    const one = objects.get(thing.id) ?? { id: thing.id, type: thing.type, attributes: [], relationships: [] }
    objects.set(thing.id, one)
    for (const { name, value } of thing.attributes)
      if (one.attributes.findLast((before) => before.name === name)?.value !== value)
        one.attributes.push({ name, time: at, value })
    for (const relation of thing.relationships)
      if (!one.relationships.some((before) => isSame(before, relation))) one.relationships.push(relation)
  }
  return [...objects.values()]
}

const isSame = (one: OcelRelation, other: OcelRelation) =>
  one.objectId === other.objectId && one.qualifier === other.qualifier

type ToldThing = { at: string; thing: OcelThing }

/** Each object once, as interactions come to name it; `id` tells which ones are the same. */
export function onceEach(): <Made>(id: string, make: () => Made) => Made[] {
  const known = new Set<string>()
  return (id, make) => {
    if (known.has(id)) return []
    known.add(id)
    return [make()]
  }
}

/** The objects that one interaction tells of by itself: survey answers, and products that nothing named before. */
export function ownObjects(told: readonly ToldThing[], once: ReturnType<typeof onceEach>): OcelObject[] {
  return told.flatMap((one) => {
    const { type, id } = one.thing
    if (type === 'product') return once(id, () => objectsOfThings([one])).flat()
    return type === 'survey_response' ? objectsOfThings([one]) : []
  })
}

/** The orders, or tickets, that interactions tell of; all that tell of one are given together, oldest first. */
export const sharedObjects = (kind: SharedKind, told: readonly ToldThing[]): OcelObject[] =>
  objectsOfThings(told.filter(({ thing }) => thing.type === kind))
