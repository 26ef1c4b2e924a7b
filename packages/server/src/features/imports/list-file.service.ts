import {
  type Fault,
  faultOf,
  type IdentityRules,
  type Language,
  type ListFileAnswer,
  type ListFileKind,
  type ListFileQuery,
  listFileLimits,
} from '@teia/contracts'
import { sayFaultsIn } from '@teia/contracts/say-faults'
import { csvRow } from '../../platform/csv-cell.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from '../access/index.ts'
import { identityNamed, peopleNamed, rulesOfWorkspace } from '../identity/index.ts'
import { findPeople } from '../people/index.ts'
import { addToList, getList, type SegmentsDeps } from '../segments/index.ts'
import { bestReading, type ColumnReading, readingsOf } from './guess-column.ts'
import type { ByteSource } from './readers/bytes.ts'
import type { CsvCell, CsvColumn, ImportOrder } from './thread-messages.ts'
import type { ImportThreads } from './thread-runner.ts'

export type ListFileDeps = SegmentsDeps & { importThreads: ImportThreads }
/** A file as it was sent, and how it is to be read. It is held in memory and kept nowhere. */
export type SentFile = {
  content: Uint8Array
  asked: Pick<ListFileQuery, 'name' | 'column' | 'kind' | 'header'>
  signal: AbortSignal
}

const limits = { maxBytes: listFileLimits.expandedBytes, maxRatio: 200 }
const shownSamples = 3
const shownLetters = 80

/**
 * Whom the rows of a CSV file name, and which name nobody and why. With `isAdding` they are put on the list, all or, where
 * it would be too full, none; the same file sent again adds nobody. Throws `segment_not_found`, `invalid_segment`,
 * `unreadable_file`, `conflict`.
 */
export async function readListFile(
  deps: ListFileDeps,
  actor: Actor,
  id: string,
  sent: SentFile,
  isAdding: boolean,
): Promise<ListFileAnswer> {
  const { workspaceId } = actor
  await getList(deps, workspaceId, id)
  const opened = await openFile(deps, workspaceId, sent)
  const people = new Set<string>()
  const misses: ListFileAnswer['misses'] = []
  let rows = 0
  let missed = 0
  for await (const found of peopleIn(deps, workspaceId, opened, sent.signal))
    for (const { line, value, person, fault } of found) {
      rows += 1
      if (person) people.add(person)
      if (!fault) continue
      missed += 1
      if (misses.length < listFileLimits.shownMisses)
        misses.push({ line, value: value.slice(0, shownLetters), fault })
    }
  const outcome = isAdding ? await addToList(deps, actor, id, [...people]) : null
  const { columns, reading, header } = opened
  return {
    columns: columns.map(({ name, samples }) => ({
      name,
      samples: samples.slice(0, shownSamples).map((text) => text.slice(0, shownLetters)),
    })),
    ...reading,
    hasHeader: header,
    rows,
    people: people.size,
    repeated: rows - missed - people.size,
    missed,
    misses,
    outcome,
  }
}

/**
 * The rows of a file that name nobody, as CSV with reasons in a language and as codes. Throws `segment_not_found`,
 * `invalid_segment`, `unreadable_file`.
 */
export async function readListFileMisses(
  deps: ListFileDeps,
  workspaceId: string,
  id: string,
  sent: SentFile,
  language: Language,
): Promise<AsyncGenerator<string>> {
  await getList(deps, workspaceId, id)
  const opened = await openFile(deps, workspaceId, sent)
  async function* lines() {
    yield csvRow(['line', 'reason', opened.reading.column, 'code'])
    for await (const found of peopleIn(deps, workspaceId, opened, sent.signal))
      for (const { line, value, fault } of found)
        if (fault) yield csvRow([String(line), sayFaultsIn(language, [fault]), value, fault.code])
  }
  return lines()
}

type OpenedFile = {
  file: ByteSource
  columns: CsvColumn[]
  header: boolean
  reading: ColumnReading
  rules: IdentityRules
}

/** Finds out which columns there are, and which of them names people how. */
async function openFile(
  deps: ListFileDeps,
  workspaceId: string,
  { content, asked }: SentFile,
): Promise<OpenedFile> {
  const file = { name: asked.name ?? 'file', content }
  const order: ImportOrder = {
    kind: 'columns',
    file,
    header: asked.header === undefined ? null : asked.header === 'true',
    limits,
  }
  const { columns, header } = await deps.importThreads.ask(order, 'columns')
  const rules = await rulesOfWorkspace(deps.postgres, workspaceId)
  const { column, kind } = asked
  const readings = readingsOf(workspaceId, rules, columns, {
    ...(column && { column }),
    ...(kind && { kind }),
  })
  const ids = [...new Set(readings.flatMap((one) => one.ids))]
  const named = await peopleNamed(deps.postgres, workspaceId, ids)
  const reading = bestReading(readings, (one) => named.has(one))
  if (!reading)
    throw new AppError(
      'unreadable_file',
      400,
      faultOf('list_file_no_column', { file: file.name, column: column ?? '' }),
    )
  return { file, columns, header, reading, rules }
}

type FoundRow = { line: number; value: string; person?: string; fault?: Fault }

/** Who the rows name, a portion at a time, in order. */
async function* peopleIn(
  deps: ListFileDeps,
  workspaceId: string,
  { file, header, reading, rules }: OpenedFile,
  signal: AbortSignal,
): AsyncGenerator<FoundRow[]> {
  const { column, kind } = reading
  const order: ImportOrder = { kind: 'cells', file, header, column, mostRows: listFileLimits.rows, limits }
  const thread = deps.importThreads.start(order)
  try {
    for await (const report of thread.reports) {
      signal.throwIfAborted()
      if (report.kind === 'fault') throw new AppError('unreadable_file', 400, report.fault)
      if (report.kind !== 'cells') continue
      yield await findAll(
        deps,
        workspaceId,
        report.cells,
        (text) => identityNamed(workspaceId, rules, kind, text),
        kind,
      )
      thread.more()
    }
  } finally {
    await thread.stop()
  }
}

async function findAll(
  deps: ListFileDeps,
  workspaceId: string,
  cells: readonly CsvCell[],
  identityOf: (text: string) => string | null,
  kind: ListFileKind,
): Promise<FoundRow[]> {
  const ids = cells.map((cell) => (cell.fault ? null : identityOf(cell.value)))
  const asked = [...new Set(ids.filter((id) => id !== null))]
  const named = await peopleNamed(deps.postgres, workspaceId, asked)
  const people = await findPeople(deps, workspaceId, [...new Set([...named.values()].flat())])
  const there = new Set(people.map((person) => person.id))
  return cells.map(({ line, value, fault }, at): FoundRow => {
    if (fault) return { line, value, fault }
    const id = ids[at]
    if (!id)
      return { line, value, fault: value === '' ? faultOf('list_file_empty') : faultOf(unreadable[kind]) }
    const [person, ...others] = (named.get(id) ?? []).filter((one) => there.has(one))
    if (!person) return { line, value, fault: faultOf('list_file_nobody') }
    if (others.length > 0)
      return { line, value, fault: faultOf('list_file_several', { people: others.length + 1 }) }
    return { line, value, person }
  })
}

/** Why a text is no identifier of a kind. */
const unreadable = {
  userId: 'list_file_no_id',
  anonymousId: 'list_file_no_id',
  personId: 'list_file_no_person_id',
  email: 'list_file_no_email',
  phone: 'list_file_no_phone',
} as const
