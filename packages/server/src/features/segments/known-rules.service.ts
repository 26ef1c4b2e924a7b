import type { SegmentRule } from '@teia/contracts'
import { findMaps } from '../maps/index.ts'
import { type KnownMap, stepsAskedIn } from './resolve-rule.ts'
import { type Db, listSegments, type SegmentRow } from './segments.queries.ts'

/** All segments of a workspace, and the maps about whose steps they ask. */
export type KnownRows = { segments: SegmentRow[]; maps: KnownMap[] }

/** All segments, and the maps about whose steps they ask, or `more` does. A map that is gone is missing. */
export async function listKnown(db: Db, workspaceId: string, more?: SegmentRule): Promise<KnownRows> {
  const segments = await listSegments(db, workspaceId)
  const rules = [more ?? null, ...segments.map((one) => one.rule)]
  const ids = new Set(rules.flatMap((rule) => stepsAskedIn(rule).map((leaf) => leaf.map)))
  return { segments, maps: ids.size === 0 ? [] : await findMaps(db, workspaceId, [...ids]) }
}
