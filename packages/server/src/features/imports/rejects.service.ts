import type { Language } from '@teia/contracts'
import { sayFaultsIn } from '@teia/contracts/say-faults'
import { csvRow } from '../../platform/csv-cell.ts'
import { getRow, type ImportsDeps } from './imports.service.ts'
import * as q from './rejects.queries.ts'

/**
 * The rejected rows as CSV, a page at a time: reasons in a language, and as codes, which are the same in all. Cells that a
 * spreadsheet would take for a formula are defused.
 */
export async function readRejects(
  deps: ImportsDeps,
  workspaceId: string,
  id: string,
  language: Language,
): Promise<AsyncGenerator<string>> {
  const row = await getRow(deps, workspaceId, id)
  async function* lines() {
    yield 'file,line,reason,row,code\r\n'
    for (let after = '0'; ; ) {
      const rows = await q.listRejects(deps.postgres, row.id, after, 1_000)
      const last = rows.at(-1)
      if (!last) return
      yield rows.map((one) => csvRow(cellsOf(one, language))).join('')
      after = last.n
    }
  }
  return lines()
}

const cellsOf = (row: q.RejectRow, language: Language) => [
  row.file,
  row.line,
  reasonOf(row, language),
  row.raw,
  (row.faults ?? []).map(({ code }) => code).join(' '),
]

const reasonOf = (row: q.RejectRow, language: Language) =>
  row.faults ? sayFaultsIn(language, row.faults) : (row.reason ?? '')
