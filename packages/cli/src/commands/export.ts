import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type ExportForm, exportForms } from '@teia/contracts'
import { Command, Option } from 'commander'
import { openApi } from '../api.ts'
import { UserError } from '../user-error.ts'

type ExportOptions = {
  server: string
  apiKey: string
  form: ExportForm
  out?: string
  from?: string
  to?: string
}

/** `teia export`: writes everything of a workspace to a file or to standard output. */
export function exportFiles(): Command {
  return new Command('export')
    .description(
      'Export everything. NDJSON goes back in by `teia import` without loss; CSV is for spreadsheets, XES and OCEL 2.0 for process mining.',
    )
    .addOption(new Option('--server <url>', 'address of the server').env('TEIA_SERVER').makeOptionMandatory())
    .addOption(new Option('--api-key <key>', 'secret key').env('TEIA_API_KEY').makeOptionMandatory())
    .addOption(new Option('--form <form>', 'form of the file').choices(exportForms).default('ndjson'))
    .option(
      '--out <file>',
      'write to this file, compressed when its name ends in .gz (default: standard output)',
    )
    .option('--from <time>', 'leave out what happened before (ISO 8601)')
    .option('--to <time>', 'leave out what happened at or after (ISO 8601)')
    .action(run)
}

async function run(options: ExportOptions): Promise<void> {
  const query = new URLSearchParams({ form: options.form })
  for (const name of ['from', 'to'] as const) {
    const given = options[name]
    if (given !== undefined) query.set(name, instantOf(given, name))
  }
  const answer = await openApi(options.server, options.apiKey).call('GET', `/api/v1/export?${query}`)
  if (!answer.body) throw new UserError('The server answered nothing.')
  const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])
  try {
    if (options.out === undefined) await pipeline(body, process.stdout, { end: false })
    else if (options.out.endsWith('.gz')) await pipeline(body, createGzip(), createWriteStream(options.out))
    else await pipeline(body, createWriteStream(options.out))
  } catch (cause) {
    throw new UserError(`The export broke off: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function instantOf(text: string, name: string): string {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new UserError(`--${name} is no time: ${text}`)
  return time.toISOString()
}
