import { randomUUID } from 'node:crypto'
import type {
  InteractionPattern,
  JourneyMap,
  Segment,
  SegmentMembers,
  SegmentPreview,
  SegmentRule,
} from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { keepMembersOf } from './keep-members.service.ts'
import { type Happened, type Life, type Others, ruleFits } from './test/reference-rule.ts'

const start = Date.parse('2026-05-20T12:00:00Z')
let now = start
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now) })
})
afterAll(() => server.close())

const hour = 3_600_000
const duration = fc.record({
  value: fc.integer({ min: 1, max: 30 }),
  unit: fc.constantFrom('hours' as const, 'days' as const),
})
const instant = fc
  .integer({ min: -20, max: 5 })
  .map((days) => new Date(start + days * 24 * hour).toISOString())
const span = fc.oneof(
  duration,
  instant.map((from) => ({ from })),
)
const pattern = fc.record(
  {
    event: fc.constantFrom('A', 'B', 'C'),
    where: fc.record({
      property: fc.constant('n'),
      operator: fc.constantFrom('gt' as const, 'lte' as const),
      value: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { requiredKeys: ['event'] },
)
const moment = fc.oneof(
  instant,
  duration.map((ago) => ({ ago })),
)
const when = fc.oneof(
  fc.record({
    operator: fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
    value: moment,
  }),
  fc.record({ operator: fc.constant('between' as const), value: fc.tuple(moment, moment) }),
)
const count = fc.integer({ min: 0, max: 3 })
const times = fc.oneof(
  fc.record({
    operator: fc.constantFrom(
      'gte' as const,
      'gte' as const,
      'lte' as const,
      'equals' as const,
      'not_equals' as const,
    ),
    value: count,
  }),
  fc.record({ operator: fc.constant('between' as const), value: fc.tuple(count, count) }),
)
const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.record({ did: pattern, times, within: span }, { requiredKeys: ['did'] }) },
  { weight: 2, arbitrary: fc.tuple(pattern, when).map(([first, rest]) => ({ first, ...rest })) },
  { weight: 2, arbitrary: fc.tuple(pattern, when).map(([last, rest]) => ({ last, ...rest })) },
  {
    weight: 3,
    arbitrary: fc.record(
      { sequence: fc.array(pattern, { minLength: 2, maxLength: 3 }), within: duration, during: span },
      { requiredKeys: ['sequence'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      trait: fc.constant('plan'),
      operator: fc.constantFrom('equals' as const, 'not_equals' as const),
      value: fc.constantFrom('pro', 'free'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      trait: fc.constant('renewal'),
      operator: fc.constantFrom(
        'in_next_days' as const,
        'in_last_days' as const,
        'more_days_ahead' as const,
        'more_days_ago' as const,
      ),
      value: fc.integer({ min: 0, max: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      segment: fc.constantFrom('Listed', 'Segment 0'),
      operator: fc.constantFrom('equals' as const, 'not_equals' as const),
    }),
  },
)
const stepLeaf = fc.record({
  map: fc.constant('Map'),
  step: fc.constantFrom('s0', 's1', 's2'),
  part: fc.constantFrom('now', 'entered', 'wentOn', 'left', 'returned'),
  within: duration,
})
/** What the three steps of a map are, how long somebody may rest at one, and whose journeys it shows. */
const drawing = fc.record({
  steps: fc.tuple(pattern, pattern, pattern),
  hours: fc.integer({ min: 1, max: 200 }),
  segment: fc.constantFrom(undefined, undefined, 'Listed', 'Segment 0'),
})
type Drawing = { steps: InteractionPattern[]; hours: number; segment: string | undefined }
const documentOf = ({ steps, hours, segment }: Drawing) => ({
  name: 'Map',
  patience: { value: hours, unit: 'hour', from: 'previous' },
  ...(segment && { segment }),
  asIs: {
    stages: [
      {
        id: 'stage',
        name: 'Stage',
        steps: steps.map(({ event, where }, at) => ({
          id: `s${at}`,
          name: `Step ${at}`,
          matcher: { event, ...(where && { filter: where }) },
        })),
      },
    ],
  },
})

const rule = fc.oneof(
  { weight: 2, arbitrary: stepLeaf },
  { weight: 1, arbitrary: stepLeaf.map((not) => ({ not })) },
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(leaf, { minLength: 1, maxLength: 3 }).map((and) => ({ and })) },
  { weight: 1, arbitrary: fc.array(leaf, { minLength: 1, maxLength: 3 }).map((or) => ({ or })) },
  { weight: 1, arbitrary: leaf.map((not) => ({ not })) },
) as fc.Arbitrary<SegmentRule>
const own = rule.filter((one) => !/"(segment|map)"/.test(JSON.stringify(one)))

/** Who acts: a user, a device, or the user on that device, which makes one person of both. */
const who = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('user', 'device', 'both'))
const happening = fc.record({
  who,
  hours: fc.integer({ min: -400, max: 12 }),
  name: fc.constantFrom('A', 'B', 'C', 'plan pro', 'plan free', 'renewal', 'renewal'),
  n: fc.integer({ min: 0, max: 4 }),
})
/** What happens at first; later less, so that of some people only time goes by. */
const steps = fc.tuple(
  fc.record({ passed: fc.constant(0), happenings: fc.array(happening, { minLength: 4, maxLength: 8 }) }),
  ...[1, 2].map(() =>
    fc.record({
      /** Hours before. */
      passed: fc.integer({ min: 0, max: 200 }),
      happenings: fc.array(happening, { maxLength: 2 }),
    }),
  ),
)

/** What is said of somebody: a plan, or a day, an instant, or something that is neither when they renew. */
function traitsOf({ name, hours, n }: { name: string; hours: number; n: number }) {
  if (name.startsWith('plan ')) return { plan: name.slice(5) }
  if (name !== 'renewal') return undefined
  const at = new Date(start + (hours + 200) * hour).toISOString()
  return { renewal: [at.slice(0, 10), at, 'soon', 5, at.slice(0, 10)][n] }
}

type Sent = Happened & { speaks: string[]; traits?: Record<string, unknown> | undefined }
/** People of everything that was sent: who came together in one message is one. */
function livesOf(sent: readonly Sent[], listed: readonly string[], listId: string): Map<string, Life> {
  const rootOf = new Map<string, string>()
  const find = (id: string): string => {
    const next = rootOf.get(id) ?? id
    return next === id ? id : find(next)
  }
  for (const { speaks } of sent) for (const id of speaks) rootOf.set(find(id), find(speaks.at(-1) ?? id))
  const lives = new Map<
    string,
    {
      events: Happened[]
      traits: Record<string, unknown>
      said: Record<string, number>
      lists: Set<string>
    }
  >()
  for (const one of sent) {
    const root = find(one.speaks[0] ?? '')
    const life = lives.get(root) ?? { events: [], traits: {}, said: {}, lists: new Set() }
    lives.set(root, life)
    if (!one.traits) life.events.push(one)
    for (const [name, value] of Object.entries(one.traits ?? {}))
      if (one.time >= (life.said[name] ?? -Infinity)) {
        life.traits[name] = value
        life.said[name] = one.time
      }
  }
  for (const id of listed) lives.get(find(id))?.lists.add(listId)
  return lives
}

async function keepAll(workspace: TestWorkspace): Promise<void> {
  // In several parts, so that people are followed while others have not been gone through yet.
  await keepMembersOf({ ...server.deps, peopleCountedAtOnce: 2 }, workspace.id)
  // What was told of who came in and left is on its way like any other event.
  await server.caughtUp()
}

async function membersOf(workspace: TestWorkspace, id: string): Promise<string[]> {
  const { items } = await workspace.key.get<SegmentMembers>(`/api/v1/segments/${id}/people?limit=200`)
  return items.map((one) => one.id).toSorted()
}

/** Person ids of lives, by any of the identifiers that were sent. */
async function idsOf(workspace: TestWorkspace): Promise<Map<string, string>> {
  const { items } = await workspace.key.get<{ items: { id: string }[] }>('/api/v1/people?limit=200')
  const found = new Map<string, string>()
  for (const { id } of items) {
    const person = await workspace.key.get<{ identifiers: { value: string }[] }>(`/api/v1/people/${id}`)
    for (const { value } of person.identifiers) found.set(value, id)
  }
  return found
}

test('memberships that follow what happens are those of going through everybody, and those of the rule in words', async () => {
  await fc.assert(
    fc.asyncProperty(
      own,
      fc.array(rule, { minLength: 4, maxLength: 6 }),
      steps,
      fc.tuple(drawing, drawing),
      async (first, rules, steps, drawings) => {
        now = start
        const workspace = await server.workspace()
        const define = async (name: string, definition: object) =>
          workspace.key.post<Segment>('/api/v1/segments', { name, ...definition }, 201)
        const list = await define('Listed', { kind: 'list' })
        let drawn: Drawing = drawings[0]
        const map = await workspace.key.post<JourneyMap>('/api/v1/maps', { document: documentOf(drawn) }, 201)
        const live: [Segment, SegmentRule][] = []
        const ofMap = (one: SegmentRule): SegmentRule =>
          JSON.parse(JSON.stringify(one), (key, value) => (key === 'map' ? map.id : value))
        for (const [at, one] of [first, ...rules.map(ofMap)].entries())
          live.push([await define(`Segment ${at}`, { kind: 'live', rule: one }), one])
        const ids = new Map([
          ['Listed', list.id],
          ['Segment 0', live[0]?.[0].id ?? ''],
        ])
        const asked = (one: SegmentRule): SegmentRule =>
          JSON.parse(JSON.stringify(one), (key, value) => (key === 'segment' ? ids.get(value) : value))
        const whose = (): SegmentRule | undefined =>
          drawn.segment === undefined ? undefined : asked({ segment: drawn.segment, operator: 'equals' })
        const others = (): Others => ({
          segments: new Map([[ids.get('Segment 0') ?? '', asked(first)]]),
          map: {
            steps: drawn.steps.map((is, at) => ({ id: `s${at}`, is })),
            patienceMs: drawn.hours * hour,
            whose: whose(),
          },
        })
        const sent: Sent[] = []
        const listed: string[] = []
        for (const [at, { passed, happenings }] of steps.entries()) {
          now += passed * hour
          const batch = happenings.map(({ who: [n, by], hours, name, n: value }) => {
            const speaks = by === 'user' ? [`u${n}`] : by === 'device' ? [`d${n}`] : [`d${n}`, `u${n}`]
            const time = now + hours * hour
            const traits = traitsOf({ name, hours, n: value })
            sent.push({
              time,
              order: sent.length,
              name,
              properties: { n: value },
              speaks,
              traits,
            })
            const ids = {
              ...(by !== 'device' && { userId: `u${n}` }),
              ...(by !== 'user' && { anonymousId: `d${n}` }),
            }
            const timestamp = new Date(time).toISOString()
            const more = { ...ids, timestamp, messageId: randomUUID() }
            // A device and a user in one call are told to be one by an identify call alone.
            const tie = by === 'both' ? [{ type: 'identify', ...more, messageId: randomUUID() }] : []
            if (traits) return [{ type: 'identify', ...more, traits }]
            return [...tie, { type: 'track', event: name, properties: { n: value }, ...more }]
          })
          if (batch.length > 0) await workspace.send(batch.flat())
          await server.caughtUp()
          const people = await idsOf(workspace)
          const chosen = sent[0]?.speaks[0]
          if (at === 1 && chosen !== undefined && people.has(chosen)) {
            await workspace.key.post(`/api/v1/segments/${list.id}/people`, { people: [people.get(chosen)] })
            listed.push(chosen)
          }
          if (at === 2) {
            drawn = drawings[1]
            const change = { headers: { 'if-match': '"1"' }, body: { document: documentOf(drawn) } }
            expect((await workspace.key.request('PUT', `/api/v1/maps/${map.id}`, change)).status).toBe(200)
          }
          await keepAll(workspace)
          const lives = [...livesOf(sent, listed, list.id)]
          for (const [segment, one] of live) {
            const expected = lives
              .filter(([, life]) => ruleFits(asked(one), life, now, others()))
              .map(([root]) => people.get(root))
            expect([one, at, await membersOf(workspace, segment.id)]).toEqual([one, at, expected.toSorted()])
            const preview = await workspace.key.post<SegmentPreview>('/api/v1/segments/preview', {
              rule: one,
            })
            expect([one, preview.people, preview.of]).toEqual([one, expected.length, lives.length])
          }
        }
      },
    ),
    { numRuns: Number(process.env.TEIA_PROPERTY_RUNS ?? 3) },
  )
}, 180_000)
