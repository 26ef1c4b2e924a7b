import { type ImportFileMapping, type ImportMapping, type ImportPreviewRow, sayFaults } from '@teia/contracts'
import { BatchDraft, readRow } from './batch-draft.ts'
import { detectReading } from './detect-reading.ts'
import { Lookups } from './lookups.ts'
import { emitsFor, isNamed, lookupsOf, mappingsOf } from './match-files.ts'
import type { ExpansionLimits } from './readers/bytes.ts'
import { openRows } from './readers/open-rows.ts'
import type { ImportBatch, Place, ThreadFile } from './thread-messages.ts'

export type Work = {
  files: readonly ThreadFile[]
  mapping: ImportMapping
  workspaceId: string
  limits: ExpansionLimits
}

/** Opens the look-ups of a mapping, filled from the files that it names. */
export async function openLookups(work: Work): Promise<Lookups> {
  const lookups = new Lookups(lookupsOf(work.mapping))
  try {
    for (const needed of new Set(lookups.needed().map((one) => one.file)))
      for (const file of work.files.filter((one) => isNamed(needed, one.name))) {
        const reading = await detectReading(
          file,
          readOptions(mappingsOf(work.mapping, file.name)),
          work.limits,
        )
        for await (const rows of openRows(file, reading, work.limits)) lookups.add(needed, rows)
      }
    return lookups
  } catch (error) {
    lookups.close()
    throw error
  }
}

const readOptions = (mappings: readonly ImportFileMapping[]) =>
  mappings.find((one) => one.read !== undefined)?.read ?? {}

/**
 * Reads the files from a place on and gives what their rows become in batches, each with the place up to which it
 * reaches. The same files and mapping give the same messages under the same ids, wherever it begins.
 */
export async function* runImport(work: Work, from: Place): AsyncGenerator<ImportBatch> {
  const lookups = await openLookups(work)
  try {
    let bytesBefore = 0
    for (const [index, file] of work.files.entries()) {
      if (index >= from.file) {
        const skipped = index === from.file ? from.row : 0
        yield* runFile(work, lookups, { file, index, skipped, bytesBefore })
      }
      bytesBefore += file.bytes
    }
  } finally {
    lookups.close()
  }
}

type FileRun = { file: ThreadFile; index: number; skipped: number; bytesBefore: number }

async function* runFile(work: Work, lookups: Lookups, run: FileRun): AsyncGenerator<ImportBatch> {
  const { file } = run
  const mappings = mappingsOf(work.mapping, file.name)
  if (!mappings.some((one) => one.emits.length > 0)) return
  const reading = await detectReading(file, readOptions(mappings), work.limits)
  let bytes = 0
  let row = 0
  let draft = new BatchDraft(work.workspaceId)
  const finish = () => {
    const place = { file: run.index, row }
    const done = draft.finish(place, run.bytesBefore + Math.min(bytes, file.bytes))
    draft = new BatchDraft(work.workspaceId)
    return done
  }
  for await (const rows of openRows(file, reading, work.limits, (read) => {
    bytes += read
  })) {
    for (const one of rows) {
      row += 1
      if (row <= run.skipped) continue
      const emits = emitsFor(mappings, one.table)
      if (!emits) continue
      draft.add(one, emits, { sha256: file.sha256, table: one.table, row }, lookups, file.name)
      if (draft.isFull()) yield finish()
    }
  }
  row = Math.max(row, run.skipped)
  bytes = file.bytes
  const last = finish()
  yield { ...last, place: { file: run.index + 1, row: 0 } }
}

/** The first rows of every table as they will become. */
export async function previewImport(work: Work, perTable = 10): Promise<ImportPreviewRow[]> {
  const lookups = await openLookups(work)
  const shown: ImportPreviewRow[] = []
  try {
    for (const file of work.files) {
      const mappings = mappingsOf(work.mapping, file.name)
      if (!mappings.some((one) => one.emits.length > 0)) continue
      const reading = await detectReading(file, readOptions(mappings), work.limits)
      const counts = new Map<string, number>()
      let row = 0
      for await (const rows of openRows(file, reading, work.limits)) {
        for (const one of rows) {
          row += 1
          const emits = emitsFor(mappings, one.table)
          const count = counts.get(one.table) ?? 0
          if (!emits || count >= perTable) continue
          counts.set(one.table, count + 1)
          const place = { sha256: file.sha256, table: one.table, row }
          const mapped = readRow(one, emits, place, lookups, {
            workspaceId: work.workspaceId,
            receivedAt: Date.now(),
          })
          shown.push({
            file: file.name,
            table: one.table,
            line: one.line,
            messages: 'refusal' in mapped ? [] : 'line' in mapped ? [mapped.line] : mapped.messages,
            refusal: 'refusal' in mapped ? sayFaults(mapped.refusal) : null,
            faults: 'refusal' in mapped ? mapped.refusal : [],
          })
        }
        const wanted = mappings.filter((one) => one.emits.length > 0)
        if (wanted.every((one) => (counts.get(one.table ?? '') ?? 0) >= perTable) || row > 100_000) break
      }
    }
    return shown
  } finally {
    lookups.close()
  }
}
