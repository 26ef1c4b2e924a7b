import { type NamedPart, told } from './map-difference.ts'
import { changedFields, type MapPart, type MapParts, mapOfParts, partsOfMap } from './map-parts.ts'
import type { MapDocument } from './maps.ts'
import { isSame } from './same-value.ts'

export type MapSide = 'mine' | 'theirs'
/** Where both have done something that cannot both be kept. `side` is whose the result holds. */
export type MapConflict = {
  /** Stays the same while conflicts are resolved. */
  id: string
  kind: 'field' | 'place' | 'removed' | 'order'
  part: NamedPart
  field?: string
  /** What each has made of it: a value, a parent; of `removed` whether it is there. */
  mine: unknown
  theirs: unknown
  side: MapSide
}

/**
 * Joins two changes of the same map, by parts: what only one has changed is as it has made it, what neither has changed is as it
 * was. Where both have changed the same, the result has what `choices` says by the ids of the conflicts; without a choice
 * one's own, and of a part that one has removed and the other changed, the part. Joining with an unchanged side gives the
 * other, and the result never lacks what either has added.
 */
export function mergeMaps(
  base: MapDocument,
  mine: MapDocument,
  theirs: MapDocument,
  choices: Readonly<Record<string, MapSide>> = {},
): { merged: MapDocument; conflicts: MapConflict[] } {
  const merge = new Merge([base, mine, theirs].map(partsOfMap) as [MapParts, MapParts, MapParts], choices)
  return { merged: mapOfParts(merge.run()), conflicts: merge.conflicts }
}

const isChanged = (before: MapPart, after: MapPart) =>
  before.parent !== after.parent || changedFields(before, after).length > 0

class Merge {
  readonly conflicts: MapConflict[] = []
  readonly #base: MapParts
  readonly #mine: MapParts
  readonly #theirs: MapParts
  readonly #choices: Readonly<Record<string, MapSide>>
  readonly #kept = new Map<string, MapPart>()
  /** Of what one side has removed, by the key of the highest part, whether it stays. */
  readonly #stays = new Map<string, boolean>()

  constructor(
    [base, mine, theirs]: [MapParts, MapParts, MapParts],
    choices: Readonly<Record<string, MapSide>>,
  ) {
    this.#base = base
    this.#mine = mine
    this.#theirs = theirs
    this.#choices = choices
  }

