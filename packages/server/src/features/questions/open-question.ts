import type { Filter, Range } from '@teia/contracts'
import {
  type Asking,
  type AskLimits,
  hasOverrides,
  nameTouchpoints,
  resolveRange,
} from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { getWorkspace } from '../access/index.ts'
import { nameSegments, openSegmentNames } from '../segments/index.ts'
import { type AskedCatalogue, openCatalogue, type RememberedCatalogues } from '../touchpoints/index.ts'
import type { Caller } from './caller.ts'

export type QuestionsDeps = {
  clickhouse: ClickHouse
  postgres: Postgres
  catalogues: RememberedCatalogues
  now: () => Date
  /** Other limits of questions than the usual ones. */
  questionLimits?: Partial<AskLimits>
}

/** Reads where a question is asked: its range in the zone of the workspace, its catalogue as it is now. */
export async function openQuestion(deps: QuestionsDeps, caller: Caller, range: Range) {
  const { workspaceId } = caller
  const [workspace, catalogue, segments, waiting] = await Promise.all([
    getWorkspace(deps, workspaceId),
    openCatalogue(deps, workspaceId),
    openSegmentNames(deps, workspaceId),
    hasOverrides({ clickhouse: deps.clickhouse, workspaceId }),
  ])
  const asking: Asking = {
    clickhouse: deps.clickhouse,
    workspaceId,
    range: resolveRange(range, workspace.timeZone),
    sessionTimeoutMs: workspace.sessionTimeoutMinutes * 60_000,
    touchpoints: catalogue.names,
    hasOverrides: waiting,
    now: deps.now().getTime(),
    ...(catalogue.placing && { placing: catalogue.placing }),
    signal: caller.signal,
    progress: caller.progress,
    ...(deps.questionLimits && { limits: deps.questionLimits }),
  }
  return { asking, catalogue: { ...catalogue, segments }, workspace }
}

/** What questions need to know of names. */
export type Named = AskedCatalogue & { segments: Awaited<ReturnType<typeof openSegmentNames>> }

/** The question with touchpoints by their stored names, and segments by their ids, in every filter that it holds. */
export function named<Question extends object>(question: Question, catalogue: Named): Question {
  return mapFilters(question, (filter) =>
    nameSegments(nameTouchpoints(filter, catalogue.names), catalogue.segments),
  ) as Question
}

function mapFilters(part: unknown, map: (filter: Filter) => Filter): unknown {
  if (Array.isArray(part)) return part.map((one) => mapFilters(one, map))
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      (key === 'filter' || key === 'compareWith') && value ? map(value as Filter) : mapFilters(value, map),
    ]),
  )
}
