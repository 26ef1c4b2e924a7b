import { MapDocument } from '@teia/contracts'
import { z } from 'zod'

/** What was changed of a map and not saved, and the version it was begun from. */
export const MapDraft = z.object({ revision: z.number().int(), base: MapDocument, document: MapDocument })
export type MapDraft = z.infer<typeof MapDraft>

const keyOf = (mapId: string) => `teia.map-draft.${mapId}`

/** The draft of a map that this browser kept; what cannot be read is none. */
export function readDraft(mapId: string): MapDraft | null {
  try {
    const text = localStorage.getItem(keyOf(mapId))
    return text === null ? null : (MapDraft.safeParse(JSON.parse(text)).data ?? null)
  } catch {
    return null
  }
}

/** Keeps a draft until it is saved. A browser without room goes on without. */
export function keepDraft(mapId: string, draft: MapDraft | null): void {
  try {
    if (draft) localStorage.setItem(keyOf(mapId), JSON.stringify(draft))
    else localStorage.removeItem(keyOf(mapId))
  } catch {
    // The map itself is still there, only a reload would lose the changes.
  }
}
