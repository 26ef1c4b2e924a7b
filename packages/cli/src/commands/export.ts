import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type ExportForm, exportForms } from '@teia/contracts'
import { Command, Option } from 'commander'
import { openApi } from '../api.ts'
import { UserError } from '../user-error.ts'
import { type AnswerForm, answerForms, askQuestion, readQuestion } from './export-question.ts'

type ExportOptions = {
  server: string
  apiKey: string
  form?: ExportForm | AnswerForm
  question?: string
  out?: string
  from?: string
  to?: string
}

/** `teia export`: writes everything of a workspace, or the answer to one question, to a file or to standard output. */
export function exportFiles(): Command {
  return new Command('export')
    .description(
      'Export everything, or with --question the answer to one question. NDJSON goes back in by `teia import` without loss; CSV is for spreadsheets, XES and OCEL 2.0 for process mining.',
    )
    .addOption(new Option('--server <url>', 'address of the server').env('TEIA_SERVER').makeOptionMandatory())
    .addOption(new Option('--api-key <key>', 'secret key').env('TEIA_API_KEY').makeOptionMandatory())
    .addOption(
      new Option(
        '--form <form>',
        `form of the file: of everything ${exportForms.join(', ')} (default: ndjson), of a question ${answerForms.join(', ')} (default: json)`,
      ).choices([...new Set([...exportForms, ...answerForms])]),
    )
    .addOption(
      new Option(
        '--question <file>',
        'ask the question of this JSON or YAML file (- is standard input): its kind, such as funnel, and the question as the API takes it',
      ).conflicts(['from', 'to']),
    )
    .option(
      '--out <file>',
      'write to this file, compressed when its name ends in .gz (default: standard output)',
    )
    .option('--from <time>', 'leave out what happened before (ISO 8601)')
    .option('--to <time>', 'leave out what happened at or after (ISO 8601)')
    .action(run)
}

async function run(options: ExportOptions): Promise<void> {
  const api = openApi(options.server, options.apiKey)
  const { question } = options
  const answer =
    question === undefined
      ? await api.call('GET', `/api/v1/export?${spanOf(options)}`)
      : await askQuestion(
          api,
          await readQuestion(question, process.stdin),
          formOf(answerForms, 'json', options),
        )
  await write(answer, options.out)
}

/** The form that was asked for, where it is one of those that there are. */
function formOf<Form extends string>(
  forms: readonly Form[],
  usual: Form,
  { form, question }: ExportOptions,
): Form {
  const found = form === undefined ? usual : forms.find((one) => one === form)
  if (found !== undefined) return found
  const what = question === undefined ? 'An export of everything' : 'The answer to a question'
  throw new UserError(`${what} has no form ${form}, but one of: ${forms.join(', ')}.`)
}

function spanOf(options: ExportOptions): URLSearchParams {
  const query = new URLSearchParams({ form: formOf(exportForms, 'ndjson', options) })
  for (const name of ['from', 'to'] as const) {
    const given = options[name]
    if (given !== undefined) query.set(name, instantOf(given, name))
  }
  return query
}

async function write(answer: Response | string, out: string | undefined): Promise<void> {
  const content = typeof answer === 'string' ? new Response(answer).body : answer.body
  if (!content) throw new UserError('The server answered nothing.')
  const body = Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0])
  try {
    if (out === undefined) await pipeline(body, process.stdout, { end: false })
    else if (out.endsWith('.gz')) await pipeline(body, createGzip(), createWriteStream(out))
    else await pipeline(body, createWriteStream(out))
  } catch (cause) {
    throw new UserError(`The export broke off: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function instantOf(text: string, name: string): string {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new UserError(`--${name} is no time: ${text}`)
  return time.toISOString()
}
