import {
  type CatalogueEntry,
  type Fault,
  faultOf,
  faultOfShape,
  isSame,
  type PortableTouchpoint,
  TouchpointDefinition,
  touchpointLimits,
} from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import type { ReadOutcome } from '../../platform/portable.ts'
import { assertAskable, freeId, isCatalogueId } from './catalogue.service.ts'
import type { Wanted } from './write-catalogue.service.ts'

type Catalogue = { entries: readonly CatalogueEntry[]; version: number; knownIds: readonly string[] }
export type Merged = { wanted: Wanted[]; outcomes: ReadOutcome[]; isChanged: boolean }

/**
 * What a catalogue becomes by lines about touchpoints, and what becomes of each line. A touchpoint is told by its id, else
 * by its name; what a line does not say stays. Of several lines about one, lists add up. New ones without a place take
 * precedence over all there were; lines of a whole catalogue come first, in their order. A catalogue that nobody has
 * changed yet gives way to a whole one. Pure.
 */
export function mergeCatalogue(catalogue: Catalogue, lines: readonly PortableTouchpoint[]): Merged {
  const isWhole = catalogue.version <= 1 && lines.some((line) => line.place !== undefined)
  const merge = new Merge(isWhole ? [] : catalogue.entries, catalogue.knownIds)
  const before = new Map(catalogue.entries.map((entry) => [entry.id, entry.definition]))
  const results = lines.map((line) => merge.take(line))
  const wanted = merge.inOrder()
  const after = new Map(wanted.map((one) => [one.id, one.definition]))
  const outcomes = results.map((result): ReadOutcome => {
    if ('refusal' in result) return result
    return isSame(before.get(result.id), after.get(result.id)) ? 'known' : 'added'
  })
  const isChanged = !isSame(
    wanted,
    catalogue.entries.map(({ id, definition }) => ({ id, definition })),
  )
  return { wanted, outcomes, isChanged }
}

class Merge {
  readonly #byId: Map<string, TouchpointDefinition>
  readonly #known: string[]
  readonly #told = new Set<string>()
  readonly #made: string[] = []
  readonly #places = new Map<string, number>()

  constructor(entries: readonly CatalogueEntry[], knownIds: readonly string[]) {
    this.#byId = new Map(entries.map(({ id, definition }) => [id, definition]))
    this.#known = [...knownIds]
  }

  take(line: PortableTouchpoint): { id: string } | { refusal: Fault } {
    const named = this.#idOf(line.name)
    const id = line.id ?? named ?? freeId(line.name, this.#known)
    if (!isCatalogueId(id)) return { refusal: faultOf('touchpoint_id_form', { id }) }
    if (named !== undefined && named !== id)
      return { refusal: faultOf('touchpoint_name_taken', { name: line.name }) }
    const isNew = !this.#byId.has(id)
    if (isNew && this.#byId.size >= touchpointLimits.touchpoints)
      return { refusal: faultOf('touchpoints_too_many', { most: touchpointLimits.touchpoints }) }
    const definition = TouchpointDefinition.safeParse(
      merged(this.#byId.get(id), line, this.#told.has(id) && line.place === undefined),
    )
    if (!definition.success) {
      const [issue] = definition.error.issues
      return { refusal: (issue && faultOfShape(issue)) ?? faultOf('value_no_form') }
    }
    try {
      assertAskable(definition.data)
    } catch (error) {
      if (error instanceof AppError) return { refusal: faultOfError(error) }
      throw error
    }
    this.#byId.set(id, definition.data)
    this.#told.add(id)
    this.#known.push(id)
    if (line.place !== undefined) this.#places.set(id, line.place)
    else if (isNew) this.#made.push(id)
    return { id }
  }

  inOrder(): Wanted[] {
    const placed = [...this.#places].toSorted(([, x], [, y]) => x - y).map(([id]) => id)
    const ids = new Set([...placed, ...this.#made, ...this.#byId.keys()])
    return [...ids].flatMap((id) => {
      const definition = this.#byId.get(id)
      return definition ? [{ id, definition }] : []
    })
  }

  #idOf(name: string): string | undefined {
    const wanted = name.toLowerCase()
    for (const [id, definition] of this.#byId) if (definition.name.toLowerCase() === wanted) return id
    return undefined
  }
}

function merged(known: TouchpointDefinition | undefined, line: PortableTouchpoint, addsUp: boolean) {
  const { type: _type, id: _id, place, matcher, ...said } = line
  // A line of a whole catalogue says everything: a filter that it lacks is gone.
  const before = place === undefined ? known?.matcher : undefined
  const all = (name: 'events' | 'pages' | 'screens') =>
    addsUp ? [...new Set([...(known?.matcher[name] ?? []), ...(matcher?.[name] ?? [])])] : matcher?.[name]
  const lists = { events: all('events'), pages: all('pages'), screens: all('screens') }
  const told = Object.entries({ ...lists, where: matcher?.where }).filter(([, value]) => value !== undefined)
  const systems =
    addsUp && said.systems ? [...new Set([...(known?.systems ?? []), ...said.systems])] : said.systems
  return {
    ...known,
    ...said,
    ...(systems && { systems }),
    matcher: { ...before, ...Object.fromEntries(told) },
  }
}
