import type { ImportMapping, SavedMapping } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { type Actor, audit } from '../access/index.ts'
import type { ImportsDeps } from './imports.service.ts'
import * as q from './saved-mappings.queries.ts'

const isName = (name: string) => /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(name)
const describe = (row: q.SavedMappingRow): SavedMapping => ({
  name: row.name,
  updatedAt: row.updated_at.toISOString(),
  mapping: row.mapping,
})
const missing = () => new AppError('mapping_not_found', 404, 'No such mapping.')

export async function listMappings(
  deps: ImportsDeps,
  workspaceId: string,
  page: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(page.cursor, z.tuple([z.string()]))?.[0] ?? ''
  const rows = await q.listMappings(deps.postgres, workspaceId, { limit: page.limit + 1, after })
  return pageFrom(rows, page.limit, describe, (row) => [row.name])
}

export async function getMapping(
  deps: ImportsDeps,
  workspaceId: string,
  name: string,
): Promise<SavedMapping> {
  const row = isName(name) ? await q.findMapping(deps.postgres, workspaceId, name) : undefined
  if (!row) throw missing()
  return describe(row)
}

export async function saveMapping(
  deps: ImportsDeps,
  actor: Actor,
  name: string,
  mapping: ImportMapping,
): Promise<SavedMapping> {
  if (!isName(name)) throw missing()
  await q.upsertMapping(deps.postgres, { workspaceId: actor.workspaceId, name, mapping, now: deps.now() })
  await audit(deps, actor, 'import-mapping.save', name)
  return getMapping(deps, actor.workspaceId, name)
}

export async function removeMapping(deps: ImportsDeps, actor: Actor, name: string): Promise<void> {
  if (!isName(name) || !(await q.deleteMapping(deps.postgres, actor.workspaceId, name))) throw missing()
  await audit(deps, actor, 'import-mapping.remove', name)
}
