import type {
  ImportColumn,
  ImportEmit,
  ImportFileMapping,
  ImportMapping,
  ImportTable,
  ImportValue,
  NamedValue,
} from '@teia/contracts'
import { portablePrefix, segmentCalls } from '@teia/contracts'
import { eventFit, personFit, timeFit } from './detect-columns.ts'
import { proposeTouchpoint } from './propose-touchpoint.ts'
import { type KeyedTable, type Reach, type Relation, reachFrom, valueThrough } from './relations.ts'

export type ProposalTable = { file: string; table: ImportTable; keyed: KeyedTable }

/** The best mapping that the columns suggest. Nothing is left out in silence: tables that suggest nothing get no emits. */
export function proposeMapping(
  tables: readonly ProposalTable[],
  relations: readonly Relation[],
): ImportMapping {
  const byKeyed = new Map(tables.map((one) => [one.keyed, one]))
  const files = tables.map((one): ImportFileMapping => {
    const reach = reachFrom(one.keyed, relations)
    const isTarget = relations.some((relation) => relation.to === one.keyed)
    return {
      file: one.file,
      ...(one.table.name !== '' && { table: one.table.name }),
      emits: proposeEmits({
        one,
        reach,
        isTarget,
        columnsOf: (keyed) => byKeyed.get(keyed)?.table.columns ?? [],
      }),
    }
  })
  return { version: 1, files }
}

type Context = {
  one: ProposalTable
  reach: Reach[]
  /** Rows of other tables lead here. */
  isTarget: boolean
  columnsOf: (keyed: KeyedTable) => readonly ImportColumn[]
}

function proposeEmits(context: Context): ImportEmit[] {
  const { table } = context.one
  if (isSegment(table)) return [{ emit: 'message' }]
  const touchpoint = proposeTouchpoint(table.columns)
  if (touchpoint) return [touchpoint]
  if (table.name === 'objects') return []
  const times = timesOf(context)
  if (times.length === 0) return proposeEntity(context)
  const person = personOf(context)
  // Without times of its own, and with people of its own, a table describes people.
  if (!person || (!times[0]?.own && person.through === undefined))
    return proposeEntity(context, times[0]?.value)
  const name = eventColumn(table)
  const events =
    name === null && times.filter((time) => time.own).length > 1
      ? times.filter((time) => time.own)
      : times.slice(0, 1)
  return events.map((time) => eventOf(context, person, time, name, events.length > 1))
}

function isSegment(table: ImportTable): boolean {
  const type = table.columns.find((column) => column.name === 'type')
  const known: readonly string[] = segmentCalls
  const isLine = (sample: string) => sample.startsWith(portablePrefix)
  return (
    type?.filled === 1 &&
    type.samples.every((sample) => known.includes(sample) || isLine(sample)) &&
    (type.samples.some(isLine) ||
      table.columns.some((column) => column.name === 'userId' || column.name === 'anonymousId'))
  )
}

type Time = { value: ImportValue; column: ImportColumn; own: boolean }

/** Dates that say when something is meant to happen are no events. */
const planned = /estimat|limit|due|expect|promis|deadline|birth|nasc|valid|expir|prevista|previs/i

function timesOf(context: Context): Time[] {
  const usable = (columns: readonly ImportColumn[]) =>
    columns
      .filter((column) => column.type === 'date' && !planned.test(column.name))
      .toSorted((a, b) => timeFit(b.name) - timeFit(a.name))
  const own = usable(context.one.table.columns)
  if (own.length > 0)
    return own.map((column) => ({ column, own: true, value: { column: column.name, ...dated(column) } }))
  for (const { table, path } of context.reach.slice(1)) {
    // The earliest of a row's dates: that is when the thing began that this row belongs to.
    const [column] = context.columnsOf(table).filter((one) => one.type === 'date' && !planned.test(one.name))
    if (column)
      return [{ column, own: false, value: { ...valueThrough(path, column.name), ...dated(column) } }]
  }
  return []
}

const dated = (column: ImportColumn) => (column.date === null ? {} : { date: column.date })

/** The column that tells people apart, in this table or the nearest one that has a better. */
function personOf(context: Context): ImportValue | null {
  let best: { fit: number; value: ImportValue } | null = null
  for (const { table, path } of context.reach)
    for (const column of context.columnsOf(table)) {
      if (column.type === 'date' || column.filled < 0.3) continue
      const fit = personFit(column.name) - path.length * 0.001
      if (fit > 0 && (best === null || fit > best.fit)) best = { fit, value: valueThrough(path, column.name) }
    }
  if (best) return best.value
  // Object-centric logs name no person: the object that most events have in common stands for the case.
  const objects = context.one.table.columns.filter((column) => column.name.startsWith('object:'))
  const [most] = objects.toSorted(
    (a, b) => personFit(b.name.slice(7)) - personFit(a.name.slice(7)) || b.filled - a.filled,
  )
  return most
    ? {
        column: most.name,
        ...(objects.length > 1 && {
          or: objects
            .filter((one) => one !== most)
            .toSorted((a, b) => b.filled - a.filled)
            .map((one) => one.name)
            .slice(0, 20),
        }),
      }
    : null
}

