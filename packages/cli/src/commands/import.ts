import { openAsBlob } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Fault, Import, ImportCreated, ImportPreview, Language, SavedMapping } from '@teia/contracts'
import { sayFaultsIn } from '@teia/contracts/say-faults'
import { Command, Option } from 'commander'
import { type Api, openApi } from '../api.ts'
import type { ProgressStyle } from '../progress.ts'
import { UserError } from '../user-error.ts'

type ImportOptions = {
  server: string
  apiKey: string
  mapping?: string
  useMapping?: string
  saveMapping?: string
  rejects?: string
  language: Language
  source?: string
  dryRun?: boolean
  wait: boolean
  progress: ProgressStyle
}
const pollMs = 500

/** `teia import`: sends files to a server and follows the import until its end. */
export function importFiles(): Command {
  return new Command('import')
    .description(
      'Import CSV, NDJSON, JSON, XES and OCEL 2.0 files, also compressed. Without a mapping the server proposes one.',
    )
    .argument('<files...>', 'files that belong together, such as orders and customers')
    .addOption(new Option('--server <url>', 'address of the server').env('TEIA_SERVER').makeOptionMandatory())
    .addOption(new Option('--api-key <key>', 'secret key').env('TEIA_API_KEY').makeOptionMandatory())
    .addOption(new Option('--mapping <file>', 'what the rows become, YAML or JSON').conflicts('useMapping'))
    .option('--use-mapping <name>', 'a mapping that was saved on the server')
    .option('--save-mapping <name>', 'keep the mapping on the server under this name')
    .option('--rejects <file>', 'write the rows that did not get in to this CSV file')
    .addOption(
      new Option('--language <language>', 'language of the reasons why files and rows do not get in')
        .choices(Language.options)
        .default('en' satisfies Language),
    )
    .option('--source <id>', 'the source that the events are of (default: “Imports”)')
    .option('--dry-run', 'show what the first rows become, and import nothing')
    .option('--no-wait', 'end once the import has started')
    .addOption(
      new Option('--progress <style>', 'how to report progress on standard error')
        .choices(['line', 'json', 'none'])
        .default(process.stderr.isTTY ? 'line' : 'none'),
    )
    .action(run)
}

async function run(files: string[], options: ImportOptions): Promise<void> {
  const api = openApi(options.server, options.apiKey)
  const id = await send(api, files, options)
  const draft = await get(api, id)
  if (options.saveMapping !== undefined) await saveMapping(api, options.saveMapping, draft)
  if (options.dryRun) return showPreview(api, draft, options.language)
  if (draft.state === 'draft') await api.call('POST', `/api/v1/imports/${id}/start`)
  if (!options.wait) {
    process.stdout.write(`${JSON.stringify({ id })}\n`)
    return
  }
  const done = await follow(api, id, options.progress)
  process.stdout.write(`${JSON.stringify(summaryOf(done), null, 2)}\n`)
  if (options.rejects !== undefined && done.rejectsUrl !== null)
    await saveRejects(api, `${done.rejectsUrl}?language=${options.language}`, options.rejects)
  if (done.state !== 'done')
    throw new UserError(said(options.language, done) ?? `The import is ${done.state}.`)
  if (done.rejected > 0)
    throw new UserError(
      `${done.rejected} of ${done.rows} rows did not get in.${options.rejects === undefined ? ' Add --rejects FILE to see them.' : ''}`,
    )
}

async function send(api: Api, files: readonly string[], options: ImportOptions): Promise<string> {
  const form = new FormData()
  const mapping = await mappingText(api, options)
  if (mapping !== null) form.append('mapping', mapping)
  form.append('start', 'false')
  if (options.source !== undefined) form.append('source', options.source)
  for (const file of files) {
    const content = await openAsBlob(file).catch((cause: unknown) => {
      throw new UserError(`Cannot read ${file}: ${cause instanceof Error ? cause.message : cause}`)
    })
    form.append('file', content, basename(file))
  }
  const response = await api.call('POST', '/api/v1/imports', { content: form })
  return ImportCreated.parse(await response.json()).id
}

