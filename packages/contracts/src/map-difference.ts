import {
  changedFields,
  type MapPart,
  type MapPartKind,
  type MapParts,
  partsOfDrawing,
  partsOfMap,
} from './map-parts.ts'
import type { MapDocument, MapDrawing, MapState } from './maps.ts'

/** A part by its name; `touchpoint` where it has no words of its own but stands for one of the catalogue. */
export type NamedPart = {
  kind: MapPartKind
  id: string
  state: MapState | null
  name: string
  touchpoint?: string
}

/** What is different between two versions, of one part; `changed` says one field at a time. */
export type MapChange = {
  kind: 'added' | 'removed' | 'changed' | 'moved'
  part: NamedPart
  field?: string
  before?: unknown
  after?: unknown
}

/** What has become of a map: parts in the order of the later version, then those that are gone. */
export const differenceOfMaps = (before: MapDocument, after: MapDocument): MapChange[] =>
  differenceOfParts(partsOfMap(before), partsOfMap(after))

/** What the future drawing changes of the present one; a step is the same where it has the same id. */
export const differenceOfDrawings = (before: MapDrawing, after: MapDrawing | null): MapChange[] =>
  differenceOfParts(keyed(before), keyed(after))

const keyed = (drawing: MapDrawing | null): MapParts =>
  new Map(partsOfDrawing(drawing, 'toBe').map((part) => [part.key, part]))

function differenceOfParts(before: MapParts, after: MapParts): MapChange[] {
  const moved = movedParts(before, after)
  const said = [...after.values()].flatMap((part): MapChange[] => {
    const known = before.get(part.key)
    if (!known) return [{ kind: 'added', part: told(part) }]
    const changes = changedFields(known, part).map(
      (field): MapChange => ({
        kind: 'changed',
        part: told(part),
        field,
        before: known.fields[field],
        after: part.fields[field],
      }),
    )
    return moved.has(part.key) ? [...changes, { kind: 'moved', part: told(part) }] : changes
  })
  const gone = [...before.values()].filter((part) => !after.has(part.key))
  return [...said, ...gone.map((part): MapChange => ({ kind: 'removed', part: told(part) }))]
}

/** How a part is told of: by its name, or the beginning of what it says. */
export function told({ kind, id, state, fields }: MapPart): NamedPart {
  const { touchpoint } = fields
  const name = String(fields.name || fields.text || touchpoint || fields.kind || '').slice(0, 120)
  const isTouchpoint = !fields.name && !fields.text && typeof touchpoint === 'string'
  return { kind, id, state, name, ...(isTouchpoint && { touchpoint }) }
}

/** Parts under another parent, and of those that kept theirs as few as had to move. */
function movedParts(before: MapParts, after: MapParts): Set<string> {
  const moved = new Set<string>()
  const placeBefore = new Map([...before.keys()].map((key, place) => [key, place]))
  for (const parts of Map.groupBy(after.values(), (part) => part.parent).values()) {
    const stayed = parts.filter((part) => {
      const known = before.get(part.key)
      if (known && known.parent !== part.parent) moved.add(part.key)
      return known?.parent === part.parent
    })
    const rising = longestRising(stayed.map((part) => placeBefore.get(part.key) ?? 0))
    for (const [at, part] of stayed.entries()) if (!rising.has(at)) moved.add(part.key)
  }
  return moved
}

/** Places of a longest rising subsequence. */
function longestRising(values: readonly number[]): Set<number> {
  const best: { length: number; from: number }[] = []
  for (const [at, value] of values.entries()) {
    let [length, from] = [1, -1]
    for (let earlier = 0; earlier < at; earlier += 1) {
      const known = best[earlier]
      if (known && (values[earlier] ?? 0) < value && known.length + 1 > length)
        [length, from] = [known.length + 1, earlier]
    }
    best.push({ length, from })
  }
  const places = new Set<number>()
  let at = best.reduce((most, one, place) => (one.length > (best[most]?.length ?? 0) ? place : most), -1)
  if (best.length > 0 && at < 0) at = 0
  for (; at >= 0; at = best[at]?.from ?? -1) places.add(at)
  return places
}
