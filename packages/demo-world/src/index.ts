import type { WorldEvent } from './message.ts'
import type { WorldOptions } from './setting.ts'
import { openWorld } from './simulate.ts'
import type { WorldTruth } from './truth.ts'

export type { Fault } from './fault-kinds.ts'
export type { MessageContext, WorldEvent } from './message.ts'
export type { WorldOptions } from './setting.ts'
export { openWorld, type Simulation } from './simulate.ts'
export type { FaultTruth, Rate, WorldTruth } from './truth.ts'
export type { IdentityTruth } from './truth-report.ts'
export { parseWorld, type World, WorldFileError } from './world-schema.ts'
export { includedWorlds, loadWorld } from './worlds.ts'

/**
 * Streams every message of a world in order of arrival. The same options give the same bytes.
 * @example
 * const world = await loadWorld('mercado-aurora')
 * for (const event of generateWorld({ world, people: 500, days: 30, until: '2026-11-20T00:00:00Z', seed: 1 })) …
 */
export function generateWorld(options: WorldOptions): Iterable<WorldEvent> {
  return openWorld(options).events
}

/** Runs a world to its end and says what was planted in it and what happened. */
export function truthOf(options: WorldOptions): WorldTruth {
  const simulation = openWorld(options)
  for (const _ of simulation.events);
  return simulation.truth()
}
