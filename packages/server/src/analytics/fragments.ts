import type { Parameters } from './statement-parts.ts'
import type { TimeRange } from './time-range.ts'

/** What every fragment of one statement shares. */
export type Scene = {
  readonly params: Parameters
  /** Placeholder of the workspace's id. */
  readonly workspace: string
  readonly range: TimeRange
  /** Whether joins of people are not yet folded into the events; without any, statements need no look-up. */
  readonly hasOverrides: boolean
  /** Where stored events are being placed anew: what stands for their touchpoint and channel until that is done. */
  readonly placing?: Placing
  /** What days are counted from, in milliseconds since 1970, where filters may count them. */
  readonly now?: number
  /** For statements that know the table by no alias, as a mutation: columns are named plainly. */
  readonly isPlain?: true
}

/** Touchpoint and channel of an event as expressions that do not rely on what is stored of them. */
export type Placing = { touchpoint(scene: Scene): string; channel(scene: Scene): string }

/** A column of the events. */
export const column = (name: string, scene: Pick<Scene, 'isPlain'>) => (scene.isPlain ? name : `e.${name}`)

/** Where an event happened, by the catalogue as it is now. */
export const touchpointOf = (scene: Scene) => scene.placing?.touchpoint(scene) ?? column('touchpoint', scene)
export const channelOf = (scene: Scene) => scene.placing?.channel(scene) ?? column('channel', scene)

/** Identify, group and alias calls say who somebody is; they are no interactions. */
export const isInteraction = `e.type IN ('track', 'page', 'screen')`

/** The table of events, with the joins of people that are not folded in yet. */
export function eventsFrom(scene: Scene): string {
  if (!scene.hasOverrides) return 'events AS e'
  return `events AS e
    LEFT ANY JOIN (
      SELECT identity_id, argMax(person_id, version) AS person_id FROM identity_overrides
      WHERE workspace_id = ${scene.workspace} GROUP BY identity_id
    ) AS o ON o.identity_id = e.identity_id`
}

/** Whom an event belongs to now. */
export function personOf(scene: Scene): string {
  return scene.hasOverrides ? 'if(empty(o.person_id), e.person_id, o.person_id)' : 'e.person_id'
}

/** The workspace's events of the range. */
export function inRange(scene: Scene, range: TimeRange = scene.range): string {
  const [from, to] = [scene.params.time(range.from), scene.params.time(range.to)]
  const since = sinceDay(from, range.from)
  const until = since.length > 0 && isDate(range.to) ? [`toDate(e.time) <= toDate(${to})`] : []
  const time = `e.time >= ${from} AND e.time < ${to}`
  return [`e.workspace_id = ${scene.workspace}`, ...since, ...until, time].join(' AND ')
}

/**
 * That an event happened on the day of a moment or later, beside the moment itself: the table is sorted by days, and what
 * is said of the time alone leaves no part of it unread. Nothing where the day is none that the engine can tell.
 */
export function sinceDay(moment: string, ms: number): string[] {
  return isDate(ms) ? [`toDate(e.time) >= toDate(${moment})`] : []
}

/** Days go from 1970 to the middle of 2149; beyond, they begin again. */
const isDate = (ms: number) => ms >= 0 && ms < Date.UTC(2149, 0)
