import type { PathsQuestion } from '@teia/contracts'
import { all, filterSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene, touchpointLabel } from './fragments.ts'

/** Marks that no event name can be: they begin with an ellipsis. */
export const leftLabel = '…left'
export const otherLabel = '…other'

/**
 * Walks as rows `(person, steps)`: `steps` is an array of `(time in ms, label)`, oldest first, cut to the asked depth.
 * A session is a run of one person on one device without a pause of the workspace's time-out; a time-out between two
 * events opens a new one. Equal times go by acceptance.
 */
export function walksSql(question: PathsQuestion, scene: Scene, sessionTimeoutMs: number): string {
  const label = question.by === 'event' ? 'toString(e.name)' : `toString(${touchpointLabel})`
  const unit = question.scope === 'session' ? 'person, e.device_id' : 'person'
  const entry = question.entry ? ', toString(e.entry)' : ''
  const rows = `
      SELECT ${personOf(scene)} AS person,
             arraySort(groupArray((toUnixTimestamp64Milli(e.time), e.event_id, ${label}${entry}))) AS events
      FROM ${eventsFrom(scene)}
      WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])}
      GROUP BY ${unit}`
  const split =
    question.scope === 'session'
      ? `arrayJoin(arraySplit((one, pause) -> pause >= ${scene.params.add('Int64', sessionTimeoutMs)}, events, arrayDifference(arrayMap(one -> one.1, events))))`
      : 'events'
  return `
    SELECT person, ${cutSql(question, scene)} AS steps
    FROM (
      SELECT person, ${collapseSql(question)} AS walked
      FROM (
        SELECT person, ${split} AS run
        FROM (${rows}
        )
      )
    )
    WHERE ${keepSql(question, scene)}`
}

/** Steps as (time, label), with repeats as one and the way in before the first. */
function collapseSql(question: PathsQuestion): string {
  const steps = 'arrayMap(one -> (one.1, one.3), run)'
  const kept = question.collapseRepeats
    ? `arrayFilter((step, before) -> step.2 != before, ${steps}, arrayPushFront(arrayPopBack(arrayMap(one -> one.3, run)), ''))`
    : steps
  if (!question.entry) return kept
  const way = "ifNull(nullIf(arrayFirst(one -> one.4 != '', run).4, ''), 'Direct')"
  return `arrayPushFront(${kept}, (run[1].1, ${way}))`
}

const labels = 'arrayMap(step -> step.2, walked)'

/** Only walks that meet the asked ends. */
function keepSql(question: PathsQuestion, scene: Scene): string {
  const conditions: string[] = []
  if (question.from !== undefined) conditions.push(`has(${labels}, ${scene.params.text(question.from)})`)
  if (question.to !== undefined)
    conditions.push(
      question.from === undefined
        ? `has(${labels}, ${scene.params.text(question.to)})`
        : `${endSql(question, scene)} > 0`,
    )
  return all(conditions)
}

/** Place of the first `to` after the first `from`, counted from `from`; 0 when it does not come within the depth. */
function endSql(question: PathsQuestion, scene: Scene): string {
  const from = scene.params.text(question.from ?? '')
  const to = scene.params.text(question.to ?? '')
  return `indexOf(arraySlice(${labels}, indexOf(${labels}, ${from}) + 1, ${question.depth - 1}), ${to})`
}

/** The part of the walk that is shown. A walk that ends before the depth is followed by “left”. */
function cutSql(question: PathsQuestion, scene: Scene): string {
  const { depth } = question
  const first = question.entry && question.from === undefined ? depth + 1 : depth
  const left = `(toInt64(0), '${leftLabel}')`
  if (question.from === undefined && question.to === undefined)
    return `arraySlice(arrayPushBack(walked, ${left}), 1, ${first})`
  if (question.to === undefined) {
    const start = `indexOf(${labels}, ${scene.params.text(question.from ?? '')})`
    return `arraySlice(arrayPushBack(walked, ${left}), ${start}, ${depth})`
  }
  if (question.from === undefined) {
    const end = `indexOf(${labels}, ${scene.params.text(question.to)})`
    return `arraySlice(walked, greatest(1, ${end} - ${depth - 1}), least(${end}, ${depth}))`
  }
  return `arraySlice(walked, indexOf(${labels}, ${scene.params.text(question.from)}), ${endSql(question, scene)} + 1)`
}

/**
 * How many places a walk is shifted to the right. Walks toward an end are lined up at that end, so that the steps just
 * before it stand in one column.
 */
export function shiftSql(question: PathsQuestion): string {
  return question.to !== undefined && question.from === undefined ? `${question.depth} - length(steps)` : '0'
}
