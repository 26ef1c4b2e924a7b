import { type Fault, faultOf, type Import, sayFaults } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import type { SourcesDeps } from '../sources/index.ts'
import { countsOf, type ImportJobDeps, type ImportJobs } from './imports.job.ts'
import * as q from './imports.queries.ts'

export type ImportsDeps = SourcesDeps & ImportJobDeps & { importJobs: ImportJobs; uploadBytes: number }

/** Another workspace's import looks the same as a missing one. */
export async function getRow(deps: ImportsDeps, workspaceId: string, id: string): Promise<q.ImportRow> {
  const row = /^[0-9a-f-]{36}$/.test(id) ? await q.findImport(deps.postgres, workspaceId, id) : undefined
  if (!row) throw new AppError('import_not_found', 404, 'No such import.')
  return row
}

export async function getImport(deps: ImportsDeps, workspaceId: string, id: string): Promise<Import> {
  return describe(deps, await getRow(deps, workspaceId, id))
}

export async function listImports(
  deps: ImportsDeps,
  workspaceId: string,
  page: { limit: number; cursor?: string | undefined },
) {
  const before = readCursor(page.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const rows = await q.listImports(deps.postgres, workspaceId, { limit: page.limit + 1, before })
  return pageFrom(
    rows,
    page.limit,
    (row) => describe(deps, row),
    (row) => [row.created_at.toISOString(), row.id],
  )
}

function describe(deps: ImportsDeps, row: q.ImportRow): Import {
  const live = row.state === 'running' ? deps.importJobs.progress(row.id) : null
  const { bytesRead, ...counts } = live ?? countsOf(row)
  const bytesTotal = Number(row.bytes_total)
  const rate = live?.ratePerSecond ?? null
  const rowsLeft = bytesRead > 0 ? (counts.rows * (bytesTotal - bytesRead)) / bytesRead : null
  return {
    id: row.id,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    rows: counts.rows,
    accepted: counts.accepted,
    rejected: counts.rejected,
    duplicates: counts.duplicates,
    events: counts.events,
    bytesRead,
    bytesTotal,
    ratePerSecond: rate === null ? null : Math.round(rate),
    etaSeconds: rate === null || rowsLeft === null ? null : Math.max(0, Math.round(rowsLeft / rate)),
    rejectsUrl: counts.rejected > 0 ? `/api/v1/imports/${row.id}/rejects` : null,
    mapping: row.mapping,
    files: row.files.map(({ name, bytes, sha256, detection }) => ({
      name,
      bytes,
      sha256,
      format: detection?.format ?? null,
      encoding: detection?.encoding ?? null,
      delimiter: detection?.delimiter ?? null,
      header: detection?.header ?? null,
      tables: detection?.tables ?? [],
      ...toldOf(detection?.faults ?? [], detection?.problem ?? null),
    })),
    ...toldOf(row.faults, row.problem),
  }
}

/** What names the files of an import in the audit log. */
export const fileNames = (files: readonly { name: string }[]) =>
  files
    .map((one) => one.name)
    .join(', ')
    .slice(0, 300)

/** Faults and what they say; words alone are those of an earlier version. */
const toldOf = (faults: Fault[], words: string | null) => ({
  problem: faults.length > 0 ? sayFaults(faults) : words,
  faults,
})

export const notDraft = () => new AppError('import_state', 409, faultOf('import_not_draft'))
