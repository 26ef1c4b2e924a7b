import {
  type Fault,
  faultOf,
  type NewSpend,
  type SpendFileQuery,
  type SpendFileRead,
  sayFault,
  spendLimits,
} from '@teia/contracts'
import { z } from 'zod'
import { csvRow, withoutApostrophe } from '../../platform/csv-cell.ts'
import { detectDelimiter } from '../../platform/csv-delimiter.ts'
import { readCsv } from '../../platform/csv-reader.ts'
import { AppError } from '../../platform/errors.ts'
import { readNumber } from '../../platform/read-number.ts'
import type { Row } from '../../platform/table-row.ts'
import { detectEncoding } from '../../platform/text-encoding.ts'
import { type Actor, getWorkspace } from '../access/index.ts'
import * as q from './spend.queries.ts'
import { keepSpend, lineOf, openKeys, placeOf, type SpendDeps } from './spend.service.ts'

/** Names that a column may have, in the languages of the product and of the usual files. */
const columns = {
  day: ['day', 'date', 'dia', 'data', 'giorno'],
  channel: ['channel', 'canal', 'canale', 'touchpoint'],
  amount: ['amount', 'spend', 'cost', 'valor', 'gasto', 'custo', 'importo', 'spesa', 'costo'],
  currency: ['currency', 'moeda', 'valuta'],
} as const
type Columns = Partial<Record<keyof typeof columns, string>>

const isDay = (text: string) => z.iso.date().safeParse(text).success

/**
 * Takes a CSV file in: a head with day, channel and amount, in any order, a currency if there is one. What cannot be
 * taken is refused line by line; the same file once more changes nothing. Throws `unreadable_file`.
 */
export async function readSpendFile(
  deps: SpendDeps,
  actor: Actor,
  by: string,
  body: Buffer,
): Promise<SpendFileRead> {
  const rows = await rowsOf(body)
  const keys = await openKeys(deps, actor.workspaceId)
  const { currency } = await getWorkspace(deps, actor.workspaceId)
  const named = columnsOf(rows)
  const lines = new Map<string, { at: number; line: q.SpendLine }>()
  const refusals: { line: number; fault: Fault }[] = []
  for (const row of rows) {
    const item = row.fault ? { fault: row.fault } : itemOf(row, named, by)
    const line = 'fault' in item ? item : lineOf(keys, item, currency)
    const first = 'fault' in line ? undefined : lines.get(placeOf(line))
    if ('fault' in line) refusals.push({ line: row.line, fault: line.fault })
    else if (first) refusals.push({ line: row.line, fault: faultOf('spend_twice', { line: first.at }) })
    else lines.set(placeOf(line), { at: row.line, line })
  }
  const taken = [...lines.values()].map(({ line }) => line)
  return {
    ...(await keepSpend(deps, actor, keys, taken, 'spend.upload')),
    refused: refusals.length,
    refusals: refusals.slice(0, spendLimits.told).map((one) => ({ ...one, message: sayFault(one.fault) })),
  }
}

async function rowsOf(body: Buffer): Promise<Row[]> {
  const encoding = detectEncoding(body)
  if (encoding === null)
    throw new AppError('unreadable_file', 400, faultOf('file_unknown_kind', { file: 'CSV' }))
  const text = new TextDecoder(encoding).decode(body)
  const whole = (async function* () {
    yield text
  })()
  const rows: Row[] = []
  for await (const some of readCsv(whole, { delimiter: detectDelimiter(text), header: true })) {
    rows.push(...some)
    if (rows.length > spendLimits.lines)
      throw new AppError('unreadable_file', 400, faultOf('spend_too_many', { most: spendLimits.lines }))
  }
  return rows
}

/** Which column is what, by its name. Throws `unreadable_file` where one is missing. */
function columnsOf(rows: readonly Row[]): Columns {
  const names = Object.keys(rows.find(({ cells }) => cells)?.cells ?? {})
  const entries = Object.entries(columns).flatMap(([role, known]) => {
    const name = names.find((one) => (known as readonly string[]).includes(one.trim().toLowerCase()))
    return name === undefined ? [] : [[role, name] as const]
  })
  const found: Columns = Object.fromEntries(entries)
  const lacking = (['day', 'channel', 'amount'] as const).filter((role) => found[role] === undefined)
  if (lacking.length > 0)
    throw new AppError('unreadable_file', 400, faultOf('spend_columns', { names: lacking.join(', ') }))
  return found
}

function itemOf({ cells }: Row, named: Columns, by: string): NewSpend | { fault: Fault } {
  const text = (role: keyof Columns) => String(cells?.[named[role] ?? ''] ?? '').trim()
  const [day, channel, currency] = [
    text('day'),
    withoutApostrophe(text('channel')),
    text('currency').toUpperCase(),
  ]
  const shown = (value: string) => ({ value: value.slice(0, 60) })
  if (!isDay(day)) return { fault: faultOf('spend_no_day', shown(day)) }
  if (channel === '') return { fault: faultOf('spend_no_channel') }
  if (channel.length > spendLimits.name)
    return { fault: faultOf('spend_channel_long', { most: spendLimits.name }) }
  const amount = amountOf(text('amount'))
  if (typeof amount !== 'number') return amount
  return { by, day, channel, amount, ...(currency && { currency }) }
}

/** “1.234” is a thousand in one country and one in another: which of the two nobody can know. */
function amountOf(text: string): number | { fault: Fault } {
  const value = text.slice(0, 60)
  if (/^\d{1,3}[.,]\d{3}$/.test(text) && !text.startsWith('0'))
    return { fault: faultOf('spend_amount_unclear', { value }) }
  const amount = readNumber(text)
  if (amount === null) return { fault: faultOf('spend_no_amount', { value }) }
  if (amount < 0 || amount > spendLimits.amount)
    return { fault: faultOf('spend_amount_outside', { most: spendLimits.amount }) }
  return amount
}

const atOnce = 1_000

/** Lines of spend as CSV that can be taken in again, latest day first. */
export async function writeSpendFile(
  deps: SpendDeps,
  workspaceId: string,
  { by, from, to }: SpendFileQuery,
): Promise<string> {
  const keys = await openKeys(deps, workspaceId)
  const lines = [csvRow(['day', 'channel', 'amount', 'currency'])]
  for await (const rows of allSpend(deps, { workspaceId, by, from, to }))
    for (const row of rows)
      lines.push(csvRow([row.day, keys.nameOf(by, row.channel), row.amount, row.currency]))
  return lines.join('')
}

/** Everything selected, in pages. */
export async function* allSpend(deps: Pick<SpendDeps, 'postgres'>, selection: q.SpendSelection) {
  for (let after: [string, string, string] | null = null; ; ) {
    const rows: q.SpendRow[] = await q.listSpend(deps.postgres, selection, { after, limit: atOnce })
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = [last.day, last.by, last.channel]
  }
}
