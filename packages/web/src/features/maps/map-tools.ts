import type { MapState } from '@teia/contracts'
import { createContext, useContext } from 'react'
import type { MapCommand } from './map-commands.ts'

/** What every part of a drawing may do; it stays the same while the drawing changes, so that no part is drawn for it. */
export type MapTools = {
  mapId: string
  state: MapState
  /** Null: the map is only looked at. */
  run: ((command: MapCommand) => void) | null
  /** Opens a step beside the map. */
  select: (step: string) => void
  /** A part that was just made begins with its text being written; asked once. */
  isFresh: (id: string) => boolean
  makeFresh: (id: string) => void
  upload: (file: File) => Promise<string | null>
}
const Tools = createContext<MapTools | null>(null)
export const MapToolsProvider = Tools

/** Throws outside of a drawing. */
export function useMapTools(): MapTools {
  const tools = useContext(Tools)
  if (!tools) throw new Error('useMapTools needs a MapToolsProvider above it.')
  return tools
}
