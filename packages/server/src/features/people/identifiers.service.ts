import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import * as q from './identifiers.queries.ts'
import type { PeopleDeps } from './people.service.ts'

/** The identifiers of a person, whom an id of a joined person also leads to. */
export async function getIdentifiers(
  deps: PeopleDeps,
  workspaceId: string,
  id: string,
): Promise<q.IdentifierRow[]> {
  const personId = uuid.test(id) ? await q.findPersonOfId(deps.postgres, workspaceId, id) : undefined
  const rows = personId ? await q.listIdentifiers(deps.postgres, workspaceId, personId) : []
  if (rows.length === 0) throw new AppError('person_not_found', 404, 'No such person.')
  return rows
}

/** What identifiers were sent as: user ids, e-mail addresses and so on. */
export async function valuesOfIdentities(
  deps: Pick<PeopleDeps, 'postgres'>,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<string[]> {
  return q.listValues(deps.postgres, workspaceId, identityIds)
}
