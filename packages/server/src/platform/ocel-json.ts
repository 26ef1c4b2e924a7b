type TypeOfOcel = { name: string; attributes: readonly { name: string; type: string }[] }

/** Before any time that an event may have: what is said of an object held from the beginning. */
const beginning = '1970-01-01T00:00:00Z'

/** What is told of an object by its name alone, from the beginning. */
export const named = (value: string) => [{ name: 'name', time: beginning, value }]
/** The attribute that `named` gives. */
export const nameAttribute = [{ name: 'name', type: 'string' }] as const

/** OCEL 2.0 as JSON, in pieces. The form asks for objects before events. */
export async function* ocelJson(log: {
  objectTypes: readonly TypeOfOcel[]
  eventTypes: readonly TypeOfOcel[]
  objects: AsyncIterable<object[]>
  events: AsyncIterable<object[]>
}): AsyncGenerator<string> {
  const { objectTypes, eventTypes } = log
  yield `{"objectTypes":${JSON.stringify(objectTypes)},\n"eventTypes":${JSON.stringify(eventTypes)},\n"objects":[`
  yield* joined(log.objects)
  yield '],\n"events":['
  yield* joined(log.events)
  yield ']}\n'
}

/** Values one after the other as the inside of a JSON list. */
async function* joined(pages: AsyncIterable<object[]>): AsyncGenerator<string> {
  let separator = '\n'
  for await (const page of pages) {
    if (page.length === 0) continue
    yield separator + page.map((one) => JSON.stringify(one)).join(',\n')
    separator = ',\n'
  }
}
