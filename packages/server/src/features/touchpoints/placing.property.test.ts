import { TouchpointDefinition } from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'
import { fillWorkspace } from '../../analytics/test/fill-workspace.ts'
import { eventLeaf, matchedEvents, smallWorld } from '../../analytics/test/small-world.ts'
import { readEntries } from './catalogue.service.ts'
import { createTouchpoint, orderTouchpoints } from './edit-catalogue.service.ts'
import type { PlacingJob } from './rewrite.job.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const where = fc.oneof(
  { weight: 3, arbitrary: eventLeaf },
  { weight: 1, arbitrary: fc.array(eventLeaf, { maxLength: 3 }).map((and) => ({ and })) },
  { weight: 1, arbitrary: fc.array(eventLeaf, { maxLength: 3 }).map((or) => ({ or })) },
  { weight: 1, arbitrary: eventLeaf.map((not) => ({ not })) },
)
const pattern = fc.constantFrom('home', '*', 'h*', '*out', '*o*', 'Main', 'nowhere')
const matcher = fc
  .record(
    {
      events: fc.uniqueArray(fc.constantFrom(...matchedEvents, 'Page Viewed', 'Survey Answered'), {
        maxLength: 4,
      }),
      pages: fc.array(pattern, { maxLength: 2 }),
      screens: fc.array(pattern, { maxLength: 1 }),
      where,
    },
    { requiredKeys: [] },
  )
  .filter((one) => (one.events ?? one.pages ?? one.screens ?? []).length > 0)
const touchpoints = fc.array(
  fc.record({ matcher, channel: fc.constantFrom(null, 'store' as const, 'chat' as const) }),
  { minLength: 1, maxLength: 5 },
)

const Row = z.object({
  message_id: z.string(),
  touchpoint: z.string(),
  channel: z.string(),
  said: z.string(),
  entry: z.string(),
})
async function rowsOf(workspaceId: string) {
  const rows = await server.stores.clickhouse.select({
    name: 'test.placedRows',
    sql: `SELECT message_id, toString(touchpoint) AS touchpoint, toString(channel) AS channel, toString(said) AS said, toString(entry) AS entry
          FROM events WHERE workspace_id = {id:UUID} ORDER BY message_id`,
    params: { id: workspaceId },
    row: Row,
  })
  return rows
}

const runs = Number(process.env.TEIA_PROPERTY_RUNS ?? 4)
test('events that were there before a change come to the same places as events that come after it', async () => {
  await fc.assert(
    fc.asyncProperty(smallWorld, touchpoints, async (world, made) => {
      const before = await fillWorkspace(server, world)
      const after = await server.workspace({ timeZone: world.moment.timeZone })
      const idle = { ...server.deps, placingJob: { enqueue: () => undefined } as unknown as PlacingJob }
      for (const own of [before.own, after]) {
        const actor = { workspaceId: own.id, identity: null }
        for (const [n, one] of made.entries())
          await createTouchpoint(idle, actor, TouchpointDefinition.parse({ name: `T${n}`, ...one }))
        const { entries, version } = await readEntries(server.deps, own.id)
        const ids = entries.map((one) => one.id)
        await orderTouchpoints(server.deps, actor, { ids: ids.toReversed(), version })
      }
      await server.placingJob.settled()
      await fillWorkspace(server, world, after)
      const placed = await rowsOf(after.id)
      expect(await rowsOf(before.own.id)).toEqual(placed)
      // What else writes parts anew keeps the places.
      await before.own.folded()
      await server.placingJob.applyPatches()
      expect(await rowsOf(before.own.id)).toEqual(placed)
    }),
    { numRuns: runs, endOnFailure: true, ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  )
}, 240_000)
