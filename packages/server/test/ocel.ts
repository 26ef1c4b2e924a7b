type OcelType = { name: string; attributes: { name: string; type: string }[] }
type OcelTold = {
  id: string
  type: string
  attributes: { name: string; value: string | number; time?: string }[]
  relationships: { objectId: string; qualifier: string }[]
}
export type Ocel = Record<'objectTypes' | 'eventTypes', OcelType[]> & Record<'objects' | 'events', OcelTold[]>

/** What the schema of OCEL 2.0 asks for beyond its shape: types that are declared, ids once, relations that lead somewhere. */
export function faultsOfOcel({ objectTypes, eventTypes, objects, events }: Ocel): string[] {
  const known = new Set(objects.map(({ id }) => id))
  const typed = (types: OcelType[], one: OcelTold) => {
    const type = types.find(({ name }) => name === one.type)
    if (!type) return [`${one.id}: no type ${one.type}`]
    return one.attributes.flatMap(({ name, value }) => {
      const declared = type.attributes.find((attribute) => attribute.name === name)?.type
      return declared === (typeof value === 'number' ? 'float' : 'string') ? [] : [`${one.id}: ${name}`]
    })
  }
  return [
    ...(known.size === objects.length ? [] : ['an object twice']),
    ...(new Set(events.map(({ id }) => id)).size === events.length ? [] : ['an event twice']),
    ...objects.flatMap((one) => typed(objectTypes, one)),
    ...objects.flatMap(({ id, attributes }) =>
      attributes.every(({ time }) => time) ? [] : [`${id}: no time`],
    ),
    ...events.flatMap((one) => typed(eventTypes, one)),
    ...[...objects, ...events].flatMap(({ id, relationships }) =>
      relationships.flatMap(({ objectId }) => (known.has(objectId) ? [] : [`${id}: nothing is ${objectId}`])),
    ),
  ]
}
