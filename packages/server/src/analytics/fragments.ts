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
}

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
  return `e.workspace_id = ${scene.workspace} AND e.time >= ${scene.params.time(range.from)} AND e.time < ${scene.params.time(range.to)}`
}

/** What a step of a walk is called: its touchpoint, or the event itself where no matcher fits. */
export const touchpointLabel = `if(e.touchpoint = '', e.name, e.touchpoint)`
