import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { JsonObject, toCsv } from '@teia/contracts'
import { kindsWithTable, tableOf } from '@teia/contracts/read-answer-tables'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { UserError } from '../user-error.ts'

/** The forms of the answer to one question: the event logs are those of the cases of a process, or of a map. */
export const answerForms = ['json', 'csv', 'xes', 'ocel'] as const
export type AnswerForm = (typeof answerForms)[number]

const kindsWithCases: ReadonlySet<string> = new Set(['process', 'conformance'])

const AskedQuestion = z.looseObject({
  kind: z.string().regex(/^[a-z-]{1,40}$/),
  question: JsonObject.optional(),
})
type AskedQuestion = { kind: string; question: Record<string, unknown> }

/**
 * Reads a question from a JSON or YAML file, or from standard input where the file is `-`: its kind, and the question under
 * `question` or beside its kind. Throws UserError.
 */
export async function readQuestion(file: string, input: AsyncIterable<unknown>): Promise<AskedQuestion> {
  const name = file === '-' ? 'standard input' : file
  const content = await (file === '-'
    ? text(input as Parameters<typeof text>[0])
    : readFile(file, 'utf8')
  ).catch((cause: unknown) => {
    throw new UserError(`Cannot read ${name}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  })
  let value: unknown
  try {
    value = parse(content, { maxAliasCount: 100 })
  } catch (cause) {
    throw new UserError(
      `${name} is neither JSON nor YAML: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    )
  }
  const asked = AskedQuestion.safeParse(value)
  if (!asked.success)
    throw new UserError(
      `${name} is no question: give its \`kind\`, as in \`kind: funnel\`, and the question.`,
    )
  const { kind, question, ...beside } = asked.data
  return { kind, question: question ?? beside }
}

/** Asks one question and answers what to write. Throws UserError, also where answers of the kind have no such form. */
export async function askQuestion(
  api: Api,
  asked: AskedQuestion,
  form: AnswerForm,
): Promise<Response | string> {
  const { kind, question } = asked
  if (form === 'xes' || form === 'ocel') {
    if (!kindsWithCases.has(kind))
      throw new UserError(
        `XES and OCEL hold the cases of a process, or of a map (conformance): there are none of the kind “${kind}”.`,
      )
    return post(api, `${kind}-log`, { [kind]: question, form })
  }
  if (form === 'csv' && !kindsWithTable.includes(kind))
    throw new UserError(`There is no CSV of “${kind}”, only of: ${kindsWithTable.join(', ')}. Ask for JSON.`)
  const answer: unknown = await (await post(api, kind, question)).json()
  if (form === 'json') return `${JSON.stringify(answer, null, 2)}\n`
  const table = tableOf(kind, answer)
  return table ? toCsv(table.head, table.rows) : ''
}

const post = (api: Api, kind: string, body: unknown) =>
  api.call('POST', `/api/v1/questions/${kind}`, { content: JSON.stringify(body), type: 'application/json' })
