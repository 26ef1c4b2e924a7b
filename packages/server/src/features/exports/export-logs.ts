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
  const { properties } = messageOf(event)
  if (typeof properties !== 'object' || properties === null) return []
  return Object.entries(properties).filter(
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
 * OCEL 2.0 as JSON: people and accounts are objects, people belong to accounts, and each interaction relates to its
 * person. The names of events come first, as the form asks for them before the events.
 */
export async function* ocelOf(
  deps: ExportDeps,
  span: Span,
  eventNames: readonly string[],
): AsyncGenerator<string> {
  const name = [{ name: 'name', type: 'string' }]
  const objectTypes = [
    { name: 'person', attributes: name },
    { name: 'account', attributes: name },
  ]
  const eventTypes = eventNames.map((one) => ({ name: one, attributes }))
  yield `{"objectTypes":${JSON.stringify(objectTypes)},\n"eventTypes":${JSON.stringify(eventTypes)},\n"objects":[`
  yield* joined(objectsOf(deps, span.workspaceId))
  yield '],\n"events":['
  yield* joined(eventsOf(deps, span))
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

/** Before any time that an event may have: what is said of an object held from the beginning. */
const beginning = '1970-01-01T00:00:00Z'

async function* objectsOf(deps: ExportDeps, workspaceId: string): AsyncGenerator<object[]> {
  for await (const accounts of accountPages(deps, workspaceId))
    yield accounts.map((account) => ({
      id: `account:${account.group_id}`,
      type: 'account',
      attributes: [{ name: 'name', time: beginning, value: account.name }],
      relationships: [],
    }))
  for await (const people of peoplePages(deps, workspaceId))
    yield people.map((person) => ({
      id: person.id,
      type: 'person',
      attributes: [{ name: 'name', time: beginning, value: person.name }],
      relationships: person.accounts.map((id) => ({ objectId: `account:${id}`, qualifier: 'belongs to' })),
    }))
}

async function* eventsOf(deps: ExportDeps, span: Span): AsyncGenerator<object[]> {
  for await (const rows of storedPages(deps, span)) {
    const own = rows.filter((row) => interactions.has(row.type))
    const persons = await personsOf(deps, span.workspaceId, [...new Set(own.map((row) => row.identity_id))])
    yield own.map((row) => {
      const person = persons.get(row.identity_id)
      return {
        id: row.message_id,
        type: row.name,
        time: new Date(row.time_ms).toISOString(),
        attributes: [
          { name: 'touchpoint', value: row.touchpoint },
          { name: 'channel', value: row.channel },
          { name: 'properties', value: JSON.stringify(messageOf(row).properties ?? {}) },
        ],
        relationships: person === undefined ? [] : [{ objectId: person, qualifier: 'of' }],
      }
    })
  }
}
