import type { AnswerMeta } from '@teia/contracts'
import { z } from 'zod'
import { AppError } from '../platform/errors.ts'
import type { ClickHouse } from '../storage/clickhouse/clickhouse.client.ts'
import { type AskLimits, usualLimits } from './ask-limits.ts'
import type { Placing, Scene } from './fragments.ts'
import type { Progress } from './progress.ts'
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
  /** Whether joins of people wait to be folded in, where that has been looked up. */
  hasOverrides?: boolean
  signal?: AbortSignal
  /** Told how far the answer is. */
  progress?: Progress
  /** Other limits than the usual ones. */
  limits?: Partial<AskLimits>
}

/** What this question may take. */
export const limitsOf = ({ limits }: Pick<Asking, 'limits'>): AskLimits => ({ ...usualLimits, ...limits })

export type Plan<Row> = { name: string; sql: string; params: Parameters; row: z.ZodType<Row> }

/** What a question throws whose asker has left. */
export const cancelled = () => new AppError('query_cancelled', 499, 'The question was cancelled.')

type Where = Pick<Asking, 'clickhouse' | 'workspaceId'>
type SceneAsked = Pick<Asking, 'workspaceId' | 'range' | 'placing'> & Partial<Pick<Asking, 'now'>>

/** Whether joins of people wait to be folded into the events. */
export async function hasOverrides({ clickhouse, workspaceId }: Where): Promise<boolean> {
  const [waiting] = await clickhouse.select({
    name: 'analytics.hasOverrides',
    sql: 'SELECT count() AS n FROM identity_overrides WHERE workspace_id = {workspaceId:UUID}',
    params: { workspaceId },
    row: z.object({ n: z.coerce.number() }),
  })
  return (waiting?.n ?? 0) > 0
}

/** Prepares the scene of a statement: looks up whether joins of people wait to be folded in, unless that is known. */
export async function openScene(asking: Where & SceneAsked & Pick<Asking, 'hasOverrides'>): Promise<Scene> {
  return sceneOf(asking, asking.hasOverrides ?? (await hasOverrides(asking)))
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
  const { rows, ...cost } = await asking.clickhouse.selectMeasured(statementOf(asking, plan))
  return { rows, meta: metaOf(asking, plan, cost) }
}

/** As runPlan for more rows than fit into memory: each is handed over as it comes, as an array of its columns. */
export async function runEach<Row>(
  asking: Asking,
  plan: Plan<Row>,
  take: (row: Row) => void,
): Promise<AnswerMeta> {
  const { elapsedMs, rowsRead } = await asking.clickhouse.selectEach(statementOf(asking, plan), take)
  return metaOf(asking, plan, { elapsedMs, rowsRead })
}

function statementOf<Row>(asking: Asking, { name, sql, params, row }: Plan<Row>) {
  const { signal } = asking
  const timeoutMs = limitsOf(asking).statementMs
  return { name, sql, params: params.values, row, timeoutMs, ...(signal && { signal }) }
}

function metaOf(
  { progress }: Asking,
  { params, sql }: Plan<unknown>,
  { elapsedMs, rowsRead }: Omit<AnswerMeta, 'sql'>,
): AnswerMeta {
  progress?.counted()
  return { sql: params.asScript(sql), elapsedMs: Math.round(elapsedMs * 10) / 10, rowsRead }
}

/** Adds up what several statements cost. */
export function joinMeta(...metas: readonly AnswerMeta[]): AnswerMeta {
  return {
    sql: metas.map((meta) => meta.sql).join('\n\n'),
    elapsedMs: Math.max(...metas.map((meta) => meta.elapsedMs)),
    rowsRead: metas.reduce((sum, meta) => sum + meta.rowsRead, 0),
  }
}
