import { createHash } from 'node:crypto'
import { type Fault, faultOf, type Import, ImportMapping } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { type Actor, audit } from '../access/index.ts'
import { ownSource } from '../sources/index.ts'
import { deleteFiles } from './import-files.ts'
import * as q from './imports.queries.ts'
import { fileNames, getImport, getRow, type ImportsDeps, notDraft } from './imports.service.ts'
import { isNamed, lookupsOf, mappingsOf } from './match-files.ts'

/** Starts a draft. The same files with the same mapping once more end at once, with the counts of the first time. */
export async function startImport(
  deps: ImportsDeps,
  actor: Actor,
  id: string,
  sourceId: string | null = null,
): Promise<Import> {
  const row = await getRow(deps, actor.workspaceId, id)
  if (row.state !== 'draft') throw notDraft()
  if (!row.mapping || row.mapping.files.every((one) => one.emits.length === 0))
    throw new AppError('invalid_mapping', 400, faultOf('import_mapping_idle'))
  const fingerprint = fingerprintOf(row)
  const source = sourceId ?? (await ownSource(deps, actor, 'Imports'))
  const started = await q.markStarted(deps.postgres, {
    id: row.id,
    sourceId: source,
    fingerprint,
    faults: leftOut(row),
    startedBy: actor.identity,
    now: deps.now(),
  })
  if (!started) throw notDraft()
  await audit(deps, actor, 'import.start', fileNames(row.files))
  const same = await q.findSame(deps.postgres, { workspaceId: actor.workspaceId, fingerprint, id: row.id })
  if (same) {
    const when = `${(same.ended_at ?? same.created_at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    const faults = [faultOf('import_repeated', { when })]
    await q.markRepeated(deps.postgres, { id: row.id, same, faults, now: deps.now() })
    await deleteFiles(deps.files, row.files)
  } else deps.importJobs.enqueue(actor.workspaceId, row.id)
  return getImport(deps, actor.workspaceId, id)
}

function fingerprintOf(row: q.ImportRow): string {
  const digest = createHash('sha256')
  for (const { name, sha256 } of row.files) digest.update(`${sha256}\0${name}\0`)
  return digest.update(JSON.stringify(ImportMapping.parse(row.mapping))).digest('hex')
}

/** Says which files give nothing, so that nobody thinks they came in. */
function leftOut(row: q.ImportRow): Fault[] {
  const { mapping } = row
  if (!mapping) return []
  const looked = lookupsOf(mapping).map((step) => step.file)
  const idle = row.files.filter(
    ({ name }) =>
      !mappingsOf(mapping, name).some((one) => one.emits.length > 0) &&
      !looked.some((wanted) => isNamed(wanted, name)),
  )
  const files = idle.map((one) => one.name).join(', ')
  return idle.length === 0 ? [] : [faultOf('import_left_out', { files })]
}

/** Ends an import. What is in by then stays in, and the import says so. */
export async function cancelImport(deps: ImportsDeps, actor: Actor, id: string): Promise<Import> {
  const row = await getRow(deps, actor.workspaceId, id)
  if (row.state !== 'draft' && row.state !== 'running')
    throw new AppError('import_state', 409, faultOf('import_over'))
  await audit(deps, actor, 'import.cancel', fileNames(row.files))
  if (deps.importJobs.progress(row.id)) deps.importJobs.cancel(row.id)
  else {
    await q.markEnded(deps.postgres, { id: row.id, state: 'cancelled', faults: [], now: deps.now() })
    await deleteFiles(deps.files, row.files)
  }
  return getImport(deps, actor.workspaceId, id)
}
