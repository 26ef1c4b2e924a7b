import type { LoggedCase, ProcessLog } from '../../analytics/index.ts'
import { xesFoot, xesHead, xesTag } from '../../platform/xes.ts'

const timeOf = (ms: number) => new Date(ms).toISOString()

/** XES (IEEE 1849): a trace for each case; an event is called as its step is. */
export async function* xesOfCases(log: ProcessLog): AsyncGenerator<string> {
  yield xesHead
  for await (const cases of log.cases()) yield cases.map(traceOf).join('')
  yield xesFoot
}

function traceOf({ id, rows }: LoggedCase): string {
  const events = rows.map((row) =>
    [
      '<event>',
      xesTag('string', 'concept:name', row.step),
      xesTag('date', 'time:timestamp', timeOf(row.at)),
      xesTag('string', 'event', row.event),
      ...(row.touchpoint === '' ? [] : [xesTag('string', 'touchpoint', row.touchpoint)]),
      xesTag('string', 'channel', row.channel),
      '</event>\n',
    ].join('\n'),
  )
  return `<trace>\n${xesTag('string', 'concept:name', id)}\n${events.join('')}</trace>\n`
}

const named = [{ name: 'name', type: 'string' }]
const attributes = ['event', 'touchpoint', 'channel'].map((name) => ({ name, type: 'string' }))
/** Before any time that an event may have: what is said of an object held from the beginning. */
const beginning = '1970-01-01T00:00:00Z'

type Relationship = { objectId: string; qualifier: string }
const objectOf = (type: string, id: string, name: string, relationships: Relationship[] = []) => ({
  ...{ id, type, attributes: [{ name: 'name', time: beginning, value: name }], relationships },
})
const ids = {
  person: (row: { person: string }) => `person:${row.person}`,
  account: (row: { account: string }) => `account:${row.account}`,
  touchpoint: (row: { touchpoint: string }) => `touchpoint:${row.touchpoint}`,
  session: (one: LoggedCase) => `session:${one.id}`,
}

/**
 * OCEL 2.0 as JSON: people, accounts, touchpoints and, where cases are sessions, those are objects. The form asks for objects
 * before events, so that the cases are gone through twice.
 */
export async function* ocelOfCases(log: ProcessLog): AsyncGenerator<string> {
  const objectTypes = ['person', 'account', 'session', 'touchpoint'].map((name) => ({
    name,
    attributes: named,
  }))
  const eventTypes = log.names.map((name) => ({ name, attributes }))
  yield `{"objectTypes":${JSON.stringify(objectTypes)},\n"eventTypes":${JSON.stringify(eventTypes)},\n"objects":[`
  yield* joined(objectsOf(log))
  yield '],\n"events":['
  yield* joined(eventsOf(log))
  yield ']}\n'
}

async function* joined(pages: AsyncIterable<object[]>): AsyncGenerator<string> {
  let separator = '\n'
  for await (const page of pages) {
    if (page.length === 0) continue
    yield separator + page.map((one) => JSON.stringify(one)).join(',\n')
    separator = ',\n'
  }
}

/** Each object once. People are remembered over all pages only where one may be in several, as with accounts. */
async function* objectsOf(log: ProcessLog): AsyncGenerator<object[]> {
  const told = new Set<string>()
  let people = new Set<string>()
  const once = (known: Set<string>, id: string, make: () => object): object[] => {
    if (known.has(id)) return []
    known.add(id)
    return [make()]
  }
  const plain = (type: 'account' | 'touchpoint', id: string, name: string) =>
    name === '' ? [] : once(told, id, () => objectOf(type, id, name))
  for await (const cases of log.cases()) {
    if (log.scope !== 'account') people = new Set()
    yield cases.flatMap((one) => [
      ...one.rows.flatMap((row) => [
        ...plain('account', ids.account(row), row.account),
        ...plain('touchpoint', ids.touchpoint(row), row.touchpoint),
        ...once(people, ids.person(row), () =>
          objectOf('person', ids.person(row), row.person, accountOf(row)),
        ),
      ]),
      ...(log.scope === 'session' ? [sessionOf(one)] : []),
    ])
  }
}

const accountOf = (row: { account: string }): Relationship[] =>
  row.account === '' ? [] : [{ objectId: ids.account(row), qualifier: 'belongs to' }]

function sessionOf(one: LoggedCase) {
  const [first] = one.rows
  const person = first ? [{ objectId: ids.person(first), qualifier: 'of' }] : []
  return objectOf('session', ids.session(one), one.id, person)
}

async function* eventsOf(log: ProcessLog): AsyncGenerator<object[]> {
  for await (const cases of log.cases())
    yield cases.flatMap((one) =>
      one.rows.map((row) => ({
        ...{ id: row.message, type: row.step, time: timeOf(row.at) },
        attributes: (['event', 'touchpoint', 'channel'] as const).map((name) => ({ name, value: row[name] })),
        relationships: [
          { objectId: ids.person(row), qualifier: 'of' },
          ...(log.scope === 'session' ? [{ objectId: ids.session(one), qualifier: 'in' }] : []),
          ...(row.account === '' ? [] : [{ objectId: ids.account(row), qualifier: 'for' }]),
          ...(row.touchpoint === '' ? [] : [{ objectId: ids.touchpoint(row), qualifier: 'at' }]),
        ],
      })),
    )
}
