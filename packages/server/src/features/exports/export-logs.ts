import { nameAttribute, named, ocelJson } from '../../platform/ocel-json.ts'
import {
  onceEach,
  ownObjects,
  sharedKinds,
  sharedObjects,
  thingsOf,
  thingTypes,
} from '../../platform/ocel-things.ts'
import { xesFoot, xesHead, xesTag } from '../../platform/xes.ts'
import { messageOf } from './message-of.ts'
import {
  accountPages,
  type ExportDeps,
  lives,
  peoplePages,
  personsOf,
  type Span,
  type StoredRow,
  storedPages,
  tellingPages,
} from './read-stored.service.ts'

const interactions: ReadonlySet<string> = new Set(['track', 'page', 'screen'])

/** XES (IEEE 1849): a trace for each person, in the order of people; of properties those that are text, numbers or yes and no. */
export async function* xesOf(deps: ExportDeps, span: Span): AsyncGenerator<string> {
  yield xesHead
  for await (const { person, events } of lives(deps, span)) {
    const lines = [`<trace>\n${xesTag('string', 'concept:name', person.known_as ?? person.id)}\n`]
    for (const event of events) lines.push(`<event>\n${xesEvent(event).join('\n')}\n</event>\n`)
    yield `${lines.join('')}</trace>\n`
  }
  yield xesFoot
}

function xesEvent(event: StoredRow): string[] {
  return [
    xesTag('string', 'concept:name', event.name),
    xesTag('date', 'time:timestamp', new Date(event.time_ms).toISOString()),
    ...(event.touchpoint === '' ? [] : [xesTag('string', 'touchpoint', event.touchpoint)]),
    xesTag('string', 'channel', event.channel),
    ...plainProperties(event).map(([name, value]) => xesTag(xesType(value), name, String(value))),
  ]
}

const xesType = (value: string | number | boolean) =>
  typeof value === 'string'
    ? 'string'
    : typeof value === 'boolean'
      ? 'boolean'
      : Number.isSafeInteger(value)
        ? 'int'
        : 'float'

const reserved: ReadonlySet<string> = new Set(['concept:name', 'time:timestamp', 'touchpoint', 'channel'])

/** Properties with a plain value, under names that do not hide the event's own. */
function plainProperties(event: StoredRow): [string, string | number | boolean][] {
  return Object.entries(propertiesOf(event)).filter(
    (pair): pair is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof pair[1]) && !reserved.has(pair[0]),
  )
}

const attributes = [
  { name: 'touchpoint', type: 'string' },
  { name: 'channel', type: 'string' },
  { name: 'properties', type: 'string' },
]

/**
 * OCEL 2.0 as JSON: people, accounts, touchpoints, orders, tickets, survey answers and products are objects, and each interaction
 * relates to those it names. The names of events come first, as the form asks for them before the events.
 */
export async function* ocelOf(
  deps: ExportDeps,
  span: Span,
  eventNames: readonly string[],
): AsyncGenerator<string> {
  const plain = ['person', 'account', 'touchpoint'].map((name) => ({ name, attributes: nameAttribute }))
  yield* ocelJson({
    objectTypes: [...plain, ...thingTypes],
    eventTypes: eventNames.map((name) => ({ name, attributes })),
    objects: objectsOf(deps, span),
    events: eventsOf(deps, span),
  })
}

async function* objectsOf(deps: ExportDeps, span: Span): AsyncGenerator<object[]> {
  const { workspaceId } = span
  for await (const accounts of accountPages(deps, workspaceId))
    yield accounts.map((account) => ({
      id: `account:${account.group_id}`,
      type: 'account',
      attributes: named(account.name),
      relationships: [],
    }))
  for await (const people of peoplePages(deps, workspaceId))
    yield people.map((person) => ({
      id: person.id,
      type: 'person',
      attributes: named(person.name),
      relationships: person.accounts.map((id) => ({ objectId: `account:${id}`, qualifier: 'belongs to' })),
    }))
  yield* ownThings(deps, span)
  for (const kind of sharedKinds)
    for await (const rows of tellingPages(deps, span, kind))
      yield sharedObjects(
        kind,
        (await toldIn(deps, span, rows)).flatMap(({ things }) => things),
      )
}

/** Touchpoints and products once, and survey answers, as the interactions come. */
async function* ownThings(deps: ExportDeps, span: Span): AsyncGenerator<object[]> {
  const once = onceEach()
  for await (const rows of storedPages(deps, span))
    yield (await toldIn(deps, span, rows)).flatMap(({ row, things }) => [
      ...touchpointOf(row).flatMap(({ objectId: id }) =>
        once(id, () => ({ id, type: 'touchpoint', attributes: named(row.touchpoint), relationships: [] })),
      ),
      ...ownObjects(things, once),
    ])
}

const touchpointOf = ({ touchpoint }: StoredRow) =>
  touchpoint === '' ? [] : [{ objectId: `touchpoint:${touchpoint}`, qualifier: 'at' }]

/** The interactions of a page, with who did each and which objects it names. */
async function toldIn(deps: ExportDeps, span: Span, rows: readonly StoredRow[]) {
  const own = rows.filter((row) => interactions.has(row.type))
  const persons = await personsOf(deps, span.workspaceId, [...new Set(own.map((row) => row.identity_id))])
  return own.map((row) => {
    const properties = { ...propertiesOf(row) }
    const person = persons.get(row.identity_id)
    const at = new Date(row.time_ms).toISOString()
    const told = { message: row.message_id, event: row.name, person: person ?? '', properties }
    return { row, at, person, properties, things: thingsOf(told).map((thing) => ({ at, thing })) }
  })
}

function propertiesOf(row: StoredRow): object {
  const { properties } = messageOf(row)
  return typeof properties === 'object' && properties !== null ? properties : {}
}

async function* eventsOf(deps: ExportDeps, span: Span): AsyncGenerator<object[]> {
  for await (const rows of storedPages(deps, span))
    yield (await toldIn(deps, span, rows)).map(({ row, at, person, properties, things }) => ({
      ...{ id: row.message_id, type: row.name, time: at },
      attributes: [
        { name: 'touchpoint', value: row.touchpoint },
        { name: 'channel', value: row.channel },
        { name: 'properties', value: JSON.stringify(properties) },
      ],
      relationships: [
        ...(person === undefined ? [] : [{ objectId: person, qualifier: 'of' }]),
        ...touchpointOf(row),
        ...things.map(({ thing }) => ({ objectId: thing.id, qualifier: thing.qualifier })),
      ],
    }))
}
