import type { CatalogueEntry } from '@teia/contracts'
import { z } from 'zod'
import { Parameters, type Scene } from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { entryChannelSql } from './entry-channel.ts'
import { placingSql } from './placing-sql.ts'

type Placed = { workspaceId: string; entries: readonly CatalogueEntry[]; events: readonly string[] }

function sceneOf(workspaceId: string): Scene {
  const params = new Parameters()
  const workspace = params.add('UUID', workspaceId)
  const range = { from: 0, to: 0, timeZone: 'UTC' }
  return { params, workspace, range, hasOverrides: false, isPlain: true }
}

function placedSql({ entries, events }: Placed, scene: Scene) {
  const placing = placingSql(entries, events)
  const [touchpoint, channel] = [placing.touchpoint(scene), placing.channel(scene)]
  return {
    touchpoint,
    channel,
    among: `workspace_id = ${scene.workspace} AND name IN ${scene.params.add('Array(String)', events)}`,
    isElsewhere: `touchpoint != ${touchpoint}`,
    isInAnotherChannel: `channel != ${channel}`,
  }
}

const Month = z.object({
  month: z.coerce.number(),
  events: z.coerce.number(),
  inAnotherChannel: z.coerce.number(),
})
export type Misplaced = z.infer<typeof Month>

/** How many stored events are not where the catalogue says, by the month in which they happened, the newest first. */
export async function countMisplaced(clickhouse: ClickHouse, placed: Placed): Promise<Misplaced[]> {
  const scene = sceneOf(placed.workspaceId)
  const { among, isElsewhere, isInAnotherChannel } = placedSql(placed, scene)
  return clickhouse.select({
    name: 'touchpoints.countMisplaced',
    sql: `SELECT toYYYYMM(time) AS month, countIf(${isElsewhere} OR ${isInAnotherChannel}) AS events, countIf(${isInAnotherChannel}) AS inAnotherChannel
          FROM events WHERE ${among} GROUP BY month HAVING events > 0 ORDER BY month DESC`,
    params: scene.params.values,
    row: Month,
    timeoutMs: 300_000,
  })
}

/**
 * Writes the places of those events of one month anew, as patches beside the parts that hold them. Events whose channel
 * changes come first, as for them the way in is read off their context; the others need not read it.
 */
export async function rewriteMonth(clickhouse: ClickHouse, placed: Placed, misplaced: Misplaced) {
  const run = async (set: (sql: ReturnType<typeof placedSql>) => { values: string; where: string }) => {
    const scene = sceneOf(placed.workspaceId)
    const sql = placedSql(placed, scene)
    const { values, where } = set(sql)
    const [year, month] = [Math.floor(misplaced.month / 100), misplaced.month % 100]
    // As a range, so that the index leaves other months aside.
    const from = scene.params.time(Date.UTC(year, month - 1))
    const to = scene.params.time(Date.UTC(year, month))
    await clickhouse.command({
      name: 'touchpoints.rewriteMonth',
      sql: `UPDATE events SET ${values} WHERE time >= ${from} AND time < ${to} AND ${sql.among} AND ${where}`,
      params: scene.params.values,
      settings: { enable_lightweight_update: 1 },
    })
  }
  if (misplaced.inAnotherChannel > 0)
    await run(({ touchpoint, channel, isInAnotherChannel }) => ({
      values: `touchpoint = ${touchpoint}, channel = ${channel}, entry = ${entryChannelSql(channel)}`,
      where: isInAnotherChannel,
    }))
  if (misplaced.events > misplaced.inAnotherChannel)
    await run(({ touchpoint, isElsewhere }) => ({ values: `touchpoint = ${touchpoint}`, where: isElsewhere }))
}

/** Whether patches wait beside parts while nothing else writes parts anew. */
export async function mayApplyPatches(clickhouse: ClickHouse): Promise<boolean> {
  const [row] = await clickhouse.select({
    name: 'touchpoints.mayApplyPatches',
    sql: `SELECT (SELECT count() FROM system.parts WHERE database = currentDatabase() AND table = 'events' AND active AND startsWith(name, 'patch-')) AS patches,
                 (SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = 'events' AND NOT is_done) AS mutations`,
    row: z.object({ patches: z.coerce.number(), mutations: z.coerce.number() }),
  })
  return row !== undefined && row.patches > 0 && row.mutations === 0
}

/** Has the store write patches into their parts in its own time; answers stay the same, and get quicker. */
export async function applyPatches(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.command({
    name: 'touchpoints.applyPatches',
    sql: 'ALTER TABLE events APPLY PATCHES',
    settings: { mutations_sync: 0 },
  })
}