function eventColumn(table: ImportTable): ImportColumn | null {
  const candidates = table.columns.filter(
    (column) => column.roles.includes('event') && column.filled > 0.5 && !column.roles.includes('person'),
  )
  const own = table.columns.filter((column) => column.type === 'date' && !planned.test(column.name)).length
  const fits = candidates
    .filter((column) => own <= 2 || eventFit(column.name) > 0.5)
    .toSorted((a, b) => eventFit(b.name) - eventFit(a.name))
  return fits[0] ?? null
}

function eventOf(
  context: Context,
  userId: ImportValue,
  time: Time,
  name: ImportColumn | null,
  isOneOfMany: boolean,
): ImportEmit {
  const { file, table } = context.one
  const account = table.columns.find((column) => column.roles.includes('account'))
  const used = new Set([userId.through ? '' : userId.column, name?.name, time.own ? time.column.name : ''])
  const otherTimes = isOneOfMany
    ? table.columns.filter((column) => column.type === 'date' && !planned.test(column.name))
    : []
  const properties = [
    ...table.columns.filter((column) => !used.has(column.name) && !otherTimes.includes(column)).map(namedOf),
    ...describedBy(context),
  ]
  return {
    emit: 'event',
    name: name
      ? { column: name.name }
      : { const: isOneOfMany ? wordsOf(time.column.name) : wordsOf(baseName(file)) },
    time: time.value,
    userId,
    ...(account && { groupId: { column: account.name } }),
    properties: unique(properties),
    ...(isOneOfMany && { when: { column: time.column.name } }),
  }
}

/** What the things that a row names are like: columns of tables one or two steps away that are neither people nor events. */
function describedBy(context: Context): NamedValue[] {
  return context.reach.flatMap(({ table, path }) => {
    const columns = context.columnsOf(table)
    if (
      path.length < 1 ||
      path.length > 2 ||
      columns.some((column) => column.type === 'date' || column.roles.includes('person'))
    )
      return []
    return columns
      .filter((column) => column.name !== path.at(-1)?.column)
      .slice(0, 20)
      .map((column) => ({
        name: propertyName(column.name),
        value: { ...valueThrough(path, column.name), ...typeOf(column) },
      }))
  })
}

/** A table without times describes people or companies, if it has a key for them. */
function proposeEntity(context: Context, time?: ImportValue): ImportEmit[] {
  const { table } = context.one
  const traitsBut = (key: string) =>
    unique(table.columns.filter((column) => column.name !== key).map(namedOf))
  const account = table.columns.find((column) => column.roles.includes('account'))
  if (account && !context.one.keyed.repeats.has(account.name))
    return [
      {
        emit: 'account',
        groupId: { column: account.name },
        traits: [...traitsBut(account.name), kindOf(account.name)],
      },
    ]
  const person = table.columns
    .filter((column) => column.roles.includes('person'))
    .toSorted((a, b) => personFit(b.name) - personFit(a.name))[0]
  return person
    ? [
        {
          emit: 'person',
          userId: { column: person.name },
          ...(time && { time }),
          traits: traitsBut(person.name),
        },
      ]
    : []
}

/** Sellers, carriers and suppliers are partners, which is what the ecosystem calls them. */
function kindOf(name: string): NamedValue {
  const isPartner = /seller|vendor|supplier|partner|merchant|carrier|fornitore|fornecedor|vendedor/i.test(
    name,
  )
  return { name: 'kind', value: { const: isPartner ? 'partner' : 'company' } }
}

const namedOf = (column: ImportColumn): NamedValue => ({
  name: propertyName(column.name),
  value: { column: column.name, ...typeOf(column) },
})

function typeOf(column: ImportColumn): Partial<ImportValue> {
  if (column.type === 'text') return {}
  return { type: column.type, ...dated(column) }
}

/** `case:creator` → `case_creator`; `org:resource` → `resource`, as the extensions of XES are known. */
function propertyName(column: string): string {
  return (
    column
      .trim()
      .replace(/^(org|lifecycle|cost|identity|time):/, '')
      .replace(/[:.]+/g, '_') || column
  )
}

function unique(values: readonly NamedValue[]): NamedValue[] {
  const seen = new Set<string>()
  return values.filter(({ name }) => !seen.has(name) && seen.add(name))
}

const baseName = (file: string) =>
  file
    .replace(/^.*\//, '')
    .replace(/(\.(gz|zst|br))?$/i, '')
    .replace(/\.\w+$/, '')
    .replace(/[_.-](dataset|data|export|table)$/i, '')

/** `order_delivered_carrier_date` → `Order delivered carrier`. */
function wordsOf(name: string): string {
  const words = name
    .replace(/[_.:-]?(timestamp|date|time|at|on)$/i, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[\s_.:-]+/)
  const text = words
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase()
  return text === '' ? name : `${text[0]?.toUpperCase()}${text.slice(1)}`
}
