import type { CatalogueEntry } from '@teia/contracts'
import type { Placing, TouchpointNames } from '../../analytics/index.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './catalogue.queries.ts'
import { type PlacingRules, placingRules } from './placing-rules.ts'
import { placingSql } from './placing-sql.ts'
import { starterCatalogue } from './starter-catalogue.ts'
import { touchpointNames } from './touchpoint-names.ts'

type Remembered = { version: number; entries: readonly CatalogueEntry[]; rules: PlacingRules }
const starter: Remembered = {
  version: 0,
  entries: starterCatalogue,
  rules: placingRules(starterCatalogue),
}

/**
 * Remembers the catalogues of workspaces in the form that places events. Each use asks which version is the newest (one
 * small statement), so that a change holds at once, also in another thread or on another server.
 */
export class RememberedCatalogues {
  readonly #postgres: Postgres
  readonly #known = new Map<string, Remembered>()

  constructor(deps: { postgres: Postgres }) {
    this.#postgres = deps.postgres
  }

  /** The rules of each of these workspaces. */
  async rulesOf(workspaceIds: readonly string[]): Promise<(workspaceId: string) => PlacingRules> {
    const wanted = [...new Set(workspaceIds)]
    const states = new Map(
      (await q.findStates(this.#postgres, wanted)).map((row) => [row.workspace_id, row.version]),
    )
    const found = new Map<string, PlacingRules>()
    for (const id of wanted) found.set(id, (await this.#at(id, states.get(id) ?? 0)).rules)
    return (workspaceId) => found.get(workspaceId) ?? starter.rules
  }

  /** The catalogue of a workspace, and the names of events whose stored places may be those of an earlier version. */
  async find(workspaceId: string): Promise<Remembered & { pending: readonly string[] }> {
    const [state] = await q.findStates(this.#postgres, [workspaceId])
    return { ...(await this.#at(workspaceId, state?.version ?? 0)), pending: state?.pending ?? [] }
  }

  async #at(workspaceId: string, version: number): Promise<Remembered> {
    if (version === 0) return starter
    const known = this.#known.get(workspaceId)
    if (known?.version === version) return known
    if (this.#known.size > 1_000) this.#known.clear()
    const entries = await q.listEntries(this.#postgres, workspaceId)
    const loaded = { version, entries, rules: placingRules(entries) }
    this.#known.set(workspaceId, loaded)
    return loaded
  }
}

/** What questions need of a catalogue. */
export type AskedCatalogue = {
  names: TouchpointNames
  /** Whether the catalogue places events of that name, so that no step is called after them. */
  isPlaced(event: string): boolean
  /** Given while stored events are being placed anew: questions answer by the new version at once. */
  placing: Placing | undefined
}

/** The catalogue of a workspace as questions need it. */
export async function openCatalogue(
  deps: { catalogues: RememberedCatalogues },
  workspaceId: string,
): Promise<AskedCatalogue> {
  const { entries, rules, pending } = await deps.catalogues.find(workspaceId)
  return {
    names: namesOf(entries),
    isPlaced: (event) => rules.has(event),
    placing: pending.length > 0 ? placingSql(entries, pending) : undefined,
  }
}

/** How a catalogue is asked by names and ids. */
export const namesOf = (entries: readonly CatalogueEntry[]) =>
  touchpointNames(
    entries.map(({ id, definition }) => ({ id, name: definition.name, channel: definition.channel })),
  )
