import { attributionLimits, conformanceLimits } from '@teia/contracts'

/** How much a question may take: in the engine, and beside it. */
export type AskLimits = {
  /** Milliseconds of one statement. */
  statementMs: number
  /** Different walks that are aligned with a map; the rarer ones are left out. */
  walks: number
  /** Steps of each walk that are aligned. */
  steps: number
  /** Different paths that conversions are divided over. */
  paths: number
  /** Touches on all of them together. */
  touches: number
  /** Touches up to which conversions are divided in the thread of the server: what it takes to begin another is more. */
  touchesHere: number
}

export const usualLimits: AskLimits = {
  statementMs: 60_000,
  walks: conformanceLimits.variants,
  steps: conformanceLimits.steps,
  paths: attributionLimits.paths,
  touches: attributionLimits.touchesInAll,
  touchesHere: 200_000,
}
