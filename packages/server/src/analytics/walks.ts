import { channels, type PathsQuestion } from '@teia/contracts'
import { all, filterSql } from './filter-sql.ts'
import {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

/** Marks that no event name can be: they begin with an ellipsis. */
export const leftLabel = '…left'
export const otherLabel = '…other'

/** Stands between the name and the channel in the label of a touchpoint where channels are told apart. */
const channelMark = '\u001f'

/** A paths question ready to be compiled: its ends are the labels that steps there can have. */
export type WalksQuestion = Omit<PathsQuestion, 'by' | 'byChannel' | 'from' | 'to'> & {
  by: 'touchpoint' | 'event'
  byChannel: boolean
  from: readonly string[] | undefined
  to: readonly string[] | undefined
}

/** Reads the ends of a question as labels. Throws `ambiguous_touchpoint`. */
export function walksQuestion(question: PathsQuestion, names: TouchpointNames): WalksQuestion {
  const by = question.by ?? 'touchpoint'
  const ends = [question.from, question.to].map((end) =>
    end && by === 'touchpoint' ? names.find(end) : null,
  )
  const byChannel = by === 'touchpoint' && (question.byChannel ?? ends.some((end) => end?.channel))
  const labels = (end: string | undefined) =>
    end === undefined ? undefined : labelsOf(end, { by, byChannel }, names)
  return { ...question, by, byChannel, from: labels(question.from), to: labels(question.to) }
}

/** The labels of the steps that a name or id stands for: several where channels are told apart and none is named. */
export function labelsOf(
  asked: string,
  { by, byChannel }: Pick<WalksQuestion, 'by' | 'byChannel'>,
  names: TouchpointNames,
): string[] {
  const found = by === 'touchpoint' ? names.find(asked) : null
  if (!found) return [asked]
  if (!byChannel) return [found.name]
  return (found.channel ? [found.channel] : channels).map(
    (channel) => `${found.name}${channelMark}${channel}`,
  )
}

/** The name and channel of a label; the channel is null where channels are not told apart. */
export function readLabel(label: string): { name: string; channel: string | null } {
  const [name = '', channel = null] = label.split(channelMark)
  return { name, channel }
}

function labelSql({ by, byChannel }: WalksQuestion, scene: Scene): string {
  if (by === 'event') return 'toString(e.name)'
  const place = touchpointOf(scene)
  const touchpoint = byChannel ? `concat(${place}, '${channelMark}', ${channelOf(scene)})` : place
  return `toString(if(${place} = '', e.name, ${touchpoint}))`
}

/** What `steps` holds: labels alone, which cost half as much, or `(time in ms, label)`. */
export type StepShape = 'labels' | 'timed'

/**
 * Walks as rows `(person, steps)`: `steps` is an array of steps in the asked shape, oldest first, cut to the asked depth.
 * A session is a run of one person on one device without a pause of the workspace's time-out; a time-out between two
 * events opens a new one. Equal times go by acceptance.
 */
export function walksSql(
  question: WalksQuestion,
  scene: Scene,
  sessionTimeoutMs: number,
  shape: StepShape,
): string {
  const label = labelSql(question, scene)
  const unit = question.scope === 'session' ? 'person, e.device_id' : 'person'
  const entry = beginsWithEntry(question) ? ', toString(e.entry)' : ''
  const rows = `
      SELECT ${personOf(scene)} AS person,
             arraySort(groupArray((toUnixTimestamp64Milli(e.time), e.event_id, ${label}${entry}))) AS events
      FROM ${eventsFrom(scene)}
      WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])}
      GROUP BY ${unit}`
  const split =
    question.scope === 'session'
      ? `arrayJoin(arraySplit((one, pause) -> pause >= ${scene.params.add('Int64', sessionTimeoutMs)}, events, arrayDifference(events.1)))`
      : 'events'
  return `
    SELECT person, ${cutSql(question, scene, shape)} AS steps
    FROM (
      SELECT person, ${collapseSql(question, shape)} AS walked
      FROM (
        SELECT person, ${split} AS run
        FROM (${rows}
        )
      )
    )
    WHERE ${keepSql(question, scene, shape)}`
}

/** Whether the way in is the first step: not where walks are cut at a step, whose name the way in may also bear. */
export function beginsWithEntry(question: WalksQuestion): boolean {
  return question.entry && question.from === undefined && question.to === undefined
}

/** Steps with repeats as one and the way in before the first. */
function collapseSql(question: WalksQuestion, shape: StepShape): string {
  const kept = keptSteps(question, shape)
  if (!beginsWithEntry(question)) return kept
  const way = "ifNull(nullIf(arrayFirst(way -> way != '', run.4), ''), 'Direct')"
  return `arrayPushFront(${kept}, ${shape === 'labels' ? way : `(run[1].1, ${way})`})`
}

function keptSteps({ collapseRepeats }: WalksQuestion, shape: StepShape): string {
  if (shape === 'labels') return collapseRepeats ? 'arrayCompact(run.3)' : 'run.3'
  const steps = 'arrayZip(run.1, run.3)'
  return collapseRepeats
    ? `arrayFilter((step, before) -> step.2 != before, ${steps}, arrayPushFront(arrayPopBack(run.3), ''))`
    : steps
}

const labelsOfWalk = (shape: StepShape) => (shape === 'labels' ? 'walked' : 'walked.2')

/** Place of the first of the labels, 0 when there is none. */
function placeSql(within: string, end: readonly string[], { params }: Scene): string {
  const [only, ...more] = end
  if (only !== undefined && more.length === 0) return `indexOf(${within}, ${params.text(only)})`
  return `arrayFirstIndex(label -> has(${params.add('Array(String)', end)}, label), ${within})`
}

/** Only walks that meet the asked ends. */
function keepSql(question: WalksQuestion, scene: Scene, shape: StepShape): string {
  const { from, to } = question
  const labels = labelsOfWalk(shape)
  const conditions: string[] = []
  if (from) conditions.push(`${placeSql(labels, from, scene)} > 0`)
  if (to)
    conditions.push(`${from ? endSql(labels, question, from, to, scene) : placeSql(labels, to, scene)} > 0`)
  return all(conditions)
}

/** Place of the first `to` after the first `from`, counted from `from`; 0 when it does not come within the depth. */
function endSql(
  labels: string,
  question: WalksQuestion,
  from: readonly string[],
  to: readonly string[],
  scene: Scene,
): string {
  return placeSql(
    `arraySlice(${labels}, ${placeSql(labels, from, scene)} + 1, ${question.depth - 1})`,
    to,
    scene,
  )
}

/** The part of the walk that is shown. A walk that ends before the depth is followed by “left”. */
function cutSql(question: WalksQuestion, scene: Scene, shape: StepShape): string {
  const { depth, from, to } = question
  const labels = labelsOfWalk(shape)
  const first = beginsWithEntry(question) ? depth + 1 : depth
  const left = shape === 'labels' ? `'${leftLabel}'` : `(walked[-1].1, '${leftLabel}')`
  if (!from && !to) return `arraySlice(arrayPushBack(arraySlice(walked, 1, ${first}), ${left}), 1, ${first})`
  if (!from) {
    const end = placeSql(labels, to ?? [], scene)
    return `arraySlice(walked, greatest(1, ${end} - ${depth - 1}), least(${end}, ${depth}))`
  }
  const start = placeSql(labels, from, scene)
  if (!to) return `arraySlice(arrayPushBack(walked, ${left}), ${start}, ${depth})`
  return `arraySlice(walked, ${start}, ${endSql(labels, question, from, to, scene)} + 1)`
}

/**
 * How many places a walk is shifted to the right. Walks toward an end are lined up at that end, so that the steps just
 * before it stand in one column.
 */
export function shiftSql(question: WalksQuestion): string {
  return question.to !== undefined && question.from === undefined ? `${question.depth} - length(steps)` : '0'
}
