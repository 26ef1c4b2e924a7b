import {
  type ComputedTrait,
  type ComputedTraitDefinition,
  type ComputedTraitList,
  faultOf,
} from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { type Actor, audit } from '../access/index.ts'
import type { DecisionDeps } from './change-identities.service.ts'
import * as rows from './computed-rows.queries.ts'
import { countForPeople } from './computed-traits.queries.ts'
import { lockIdentities } from './identity.queries.ts'

export type ComputedTraitsDeps = DecisionDeps & { newId: () => string }

const most = 50
const nobody = '00000000-0000-0000-0000-000000000000'

export async function listComputed(deps: DecisionDeps, workspaceId: string): Promise<ComputedTraitList> {
  const [definitions, people] = await Promise.all([
    rows.listDefinitions(deps.postgres, workspaceId),
    rows.countValues(deps.postgres, workspaceId),
  ])
  return {
    items: definitions.map(
      (row): ComputedTrait => ({
        ...row.definition,
        id: row.id,
        createdAt: row.created_at.toISOString(),
        createdBy: row.created_by,
        people: people.get(row.name) ?? 0,
        countedAt: row.counted_at?.toISOString() ?? null,
      }),
    ),
  }
}

/** Adds a computed trait; everybody is counted in the background. Throws `conflict`, `invalid_filter`. */
export async function createComputed(
  deps: ComputedTraitsDeps,
  actor: Actor,
  definition: ComputedTraitDefinition,
): Promise<ComputedTrait> {
  const { workspaceId } = actor
  // What cannot be asked is refused now and not in the background.
  await countForPeople(deps.clickhouse, workspaceId, [nobody], [definition], deps.now().getTime())
  const id = deps.newId()
  await deps.postgres.transaction().execute(async (trx) => {
    await lockIdentities(trx, workspaceId)
    if ((await rows.listDefinitions(trx, workspaceId)).length >= most)
      throw new AppError('conflict', 409, faultOf('computed_too_many', { most }))
    const row = { id, definition, created_at: deps.now(), created_by: actorOf(actor.identity) }
    if (!(await rows.insertDefinition(trx, workspaceId, row)))
      throw new AppError('conflict', 409, faultOf('computed_name_taken', { name: definition.name }))
    await rows.beginCounting(trx, workspaceId, deps.now())
    await rows.markEverybody(trx, workspaceId)
    await audit({ postgres: trx, now: deps.now }, actor, 'computed_trait.created', definition.name, {
      after: definition,
    })
  })
  const made = (await listComputed(deps, workspaceId)).items.find((one) => one.id === id)
  if (!made) throw new AppError('computed_trait_not_found', 404, 'No such computed trait.')
  return made
}

/** Takes a computed trait away, with its values. Throws `computed_trait_not_found`. */
export async function deleteComputed(deps: DecisionDeps, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await deps.postgres.transaction().execute(async (trx) => {
    await lockIdentities(trx, workspaceId)
    const isId = /^[0-9a-f-]{36}$/.test(id)
    const name = isId ? await rows.deleteDefinition(trx, workspaceId, id) : undefined
    if (name === undefined) throw new AppError('computed_trait_not_found', 404, 'No such computed trait.')
    await rows.markEverybody(trx, workspaceId)
    await audit({ postgres: trx, now: deps.now }, actor, 'computed_trait.deleted', name)
  })
}