async function mappingText(api: Api, options: ImportOptions): Promise<string | null> {
  if (options.useMapping !== undefined) {
    const response = await api.call(
      'GET',
      `/api/v1/import-mappings/${encodeURIComponent(options.useMapping)}`,
    )
    return JSON.stringify(SavedMapping.parse(await response.json()).mapping)
  }
  const { mapping } = options
  if (mapping === undefined) return null
  return readFile(mapping, 'utf8').catch((cause: unknown) => {
    throw new UserError(`Cannot read ${mapping}: ${cause instanceof Error ? cause.message : cause}`)
  })
}

const get = async (api: Api, id: string) =>
  Import.parse(await (await api.call('GET', `/api/v1/imports/${id}`)).json())

async function saveMapping(api: Api, name: string, draft: Import): Promise<void> {
  if (!draft.mapping) throw new UserError('There is no mapping to save: the server could propose none.')
  await api.call('PUT', `/api/v1/import-mappings/${encodeURIComponent(name)}`, {
    content: JSON.stringify(draft.mapping),
    type: 'application/json',
  })
}

/** Prints the files, the mapping and the first rows as they would become, and takes the draft back. */
async function showPreview(api: Api, draft: Import, language: Language): Promise<void> {
  try {
    const preview = ImportPreview.parse(
      await (await api.call('GET', `/api/v1/imports/${draft.id}/preview`)).json(),
    )
    const files = draft.files.map(({ name, format, encoding, delimiter, problem }) => ({
      name,
      format,
      encoding,
      delimiter,
      problem,
    }))
    process.stdout.write(`${JSON.stringify({ files, mapping: draft.mapping, ...preview }, null, 2)}\n`)
    const fault = [preview, ...draft.files].map((one) => said(language, one)).find((words) => words !== null)
    if (fault) throw new UserError(fault)
  } finally {
    await api.call('POST', `/api/v1/imports/${draft.id}/cancel`)
  }
}

/** What there is to know of an import or a file, in a language where it is known as faults; null: nothing. */
const said = (language: Language, one: { problem: string | null; faults: readonly Fault[] }) =>
  one.faults.length > 0 ? sayFaultsIn(language, one.faults) : one.problem

async function follow(api: Api, id: string, style: ProgressStyle): Promise<Import> {
  for (;;) {
    const one = await get(api, id)
    const hasEnded = one.state !== 'running'
    if (style === 'json') process.stderr.write(`${JSON.stringify(summaryOf(one))}\n`)
    if (style === 'line') process.stderr.write(`\r\u001b[K${lineOf(one)}${hasEnded ? '\n' : ''}`)
    if (hasEnded) return one
    await sleep(pollMs)
  }
}

function lineOf(one: Import): string {
  const share = one.bytesTotal > 0 ? Math.round((100 * one.bytesRead) / one.bytesTotal) : 0
  const rate = one.ratePerSecond === null ? '' : ` · ${one.ratePerSecond.toLocaleString('en')} rows/s`
  const left = one.etaSeconds === null || one.state !== 'running' ? '' : ` · ${one.etaSeconds} s left`
  return `${share} % · ${one.rows.toLocaleString('en')} rows · ${one.rejected.toLocaleString('en')} rejected${rate}${left}`
}

function summaryOf(one: Import) {
  const {
    id,
    state,
    rows,
    accepted,
    rejected,
    duplicates,
    events,
    bytesRead,
    bytesTotal,
    ratePerSecond,
    etaSeconds,
    problem,
  } = one
  return {
    id,
    state,
    rows,
    accepted,
    rejected,
    duplicates,
    events,
    bytesRead,
    bytesTotal,
    ratePerSecond,
    etaSeconds,
    problem,
  }
}

async function saveRejects(api: Api, url: string, file: string): Promise<void> {
  const response = await api.call('GET', url)
  await writeFile(file, response.body ?? '')
}
