import {
  type ConformanceAnswer,
  type ConformanceLogQuestion,
  type ConformancePeopleQuestion,
  type ConformanceQuestion,
  type Filter,
  type MapAnswer,
  type MapDraftQuestion,
  type MapDrawing,
  type MapPeopleQuestion,
  type MapQuestion,
  type MapStepQuestion,
  measuredSteps,
} from '@teia/contracts'
import {
  type AskedMap,
  askConformance,
  askConformancePeople,
  askMap,
  askMapDraft,
  askMapPeople,
  askMapStep,
  joinMeta,
  openConformanceLog,
  previousRange,
} from '../../analytics/index.ts'
import { getMap } from '../maps/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

type Drawn = Pick<MapQuestion, 'mapId' | 'state' | 'steps' | 'patience' | 'range' | 'filter'>
const minuteMs = 60_000
const sevenDays = { value: 7, unit: 'day', from: 'previous' } as const

/** Reads which drawing is asked about, in the zone and the names of the workspace. */
export async function openMap(deps: QuestionsDeps, caller: Caller, drawn: Drawn) {
  const { asking, catalogue } = await openQuestion(deps, caller, drawn.range)
  const kept = drawn.mapId === undefined ? null : await getMap(deps, caller.workspaceId, drawn.mapId)
  const map: AskedMap = {
    steps: kept ? measuredSteps(kept.document[drawn.state]) : (drawn.steps ?? []),
    patience: drawn.patience ?? kept?.document.patience ?? sevenDays,
    filter: both(inSegment(kept?.document.segment), drawn.filter),
    // By the minute, so that the same question is the same statement for a while.
    until: Math.min(asking.range.to, Math.floor(deps.now().getTime() / minuteMs) * minuteMs),
  }
  return { asking, catalogue, map: named(map, catalogue), document: kept?.document ?? null }
}

const inSegment = (segment: string | undefined): Filter | undefined =>
  segment === undefined ? undefined : { segment, operator: 'equals' }
const both = (one: Filter | undefined, other: Filter | undefined): Filter | undefined =>
  one && other ? { and: [one, other] } : (one ?? other)

/** The numbers of a drawing, of the period before, and of others to stand beside. */
export async function map(deps: QuestionsDeps, caller: Caller, question: MapQuestion): Promise<MapAnswer> {
  const { asking, catalogue, map } = await openMap(deps, caller, question)
  const earlier = { ...asking, range: previousRange(asking.range) }
  const others = question.against && named(question.against, catalogue).filter
  // Together: to plan the statements of one takes the store a tenth of a second, whatever they read.
  const [now, before, against] = await Promise.all([
    askMap(asking, map),
    question.compare === 'previous' ? askMap(earlier, { ...map, until: earlier.range.to }) : null,
    others ? askMap(asking, { ...map, filter: both(map.filter, others) }) : null,
  ])
  const asked = [now, before, against].flatMap((one) => one ?? [])
  return {
    ...now.numbers,
    previous: before?.numbers ?? null,
    against: against?.numbers ?? null,
    meta: joinMeta(...asked.map((one) => one.meta)),
  }
}

/** Exactly the people behind a number of a step or stage, latest first. */
export async function mapPeople(deps: QuestionsDeps, caller: Caller, question: MapPeopleQuestion) {
  const { asking, map } = await openMap(deps, caller, question.map)
  return withPeople(deps, caller, await askMapPeople(asking, map, question))
}

/** Who went on from a step or stage, by day and by group. */
export async function mapStep(deps: QuestionsDeps, caller: Caller, question: MapStepQuestion) {
  const { asking, map } = await openMap(deps, caller, question.map)
  return askMapStep(asking, map, { ...question, compare: question.map.compare })
}

function openConformance(deps: QuestionsDeps, caller: Caller, { segmentId, ...drawn }: ConformanceQuestion) {
  return openMap(deps, caller, { ...drawn, filter: both(inSegment(segmentId), drawn.filter) })
}

/** How far people walk as it is drawn, and where they do not. */
export async function conformance(
  deps: QuestionsDeps,
  caller: Caller,
  question: ConformanceQuestion,
): Promise<ConformanceAnswer> {
  const { asking, map } = await openConformance(deps, caller, question)
  return askConformance(asking, map)
}

/** The people whose walks fit so well, or depart from the drawing in one way, latest first. */
export async function conformancePeople(
  deps: QuestionsDeps,
  caller: Caller,
  question: ConformancePeopleQuestion,
) {
  const { asking, map } = await openConformance(deps, caller, question.conformance)
  return withPeople(deps, caller, await askConformancePeople(asking, map, question))
}

/** What everybody did at the steps of a drawing, to be read as an event log. Steps without a name are called by their ids. */
export async function conformanceLog(deps: QuestionsDeps, caller: Caller, question: ConformanceLogQuestion) {
  const { asking, map, document } = await openConformance(deps, caller, question.conformance)
  const drawn = document?.[question.conformance.state] ?? null
  const names = stepNames(drawn, map.steps)
  return openConformanceLog(asking, map, names, question.form === 'ocel')
}

/** What the steps are called, each otherwise: those that share a name are told apart by their ids. */
function stepNames(drawn: MapDrawing | null, steps: AskedMap['steps']): string[] {
  const nameById = new Map(drawn?.stages.flatMap((stage) => stage.steps.map(({ id, name }) => [id, name])))
  const names = steps.map(({ id }) => nameById.get(id)?.trim() || id)
  return names.map((name, at) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${steps[at]?.id})`,
  )
}

/** Which steps and stages a map could have, by what people do on their way to an outcome or from it. */
export async function mapDraft(
  deps: QuestionsDeps,
  caller: Caller,
  { segmentId, ...question }: MapDraftQuestion,
) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  const filter = both(inSegment(segmentId), question.filter)
  return askMapDraft(asking, named({ ...question, filter }, catalogue))
}
