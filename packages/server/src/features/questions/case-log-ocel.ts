import type { CaseLog, LoggedCase, LoggedRow } from '../../analytics/index.ts'
import { nameAttribute, named, ocelJson } from '../../platform/ocel-json.ts'
import {
  type OcelRelation,
  type OcelThing,
  onceEach,
  ownObjects,
  sharedKinds,
  sharedObjects,
  thingsOf,
  thingTypes,
} from '../../platform/ocel-things.ts'

const timeOf = (ms: number) => new Date(ms).toISOString()
const attributes = ['event', 'touchpoint', 'channel'].map((name) => ({ name, type: 'string' }))

const objectOf = (type: string, id: string, name: string, relationships: OcelRelation[] = []) => ({
  ...{ id, type, attributes: named(name), relationships },
})
const ids = {
  person: (row: { person: string }) => `person:${row.person}`,
  account: (row: { account: string }) => `account:${row.account}`,
  touchpoint: (row: { touchpoint: string }) => `touchpoint:${row.touchpoint}`,
  session: (one: LoggedCase) => `session:${one.id}`,
}

/**
 * OCEL 2.0 as JSON: people, accounts, touchpoints, orders, tickets, survey answers, products and, where cases are sessions, those are
 * objects. The form asks for objects before events, so that the cases are gone through twice; orders and tickets, of which
 * different people may tell, are gone through by themselves.
 */
export async function* ocelOfCases(log: CaseLog): AsyncGenerator<string> {
  const plain = ['person', 'account', 'session', 'touchpoint'].map((name) => ({
    name,
    attributes: nameAttribute,
  }))
  yield* ocelJson({
    objectTypes: [...plain, ...thingTypes],
    eventTypes: log.names.map((name) => ({ name, attributes })),
    objects: allObjects(log),
    events: eventsOf(log),
  })
}

async function* allObjects(log: CaseLog): AsyncGenerator<object[]> {
  yield* objectsOf(log)
  for (const kind of sharedKinds)
    for await (const rows of log.tellingOf(kind)) yield sharedObjects(kind, rows.flatMap(toldBy))
}

/** The orders, tickets, survey answers and products that an interaction names. */
function toldBy(row: LoggedRow): { at: string; thing: OcelThing }[] {
  const { properties } = JSON.parse(row.raw) as { properties?: unknown }
  if (typeof properties !== 'object' || properties === null) return []
  const { message, event } = row
  const things = thingsOf({ message, event, person: ids.person(row), properties: { ...properties } })
  return things.map((thing) => ({ at: timeOf(row.at), thing }))
}

/** Each object once, but for orders and tickets. People are remembered over all pages only where one may be in several, as with accounts. */
async function* objectsOf(log: CaseLog): AsyncGenerator<object[]> {
  const once = onceEach()
  let oncePerson = onceEach()
  const plain = (type: 'account' | 'touchpoint', id: string, name: string) =>
    name === '' ? [] : once(id, () => objectOf(type, id, name))
  for await (const cases of log.cases()) {
    if (log.scope !== 'account') oncePerson = onceEach()
    yield cases.flatMap((one) => [
      ...one.rows.flatMap((row) => [
        ...plain('account', ids.account(row), row.account),
        ...plain('touchpoint', ids.touchpoint(row), row.touchpoint),
        ...oncePerson(row.person, () => objectOf('person', ids.person(row), row.person, accountOf(row))),
        ...ownObjects(toldBy(row), once),
      ]),
      ...(log.scope === 'session' ? [sessionOf(one)] : []),
    ])
  }
}

const accountOf = (row: { account: string }): OcelRelation[] =>
  row.account === '' ? [] : [{ objectId: ids.account(row), qualifier: 'belongs to' }]

function sessionOf(one: LoggedCase) {
  const [first] = one.rows
  const person = first ? [{ objectId: ids.person(first), qualifier: 'of' }] : []
  return objectOf('session', ids.session(one), one.id, person)
}

async function* eventsOf(log: CaseLog): AsyncGenerator<object[]> {
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
          ...toldBy(row).map(({ thing: { id, qualifier } }) => ({ objectId: id, qualifier })),
        ],
      })),
    )
}
