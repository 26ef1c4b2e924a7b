import type { ColumnType, ImportColumn, ImportTable } from '@teia/contracts'
import { readNumber } from '../../platform/read-number.ts'
import type { Row } from '../../platform/table-row.ts'
import { detectDates } from './dates.ts'

const isSet = (value: unknown) => value !== undefined && value !== null && value !== ''
/** Most different values that are counted; more is “many”. */
const mostDistinct = 5_000

/** What the first rows of a table show about its columns. */
export function describeTable(name: string, rows: readonly Row[]): ImportTable {
  const readable = rows.filter((row) => row.cells)
  const names = new Set<string>()
  for (const row of readable) for (const column of Object.keys(row.cells ?? {})) names.add(column)
  const columns = [...names].slice(0, 500).map((column) => describeColumn(column, readable))
  return { name, rowsSeen: readable.length, columns }
}

function describeColumn(name: string, rows: readonly Row[]): ImportColumn {
  const values = rows.map((row) => row.cells?.[name]).filter(isSet)
  const distinct = new Set<string>()
  for (const value of values) if (distinct.size < mostDistinct) distinct.add(textOf(value))
  const found = typeOf(name, values)
  const column = {
    name,
    ...found,
    filled: rows.length === 0 ? 0 : values.length / rows.length,
    distinct: distinct.size,
    samples: [...distinct].slice(0, 5).map((text) => text.slice(0, 80)),
  }
  return { ...column, roles: rolesOf(column, values.length) }
}

const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))

function typeOf(
  name: string,
  values: readonly unknown[],
): { type: ColumnType; date: ImportColumn['date']; isAmbiguous: boolean } {
  const plain = (type: ColumnType) => ({ type, date: null, isAmbiguous: false })
  if (values.length === 0) return plain('text')
  if (values.every((value) => typeof value === 'boolean' || /^(true|false)$/i.test(String(value))))
    return plain('boolean')
  const dates = detectDates(values, name)
  if (dates) return { type: 'date', date: dates.order, isAmbiguous: dates.isAmbiguous }
  // A code with a zero in front is no number: it would lose the zero.
  const isNumber = (value: unknown) =>
    typeof value === 'number' || (!/^\s*0\d/.test(String(value)) && readNumber(String(value)) !== null)
  if (values.every(isNumber)) return plain('number')
  return plain('text')
}

const personNames = [
  /customer_?unique_?id|person_?id|^user_?id$|^userid$/i,
  /^(customer|client|cliente|user|utente|usuario|patient|paziente|paciente|member|visitor|buyer)([ _.-]?(id|code|no|number|key))?$/i,
  /^case:concept:name$/i,
  /case[ _-]?id/i,
  /^case$/i,
  /^e-?mail([ _-]?address)?$/i,
  /^(anonymous|device|session)[ _-]?id$/i,
]
const timeNames = [
  /^time:timestamp$/i,
  /complet|^end|fim$|fine$/i,
  /^(timestamp|time|datetime|date[ _]?time|data|date|ocel:timestamp|when|quando)$/i,
  /timestamp|(^|[ _])(time|date|data|hora|ora)([ _]|$)|_at$|At$/i,
]
const eventNames = [
  /^concept:name$/i,
  /^(activity|event|event[ _]?name|action|handling|attività|atividade|evento|azione|ação|ocel:activity)$/i,
  /activity|event|action|handling/i,
  /^(type|status|stage|step|fase|stato|tipo)$/i,
]
const amountNames = /amount|price|value|total|cost|revenue|valor|importo|prezzo|preço|preco|totale|freight/i
const accountNames =
  /^(seller|vendor|supplier|partner|merchant|store|company|account|group|organi[sz]ation|carrier|fornitore|fornecedor|vendedor|azienda|empresa|negozio|loja)([ _.-]?(id|code))$/i

/** How well a name fits: 1 for the first pattern, less for later ones, 0 for none. */
function fit(patterns: readonly RegExp[], name: string): number {
  const index = patterns.findIndex((pattern) => pattern.test(name.trim()))
  return index < 0 ? 0 : 1 - index / patterns.length
}

export const personFit = (name: string) => fit(personNames, name)
export const timeFit = (name: string) => fit(timeNames, name)
export const eventFit = (name: string) => fit(eventNames, name)

type Described = Omit<ImportColumn, 'roles'>

function rolesOf(column: Described, values: number): ImportColumn['roles'] {
  const roles: ImportColumn['roles'] = []
  if (values === 0) return roles
  if (column.type !== 'date' && personFit(column.name) > 0) roles.push('person')
  if (column.type === 'date') roles.push('time')
  if (column.type === 'text' && eventFit(column.name) > 0 && column.distinct <= 1_000) roles.push('event')
  if (column.type === 'number' && amountNames.test(column.name)) roles.push('amount')
  if (accountNames.test(column.name)) roles.push('account')
  return roles
}