  run(): MapParts {
    for (const key of new Set([...this.#mine.keys(), ...this.#theirs.keys()])) {
      const part = this.#joined(key)
      if (part) this.#kept.set(key, part)
    }
    for (const [key, part] of this.#kept) this.#kept.set(key, this.#housed(part))
    return this.#ordered()
  }

  #joined(key: string): MapPart | null {
    const [base, mine, theirs] = [this.#base.get(key), this.#mine.get(key), this.#theirs.get(key)]
    if (mine && theirs) return this.#joinedFields(base, mine, theirs)
    const there = mine ?? theirs
    if (!there || !base) return there ?? null
    return this.#isKept(there, mine ? 'mine' : 'theirs') ? there : null
  }

  /**
   * Whether a part stays that only one side has still: the other has removed it, or something that held it. Then all of what
   * was removed stays, if anything in it was changed.
   */
  #isKept(part: MapPart, side: MapSide): boolean {
    const [own, other] = side === 'mine' ? [this.#mine, this.#theirs] : [this.#theirs, this.#mine]
    let removed = part
    for (
      let above = own.get(part.parent ?? '');
      above && !other.has(above.key);
      above = own.get(above.parent ?? '')
    )
      removed = above
    const known = this.#stays.get(removed.key)
    if (known !== undefined) return known
    const stays =
      this.#isTouched(removed, own) &&
      this.#decide('removed', removed, side, side === 'mine', side === 'theirs') === side
    this.#stays.set(removed.key, stays)
    return stays
  }

  /** A part whose place was removed, by choice, is where the other side has it. */
  #housed(part: MapPart): MapPart {
    if (part.parent === null || this.#kept.has(part.parent)) return part
    const places = [this.#mine.get(part.key)?.parent, this.#theirs.get(part.key)?.parent]
    const parent = places.find((one) => typeof one === 'string' && this.#kept.has(one))
    return parent ? { ...part, parent } : part
  }

  /** Whether a part, or anything in it, is new or changed. */
  #isTouched(part: MapPart, own: MapParts): boolean {
    const before = this.#base.get(part.key)
    return (
      !before ||
      isChanged(before, part) ||
      [...own.values()].some((one) => one.parent === part.key && this.#isTouched(one, own))
    )
  }

  #joinedFields(base: MapPart | undefined, mine: MapPart, theirs: MapPart): MapPart {
    const fields: Record<string, unknown> = {}
    for (const field of new Set([...Object.keys(mine.fields), ...Object.keys(theirs.fields)])) {
      const [was, own, other] = [base?.fields[field], mine.fields[field], theirs.fields[field]]
      const value =
        isSame(own, other) || isSame(was, other)
          ? own
          : isSame(was, own)
            ? other
            : this.#decide('field', mine, 'mine', own, other, field) === 'mine'
              ? own
              : other
      if (value !== undefined) fields[field] = value
    }
    const parent =
      mine.parent === theirs.parent || base?.parent === theirs.parent
        ? mine.parent
        : base?.parent === mine.parent ||
            this.#decide('place', mine, 'mine', mine.parent, theirs.parent) === 'theirs'
          ? theirs.parent
          : mine.parent
    return { ...mine, fields, parent }
  }

  #decide(
    kind: MapConflict['kind'],
    part: MapPart,
    usual: MapSide,
    mine: unknown,
    theirs: unknown,
    field?: string,
  ): MapSide {
    const id = [part.key, kind, field ?? ''].join(' ')
    const side = this.#choices[id] ?? usual
    this.conflicts.push({
      ...{ id, kind, part: told(part), mine, theirs, side },
      ...(field !== undefined && { field }),
    })
    return side
  }

  #ordered(): MapParts {
    const ordered = new Map<string, MapPart>()
    const held = Map.groupBy(this.#kept.values(), (part) => part.parent)
    const childrenOf = (parts: MapParts, parent: string | null) =>
      [...parts.values()].filter((part) => part.parent === parent).map((part) => part.key)
    const emit = (parent: string | null) => {
      const there = new Set((held.get(parent) ?? []).map((part) => part.key))
      if (there.size === 0) return
      const lists = [this.#base, this.#mine, this.#theirs].map((parts) =>
        childrenOf(parts, parent).filter((key) => there.has(key)),
      ) as [string[], string[], string[]]
      for (const key of this.#sequence(parent, lists, there)) {
        const part = this.#kept.get(key)
        if (!part) continue
        ordered.set(key, part)
        emit(key)
      }
    }
    emit(null)
    return ordered
  }

  #sequence(
    parent: string | null,
    lists: [string[], string[], string[]],
    there: ReadonlySet<string>,
  ): string[] {
    const [base, mine, theirs] = lists
    const isMoved = (list: readonly string[]) => {
      const common = new Set(list.filter((key) => base.includes(key)))
      return (
        list.filter((key) => common.has(key)).join('\n') !== base.filter((key) => common.has(key)).join('\n')
      )
    }
    const own = this.#kept.get(parent ?? '')
    const shared = (list: readonly string[], other: readonly string[]) =>
      list.filter((key) => other.includes(key))
    const differ = shared(mine, theirs).join('\n') !== shared(theirs, mine).join('\n')
    const side: MapSide =
      isMoved(mine) && isMoved(theirs) && differ && own
        ? this.#decide('order', own, 'mine', mine, theirs)
        : isMoved(theirs) && !isMoved(mine)
          ? 'theirs'
          : isMoved(mine)
            ? 'mine'
            : 'theirs'
    const [first, second] = side === 'mine' ? [mine, theirs] : [theirs, mine]
    return withMissing(withMissing(first, second), [...there])
  }
}

/** A list with what only another has, each after what stands before it there. */
function withMissing(list: readonly string[], other: readonly string[]): string[] {
  const joined = [...list]
  for (const [at, key] of other.entries()) {
    if (joined.includes(key)) continue
    const before = other.slice(0, at).findLast((one) => joined.includes(one))
    joined.splice(before === undefined ? 0 : joined.indexOf(before) + 1, 0, key)
  }
  return joined
}
