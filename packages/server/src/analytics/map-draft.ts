import { type MapDraftAnswer, type MapDraftQuestion, mapDraftLimits } from '@teia/contracts'
import { contiguousGroups } from '@teia/methods'
import { type Asking, joinMeta, openScene, runPlan, sceneOf } from './ask.ts'
import { calledAfter, drawer, secondsOf, stageOf } from './map-draft-steps.ts'
import { type DraftRow, labelOf, planDraft, planSharedEvents, planStagePeople } from './map-draft-walks.ts'

/** Within a stage times typically lie within a factor of one and a half; below a minute (in seconds) nothing is told apart. */
const [within, least] = [Math.log(1.5), 60]

/**
 * Proposes a map from what people do on their way to an outcome, or from it. A step is what a wanted share of them met: the
 * frequency filter of Günther and van der Aalst 2007, "Fuzzy mining". Stages are steps alike in the logarithm of their median
 * time to the outcome (Fisher 1958, see `contiguousGroups`), and hold them by their median place in the walks. The same
 * interactions in any order of arrival give the same draft. Throws `ambiguous_touchpoint`.
 */
export async function askMapDraft(asking: Asking, question: MapDraftQuestion): Promise<MapDraftAnswer> {
  const scene = await openScene(asking)
  const fresh = () => sceneOf(asking, scene.hasOverrides)
  const found = await runPlan(asking, planDraft(asking, question, scene))
  const outcome = found.rows.find((row) => row.is_outcome)
  if (!outcome)
    return { people: 0, outcome: null, stages: [], leftOut: { rare: 0, beyond: 0 }, meta: found.meta }

  const { taken, rare, beyond } = takeFrequent(found.rows, outcome.met, question.minShare)
  const runs = stagesOf(taken, question.side)
  const events = taken.flatMap(({ event }) => (event === '' ? [] : [event]))
  const shared = events.length > 0 ? await runPlan(asking, planSharedEvents(events, fresh())) : null
  const labels = runs.map((run) => run.map(labelOf))
  const crowds =
    runs.length > 0 ? await runPlan(asking, planStagePeople(asking, question, labels, fresh())) : null

  const others = new Map(shared?.rows.map((row) => [row.event, row.touchpoints]))
  const draw = drawer({ question, outcome, others, names: asking.touchpoints })
  let n = 0
  const stages = runs.map((run, at) => {
    const steps = run.map((row) => draw(row, `step-${++n}`))
    return stageOf(
      `stage-${at + 1}`,
      steps,
      crowds?.rows.find((row) => row.stage === at + 1)?.people ?? 0,
      outcome.met,
    )
  })
  return {
    people: outcome.met,
    outcome: {
      id: 'outcome',
      ...calledAfter(question.outcome, asking.touchpoints),
      matcher: question.outcome,
    },
    stages,
    leftOut: { rare, beyond },
    meta: joinMeta(found.meta, ...[shared, crowds].flatMap((one) => (one ? [one.meta] : []))),
  }
}

/** The things that enough people met, most people first, as many as a map may have steps beside the outcome. */
function takeFrequent(rows: readonly DraftRow[], people: number, minShare: number) {
  const met = rows.filter((row) => !row.is_outcome && row.people > 0)
  const frequent = met.filter((row) => row.people >= minShare * people && isDrawable(row))
  const taken = frequent.slice(0, mapDraftLimits.steps - 1)
  // Where the last that was read is rare, so is all that was not.
  const isCut = rows.at(-1) === frequent.at(-1)
  const unread = isCut ? Math.max(0, (rows[0]?.names ?? 0) - (rows.length - 1)) : 0
  return { taken, rare: met.length - frequent.length, beyond: frequent.length - taken.length + unread }
}

/** A question can name it, and tell it apart from all others. */
const isDrawable = ({ touchpoint, event }: DraftRow) => {
  const name = touchpoint || event
  return name !== '' && name.length <= 300
}

const text = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

const byName = (one: DraftRow, other: DraftRow) =>
  text(one.touchpoint, other.touchpoint) || text(one.event, other.event)

/**
 * Steps in runs of alike times, the one that begins the journey first; within a run by their median place in the walks. What
 * is equal goes by time, then by name.
 */
function stagesOf(rows: readonly DraftRow[], side: MapDraftQuestion['side']): DraftRow[][] {
  const sign = side === 'before' ? -1 : 1
  const byTime = (one: DraftRow, other: DraftRow) => sign * (secondsOf(one) - secondsOf(other))
  const sorted = rows.toSorted((one, other) => byTime(one, other) || byName(one, other))
  const times = sorted.map((row) => Math.log(Math.max(least, secondsOf(row))))
  const starts = contiguousGroups(times, { most: mapDraftLimits.stages - 1, within })
  return starts.map((from, at) =>
    sorted
      .slice(from, starts[at + 1])
      .toSorted(
        (one, other) =>
          (one.position ?? 0) - (other.position ?? 0) || byTime(one, other) || byName(one, other),
      ),
  )
}
