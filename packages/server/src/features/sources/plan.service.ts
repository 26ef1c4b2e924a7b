import type { InferredPlan, PlanChange, PlanEvent, PlanState } from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { type Actor, audit } from '../access/index.ts'
import * as q from './plan.queries.ts'
import { faultsOfSchema } from './plan-checker.ts'
import { inferSchema } from './plan-inference.ts'
import { getSource, type SourcesDeps } from './sources.service.ts'

export type PlanDeps = SourcesDeps & { clickhouse: ClickHouse }

const describe = (row: q.PlanRow): PlanEvent => ({
  event: row.event,
  version: row.version,
  schema: row.schema,
  changedBy: row.created_by,
  changedAt: row.created_at.toISOString(),
})

export async function getPlan(deps: PlanDeps, workspaceId: string, sourceId: string) {
  const source = await getSource(deps, workspaceId, sourceId)
  return { events: (await q.listPlanEvents(deps.postgres, source.id)).map(describe) }
}

export async function listVersions(
  deps: PlanDeps,
  workspaceId: string,
  sourceId: string,
  event: string | undefined,
) {
  const source = await getSource(deps, workspaceId, sourceId)
  return { events: (await q.listPlanVersions(deps.postgres, source.id, event ?? null)).map(describe) }
}

/** Writes the next version of an event. Calls that come after five seconds at most are held against it. */
export async function changePlan(
  deps: PlanDeps,
  actor: Actor,
  sourceId: string,
  change: z.infer<typeof PlanChange>,
) {
  const source = await getSource(deps, actor.workspaceId, sourceId)
  const [fault, ...more] = change.schema ? faultsOfSchema(change.schema) : []
  if (fault) throw new AppError('invalid_schema', 400, fault.fault, { issues: [fault, ...more] })
  await q.insertPlanVersion(deps.postgres, {
    sourceId: source.id,
    event: change.event,
    schema: change.schema,
    createdBy: actorOf(actor.identity),
    createdAt: deps.now(),
  })
  deps.remembered.forget(source.writeKey)
  await audit(deps, actor, 'source.plan', source.name, { after: change })
  return getPlan(deps, actor.workspaceId, sourceId)
}

const lookBackMs = 7 * 86_400_000

/** Reads schemas off what has arrived. Nothing is stored: whoever asks edits them and saves what is meant. */
export async function inferPlan(
  deps: PlanDeps,
  workspaceId: string,
  sourceId: string,
): Promise<InferredPlan> {
  const source = await getSource(deps, workspaceId, sourceId)
  const since = new Date(deps.now().getTime() - lookBackMs).toISOString()
  const samples = await q.listSamples(deps.clickhouse, { workspaceId, sourceId: source.id, since })
  const events = [...Map.groupBy(samples, (sample) => sample.name)].map(([event, own]) => ({
    event,
    seen: own.length,
    schema: inferSchema(own.map(({ raw }) => subjectOf(JSON.parse(raw)))),
  }))
  return { events: events.toSorted((one, other) => one.event.localeCompare(other.event)) }
}

const seenForMs = 30 * 86_400_000

/** Holds plan and reality against each other: what is planned, what came, and what of it is only one of the two. */
export async function listStates(
  deps: PlanDeps,
  workspaceId: string,
  sourceId: string,
): Promise<{ events: PlanState[] }> {
  const source = await getSource(deps, workspaceId, sourceId)
  const since = new Date(deps.now().getTime() - seenForMs).toISOString()
  const [planned, seen] = await Promise.all([
    q.listPlanEvents(deps.postgres, source.id),
    q.listSeenEvents(deps.clickhouse, { workspaceId, sourceId: source.id, since }),
  ])
  const came = new Map(seen.map((one) => [one.name, one]))
  const inPlan = new Set(planned.map((one) => one.event))
  const state = (event: string, row: q.PlanRow | null): PlanState => {
    const found = came.get(event)
    return {
      event,
      state: row === null ? 'unplanned' : found ? 'planned' : 'unseen',
      seen: found?.seen ?? 0,
      flagged: found?.flagged ?? 0,
      lastSeenAt: found ? new Date(found.last).toISOString() : null,
      version: row?.version ?? null,
      changedBy: row?.created_by ?? null,
      changedAt: row?.created_at.toISOString() ?? null,
    }
  }
  return {
    events: [
      ...planned.map((row) => state(row.event, row)),
      ...seen.filter((one) => !inPlan.has(one.name)).map((one) => state(one.name, null)),
    ],
  }
}

/** What a schema is about. */
function subjectOf(message: Record<string, unknown>): unknown {
  const isAboutTraits = message.type === 'identify' || message.type === 'group'
  return (isAboutTraits ? message.traits : message.properties) ?? {}
}
