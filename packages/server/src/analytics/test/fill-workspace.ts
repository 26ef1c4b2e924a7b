import { z } from 'zod'
import type { TestServer, TestWorkspace } from '../../../test/test-server.ts'
import type { SmallWorld } from './small-world.ts'

/** An interaction or call as the reference knows it: what was sent, whom it belongs to, and where it was placed. */
export type Fact = {
  person: number
  order: number
  time: number
  type: string
  name: string
  touchpoint: string
  channel: string
  entry: string
  device: string
  properties: Record<string, unknown>
  context: Record<string, unknown>
  /** The account that a group call says its person belongs to. */
  account?: string
}
export type Truth = { facts: Fact[]; traits: Map<number, Record<string, unknown>>; known: Set<number> }

type Message = Record<string, unknown> & { messageId: string; timestamp: string }
type Sent = { message: Message; person: number; time: number }

/** Sends the world as clients do, visits first and sign-ins later, and returns what is true of it. */
export async function fillWorkspace(server: TestServer, world: SmallWorld, into?: TestWorkspace) {
  const own = into ?? (await server.workspace({ timeZone: world.moment.timeZone }))
  const personOf = (index: number): number => {
    const join = world.joins.find(([, from]) => from === index)
    return join ? join[0] : index
  }
  const visits = world.visits.flatMap((visit, n) => visitMessages(world, visit, n, personOf))
  const calls = signIns(world, visits, personOf)
  await own.send(visits.map((one) => one.message))
  await server.caughtUp()
  if (calls.length > 0) await own.send(calls.map((one) => one.message))
  const sent = new Map([...visits, ...calls].map((one) => [one.message.messageId, one]))
  await server.caughtUp()
  const rows = await server.stores.clickhouse.select({
    name: 'test.placed',
    sql: `SELECT message_id, toString(event_id) AS id, toString(type) AS type, name, touchpoint, channel, entry, toString(device_id) AS device
          FROM events WHERE workspace_id = {id:UUID} ORDER BY events.event_id`,
    params: { id: own.id },
    row: z.object({
      message_id: z.string(),
      type: z.string(),
      name: z.string(),
      touchpoint: z.string(),
      channel: z.string(),
      entry: z.string(),
      device: z.string(),
    }),
  })
  const facts = rows.flatMap(({ message_id, ...row }, order): Fact[] => {
    const from = sent.get(message_id)
    if (!from) return []
    const {
      properties = {},
      context = {},
      groupId = '',
    } = from.message as { properties?: object; context?: object; groupId?: string }
    return [
      {
        ...row,
        order,
        person: from.person,
        time: from.time,
        properties: { ...properties },
        context: { ...context },
        account: groupId,
      },
    ]
  })
  if (facts.length !== sent.size) throw new Error(`${sent.size} were sent and ${facts.length} stored`)
  return {
    own,
    truth: { facts, traits: traitsOf(calls), known: new Set(facts.flatMap(knownOf(sent, rows))) },
  }
}

function visitMessages(
  world: SmallWorld,
  visit: SmallWorld['visits'][number],
  n: number,
  personOf: (n: number) => number,
): Sent[] {
  const isAnonymous = visit.person === 4
  const device = { anonymousId: `d${visit.person}-${isAnonymous ? 0 : visit.device}` }
  let time = Date.parse(world.moment.at) + visit.startsAt * 60_000
  return visit.happenings.map((one, place) => {
    time += one.gap
    const user = { userId: `u${visit.person}` }
    const who =
      isAnonymous || one.by === 'device' ? device : one.by === 'user' ? user : { ...user, ...device }
    const message = {
      ...one.call,
      ...who,
      properties: { ...one.properties, ...('properties' in one.call && one.call.properties) },
      context: { ...one.site, ...(one.campaign && { campaign: one.campaign }) },
      messageId: `v${n}-${place}`,
      timestamp: new Date(time).toISOString(),
    }
    return { message, person: personOf(visit.person), time }
  })
}

/** An identify for every device that a person who signs in has used, the first of them with traits; then the joins. */
function signIns(world: SmallWorld, visits: readonly Sent[], personOf: (n: number) => number): Sent[] {
  const start = Date.parse(world.moment.at)
  const calls: Sent[] = []
  for (const [index, traits] of world.traits.entries()) {
    const devices = [0, 1].filter((n) => visits.some((one) => one.message.anonymousId === `d${index}-${n}`))
    const isSeen = devices.length > 0 || visits.some((one) => one.message.userId === `u${index}`)
    const isJoined = world.joins.some((join) => join.includes(index) && join[0] !== join[1])
    if (!isSeen && !isJoined) continue
    // A minute of its own for each person: of two values set at once, which is later would be for their hashes to say.
    const time = start + (world.signInMinute[index] ?? 0) * 60_000 + index * 1000
    for (const [n, device] of [...devices, null].entries()) {
      const message = {
        type: 'identify',
        userId: `u${index}`,
        ...(device !== null && { anonymousId: `d${index}-${device}` }),
        ...(n === 0 && { traits: withoutDotted(traits) }),
        messageId: `i${index}-${n}`,
        timestamp: new Date(time).toISOString(),
      }
      calls.push({ message, person: personOf(index), time })
    }
  }
  for (const [to, from] of world.joins) {
    if (to === from) continue
    const message = {
      type: 'alias',
      userId: `u${to}`,
      previousId: `u${from}`,
      messageId: 'alias',
      timestamp: new Date(start).toISOString(),
    }
    calls.push({ message, person: to, time: start })
  }
  return [...calls, ...saidAccounts(world, visits, personOf)]
}

/** Group calls of people who are seen anyway. */
function saidAccounts(world: SmallWorld, visits: readonly Sent[], personOf: (n: number) => number): Sent[] {
  return (world.accounts ?? []).flatMap(([index, groupId, minute], n) => {
    if (!visits.some(({ message }) => message.userId === `u${index}`)) return []
    const time = Date.parse(world.moment.at) + minute * 60_000 + n
    const message = { type: 'group', userId: `u${index}`, groupId, messageId: `g${n}` }
    return [
      { message: { ...message, timestamp: new Date(time).toISOString() }, person: personOf(index), time },
    ]
  })
}

/** People who are joined may carry `a.b` in both forms; which is read first is not for a question to promise. */
const withoutDotted = ({ 'a.b': _, ...rest }: Record<string, unknown>) => rest

function traitsOf(calls: readonly Sent[]): Truth['traits'] {
  const traits: Truth['traits'] = new Map()
  for (const { message, person } of calls.toSorted((x, y) => x.time - y.time))
    traits.set(person, { ...traits.get(person), ...(message.traits as object | undefined) })
  return traits
}

const knownOf = (sent: ReadonlyMap<string, Sent>, rows: readonly { message_id: string }[]) => (fact: Fact) =>
  sent.get(rows[fact.order]?.message_id ?? '')?.message.userId === undefined ? [] : [fact.person]
