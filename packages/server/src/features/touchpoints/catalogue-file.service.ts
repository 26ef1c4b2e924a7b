import {
  type CatalogueEntry,
  type CatalogueFile,
  type CatalogueFileChanges,
  faultOf,
  isSame,
} from '@teia/contracts'
import { stringify } from 'yaml'
import { AppError } from '../../platform/errors.ts'
import { type Actor, audit } from '../access/index.ts'
import * as q from './catalogue.queries.ts'
import {
  assertAskable,
  type CatalogueDeps,
  changeCatalogue,
  freeId,
  isCatalogueId,
  readEntries,
} from './catalogue.service.ts'
import { type Wanted, writeCatalogue } from './write-catalogue.service.ts'

/** The catalogue as a file, in its order of precedence. */
export async function writeCatalogueFile(deps: CatalogueDeps, workspaceId: string): Promise<CatalogueFile> {
  const { entries } = await readEntries(deps, workspaceId)
  return { version: 1, touchpoints: entries.map(({ id, definition }) => ({ id, ...definition })) }
}

/** A catalogue file as YAML that reads back the same. */
export const yamlOf = (file: CatalogueFile) => stringify(file, { lineWidth: 120 })

/**
 * Makes the catalogue what a file says: touchpoints are told by their id, else by their name; what the file does not hold
 * is removed. All or nothing. With `isDry` it only says what would change.
 */
export async function readCatalogueFile(
  deps: CatalogueDeps,
  actor: Actor,
  file: CatalogueFile,
  isDry: boolean,
): Promise<CatalogueFileChanges> {
  const { workspaceId } = actor
  for (const definition of file.touchpoints) assertAskable(definition)
  const known = await readEntries(deps, workspaceId)
  const ids = await q.listKnownIds(deps.postgres, workspaceId)
  if (isDry) return compare(known.entries, wantedOf(file, known.entries, ids))
  const changes = await changeCatalogue(deps, actor, async ({ trx, entries, by }) => {
    const wanted = wantedOf(file, entries, await q.listKnownIds(trx, workspaceId))
    await writeCatalogue(trx, { workspaceId, entries, wanted, by, now: deps.now() })
    return compare(entries, wanted)
  })
  await audit(deps, actor, 'touchpoint.file', 'catalogue', { after: changes })
  return changes
}

function wantedOf(
  file: CatalogueFile,
  entries: readonly CatalogueEntry[],
  known: readonly string[],
): Wanted[] {
  const byName = new Map(entries.map((entry) => [entry.definition.name.toLowerCase(), entry.id]))
  const taken = [...known, ...file.touchpoints.flatMap(({ id }) => (id === undefined ? [] : [id]))]
  const wanted = file.touchpoints.map(({ id, ...definition }): Wanted => {
    const own = id ?? byName.get(definition.name.toLowerCase()) ?? freeId(definition.name, taken)
    taken.push(own)
    return { id: own, definition }
  })
  for (const [code, values] of [
    ['touchpoint_id_twice', wanted.map((one) => one.id)],
    ['touchpoint_name_twice', wanted.map((one) => one.definition.name.toLowerCase())],
  ] as const) {
    const twice = values.find((value, place) => values.indexOf(value) !== place)
    if (twice !== undefined) throw new AppError('invalid_catalogue', 400, faultOf(code, { value: twice }))
  }
  const odd = wanted.find((one) => !isCatalogueId(one.id))
  if (odd) throw new AppError('invalid_catalogue', 400, faultOf('touchpoint_id_form', { id: odd.id }))
  return wanted
}

function compare(entries: readonly CatalogueEntry[], wanted: readonly Wanted[]): CatalogueFileChanges {
  const before = new Map(entries.map((entry) => [entry.id, entry.definition]))
  const after = new Map(wanted.map((one) => [one.id, one.definition]))
  const kept = (ids: readonly string[]) => ids.filter((id) => before.has(id) && after.has(id)).join('\n')
  return {
    added: wanted.filter((one) => !before.has(one.id)).map((one) => one.definition.name),
    changed: wanted
      .filter(({ id, definition }) => before.has(id) && !isSame(before.get(id), definition))
      .map((one) => one.definition.name),
    removed: entries.filter((entry) => !after.has(entry.id)).map((entry) => entry.definition.name),
    isReordered: kept([...before.keys()]) !== kept([...after.keys()]),
  }
}
