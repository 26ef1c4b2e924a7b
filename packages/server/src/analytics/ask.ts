import type { AnswerMeta } from '@teia/contracts'
import { z } from 'zod'
import type { ClickHouse } from '../storage/clickhouse/clickhouse.client.ts'
import type { Placing, Scene } from './fragments.ts'
import { Parameters } from './statement-parts.ts'
import type { TimeRange } from './time-range.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

/** Who asks, where, and of what time. */
export type Asking = {
  clickhouse: ClickHouse
  workspaceId: string
  range: TimeRange
  sessionTimeoutMs: number
  touchpoints: TouchpointNames
  /** What filters count days from, in milliseconds since 1970. */
  now: number
  /** Given while stored events are being placed anew. */
  placing?: Placing
  signal?: AbortSignal
}
export type Plan<Row> = { name: string; sql: string; params: Parameters; row: z.ZodType<Row> }

type SceneAsked = Pick<Asking, 'workspaceId' | 'range' | 'placing'> & Partial<Pick<Asking, 'now'>>

/** Prepares the scene of a statement: looks up whether joins of people wait to be folded in. */
export async function openScene(asking: Pick<Asking, 'clickhouse'> & SceneAsked): Promise<Scene> {
  const [waiting] = await asking.clickhouse.select({
    name: 'analytics.hasOverrides',
    sql: 'SELECT count() AS n FROM identity_overrides WHERE workspace_id = {workspaceId:UUID}',
    params: { workspaceId: asking.workspaceId },
    row: z.object({ n: z.coerce.number() }),
  })
  return sceneOf(asking, (waiting?.n ?? 0) > 0)
}

export function sceneOf(asking: SceneAsked, hasOverrides: boolean): Scene {
  const params = new Parameters()
  const { range, placing, now } = asking
  const workspace = params.add('UUID', asking.workspaceId)
  return {
    params,
    workspace,
    range,
    hasOverrides,
    ...(placing && { placing }),
    ...(now !== undefined && { now }),
  }
}

/** Runs a planned statement and says what it cost. */
export async function runPlan<Row>(
  asking: Asking,
  plan: Plan<Row>,
): Promise<{ rows: Row[]; meta: AnswerMeta }> {
  const { rows, elapsedMs, rowsRead } = await asking.clickhouse.selectMeasured({
    name: plan.name,
    sql: plan.sql,
    params: plan.params.values,
    row: plan.row,
    ...(asking.signal && { signal: asking.signal }),
  })
  return {
    rows,
    meta: { sql: plan.params.asScript(plan.sql), elapsedMs: Math.round(elapsedMs * 10) / 10, rowsRead },
  }
}

/** Adds up what several statements cost. */
export function joinMeta(...metas: readonly AnswerMeta[]): AnswerMeta {
  return {
    sql: metas.map((meta) => meta.sql).join('\n\n'),
    elapsedMs: Math.max(...metas.map((meta) => meta.elapsedMs)),
    rowsRead: metas.reduce((sum, meta) => sum + meta.rowsRead, 0),
  }
}
