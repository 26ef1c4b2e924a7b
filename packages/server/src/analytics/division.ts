import { type Attribution, type AttributionModel, attribute, type CodedPaths } from '@teia/methods'

/** Conversions to divide by each model, with as many of `draws` replicates as there are seconds for. */
export type Division = { paths: CodedPaths; models: AttributionModel[]; draws: number; seconds: number }

export type DivisionReport =
  | { kind: 'step'; done: number; all: number }
  | { kind: 'done'; attribution: Attribution }

/** The same people are drawn for the same paths, so that asking twice gives the same intervals. */
const seed = 1

/** Knows nothing of the server, so that a thread begins quickly. */
export function startDivision({ paths, models, draws, seconds }: Division) {
  const until = performance.now() + seconds * 1_000
  return attribute(paths, models, { seed, draws, isStopped: () => performance.now() > until })
}
