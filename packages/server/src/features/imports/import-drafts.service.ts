import { faultOf, type Import, type ImportMapping, type ImportPreview, sayFault } from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import { type Actor, audit, getWorkspace } from '../access/index.ts'
import { listSources } from '../sources/index.ts'
import { deleteFiles, withLocalFiles } from './import-files.ts'
import { startImport } from './import-runs.service.ts'
import * as q from './imports.queries.ts'
import { fileNames, getImport, getRow, type ImportsDeps, notDraft } from './imports.service.ts'
import { zoneFaults } from './map-row.ts'
import { withZones } from './mapping-zone.ts'
import { isNamed, lookupsOf, mappingsOf } from './match-files.ts'

export type Uploaded = { fileId: string; name: string; bytes: number; sha256: string }
export type UploadWishes = { mapping: ImportMapping | null; start: boolean; source: string | null }

/** Makes an import of a request's files: `receive` stores them and says what else was asked. */
export async function createImport(
  deps: ImportsDeps,
  actor: Actor,
  receive: (keep: (file: Uploaded) => void) => Promise<UploadWishes>,
): Promise<{ id: string }> {
  const id = deps.newId()
  await q.insertImport(deps.postgres, { id, workspaceId: actor.workspaceId, sourceId: null, now: deps.now() })
  const uploaded: Uploaded[] = []
  try {
    const wishes = await receive((file) => uploaded.push(file))
    if (uploaded.length === 0) throw new AppError('invalid_request', 400, faultOf('import_no_file'))
    const files = await expand(deps, uploaded)
    if (files.length === 0) throw new AppError('invalid_request', 400, faultOf('import_archive_empty'))
    const { detected, proposal } = await detect(deps, files, wishes.mapping)
    const mapping = wishes.mapping ?? (await inWorkspaceZone(deps, actor.workspaceId, proposal))
    const bytesTotal = detected.reduce((sum, one) => sum + one.bytes, 0)
    if (wishes.mapping) assertFits(wishes.mapping, detected)
    const sourceId = wishes.source === null ? null : await knownSource(deps, actor.workspaceId, wishes.source)
    await q.saveUpload(deps.postgres, { id, files: detected, bytesTotal, mapping })
    await audit(deps, actor, 'import.create', fileNames(uploaded))
    if (wishes.start) await startImport(deps, actor, id, sourceId)
    return { id }
  } catch (error) {
    const fault = error instanceof AppError ? faultOfError(error) : faultOf('import_upload_broke')
    await q.markEnded(deps.postgres, { id, state: 'failed', faults: [fault], now: deps.now() })
    for (const one of uploaded) await deps.files.delete(one.fileId)
    throw error
  }
}

/** A proposal reads times without a zone as those of the workspace. */
async function inWorkspaceZone(
  deps: ImportsDeps,
  workspaceId: string,
  proposal: ImportMapping | null,
): Promise<ImportMapping | null> {
  if (!proposal) return null
  const { timeZone } = await getWorkspace(deps, workspaceId)
  return timeZone === 'UTC' ? proposal : { version: proposal.version, zone: timeZone, files: proposal.files }
}

/** Archives become the files in them. */
async function expand(deps: ImportsDeps, uploaded: readonly Uploaded[]): Promise<q.StoredFile[]> {
  const stored = uploaded.map((one) => ({ ...one, detection: null }))
  return withLocalFiles(deps.files, stored, async (local) => {
    const { files } = await deps.importThreads.ask(
      { kind: 'expand', files: local, limits: deps.importLimits },
      'expanded',
    )
    const idOf = new Map(local.map((one, index) => [one.path, uploaded[index]?.fileId ?? '']))
    return files.map(({ path, ...one }) => ({ ...one, fileId: idOf.get(path) ?? '', detection: null }))
  })
}

async function detect(deps: ImportsDeps, files: readonly q.StoredFile[], mapping: ImportMapping | null) {
  return withLocalFiles(deps.files, files, async (local) => {
    const readings = local.map((one) =>
      mapping ? (mappingsOf(mapping, one.name).find((part) => part.read !== undefined)?.read ?? null) : null,
    )
    const order = { kind: 'detect' as const, files: local, readings, limits: deps.importLimits }
    const report = await deps.importThreads.ask(order, 'detected')
    const detected = files.map((file, index) => ({ ...file, detection: report.files[index] ?? null }))
    return { detected, proposal: report.mapping }
  })
}

/** Throws `invalid_mapping` with all that is wrong with a mapping for these files. */
function assertFits(mapping: ImportMapping, files: readonly q.StoredFile[]): void {
  const names = files.map((file) => file.name)
  const missing = lookupsOf(mapping)
    .map((step) => step.file)
    .filter((wanted) => !names.some((name) => isNamed(wanted, name)))
  const wanted = mapping.files.map((one) => one.file)
  const isUnused = wanted.every((one) => !names.some((name) => isNamed(one, name)))
  const faults = [
    ...[...new Set(missing)].map((file) => faultOf('import_lookup_absent', { file })),
    ...(isUnused ? [faultOf('import_files_absent', { files: wanted.join(', ') })] : []),
    ...zoneFaults(mapping),
  ]
  const [first, ...more] = faults
  if (!first) return
  const issues = more.map((fault) => ({ path: 'files', message: sayFault(fault), fault }))
  throw new AppError('invalid_mapping', 400, first, issues.length > 0 ? { issues } : {})
}

export async function changeMapping(
  deps: ImportsDeps,
  actor: Actor,
  id: string,
  mapping: ImportMapping,
): Promise<Import> {
  const row = await getRow(deps, actor.workspaceId, id)
  if (row.state !== 'draft') throw notDraft()
  assertFits(mapping, row.files)
  const { detected } = await detect(deps, row.files, mapping)
  if (!(await q.saveMapping(deps.postgres, { id: row.id, mapping, files: detected }))) throw notDraft()
  return getImport(deps, actor.workspaceId, id)
}

export async function previewImport(
  deps: ImportsDeps,
  workspaceId: string,
  id: string,
): Promise<ImportPreview> {
  const row = await getRow(deps, workspaceId, id)
  if (row.state !== 'draft') throw notDraft()
  const { mapping } = row
  if (!mapping) {
    const fault = faultOf('import_no_mapping')
    return { rows: [], problem: sayFault(fault), faults: [fault] }
  }
  return withLocalFiles(deps.files, row.files, async (local) => {
    const order = {
      kind: 'preview' as const,
      files: local,
      mapping: withZones(mapping),
      workspaceId,
      limits: deps.importLimits,
    }
    const { rows } = await deps.importThreads.ask(order, 'preview')
    return { rows, problem: null, faults: [] }
  })
}

async function knownSource(deps: ImportsDeps, workspaceId: string, id: string): Promise<string> {
  const { items } = await listSources(deps, workspaceId)
  const found = items.find((one) => one.id === id)
  if (!found) throw new AppError('source_not_found', 404, 'No such source.')
  return found.id
}

const draftDays = 7

/** Discards drafts that nobody has started for seven days, with their files. Called every hour. */
export async function discardOldDrafts(deps: Pick<ImportsDeps, 'postgres' | 'files' | 'now'>): Promise<void> {
  const now = deps.now()
  const before = new Date(now.getTime() - draftDays * 86_400_000)
  const faults = [faultOf('import_expired', { days: draftDays })]
  for (const row of await q.listOldDrafts(deps.postgres, before))
    if (await q.markEnded(deps.postgres, { id: row.id, state: 'cancelled', faults, now }))
      await deleteFiles(deps.files, row.files)
}
