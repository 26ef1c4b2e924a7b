import type {
  ImportColumn,
  ImportEmit,
  ImportFileMapping,
  ImportMapping,
  ImportValue,
  NamedValue,
} from '@teia/contracts'

/** One table of one file; the name of the table is empty where a file is one table. */
export type TableKey = { file: string; table: string }
export type EmitKind = ImportEmit['emit']
const touchpointRoles = [
  'ownership',
  'partner',
  'channel',
  'team',
  'systems',
  'events',
  'pages',
  'screens',
  'where',
  'description',
] as const
export type Role = 'name' | 'time' | 'userId' | 'anonymousId' | 'groupId' | (typeof touchpointRoles)[number]

/** What each kind of thing is told by, in the order of reading, and what of it must be there. */
export const rolesOf: Record<EmitKind, readonly { role: Role; isNeeded: boolean }[]> = {
  event: [
    { role: 'name', isNeeded: true },
    { role: 'time', isNeeded: true },
    { role: 'userId', isNeeded: false },
    { role: 'anonymousId', isNeeded: false },
    { role: 'groupId', isNeeded: false },
  ],
  person: [
    { role: 'userId', isNeeded: true },
    { role: 'time', isNeeded: false },
  ],
  account: [
    { role: 'groupId', isNeeded: true },
    { role: 'userId', isNeeded: false },
    { role: 'time', isNeeded: false },
  ],
  touchpoint: [
    { role: 'name', isNeeded: true },
    ...touchpointRoles.map((role) => ({ role, isNeeded: false })),
  ],
  message: [],
}

const matches = (pattern: string, name: string) => {
  const parts = pattern.split('*')
  const [first = '', ...rest] = parts
  if (rest.length === 0) return pattern === name
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const [place, part] of rest.entries()) {
    const isLast = place === rest.length - 1
    const found = isLast ? name.length - part.length : name.indexOf(part, at)
    if (found < at || (isLast && !name.endsWith(part))) return false
    at = found + part.length
  }
  return true
}

/** The part of a mapping that is about a table: the one that names it, else the first whose pattern does. */
export function partOf(mapping: ImportMapping, key: TableKey): ImportFileMapping | undefined {
  const fits = (one: ImportFileMapping) => one.table === undefined || one.table === key.table
  const own = mapping.files.filter(fits)
  return (
    own.find((one) => one.file === key.file && (one.table ?? '') === key.table) ??
    own.find((one) => matches(one.file, key.file))
  )
}

/** Changes the part that is about a table; makes one where there is none. */
export function withPart(
  mapping: ImportMapping,
  key: TableKey,
  change: (part: ImportFileMapping) => ImportFileMapping,
): ImportMapping {
  const part = partOf(mapping, key)
  if (part) return { ...mapping, files: mapping.files.map((one) => (one === part ? change(one) : one)) }
  const made = { file: key.file, ...(key.table !== '' && { table: key.table }), emits: [] }
  return { ...mapping, files: [...mapping.files, change(made)] }
}

export function withEmit(part: ImportFileMapping, place: number, emit: ImportEmit | null): ImportFileMapping {
  const emits = part.emits.flatMap((one, at) => (at === place ? (emit ? [emit] : []) : [one]))
  return { ...part, emits: place === part.emits.length && emit ? [...emits, emit] : emits }
}

export function sourceOf(emit: ImportEmit, role: Role): ImportValue | undefined {
  return (emit as Partial<Record<Role, ImportValue>>)[role]
}

/** Sets where a role comes from, or takes it away. */
export function withRole(emit: ImportEmit, role: Role, value: ImportValue | undefined): ImportEmit {
  const { [role]: _old, ...rest } = emit as ImportEmit & Partial<Record<Role, ImportValue>>
  return { ...rest, ...(value && { [role]: value }) } as ImportEmit
}

export function namedOf(emit: ImportEmit): readonly NamedValue[] {
  switch (emit.emit) {
    case 'event':
      return emit.properties
    case 'touchpoint':
      return emit.conditions
    case 'message':
      return []
    default:
      return emit.traits
  }
}

export function withNamed(emit: ImportEmit, named: NamedValue[]): ImportEmit {
  if (emit.emit === 'message') return emit
  if (emit.emit === 'touchpoint') return { ...emit, conditions: named }
  return emit.emit === 'event' ? { ...emit, properties: named } : { ...emit, traits: named }
}

const isOwn = (value: ImportValue | undefined, column: string) =>
  value?.column === column && value.through === undefined

/** Which roles a column plays in a message, by itself and not as a key to another file. */
export function rolesOfColumn(emit: ImportEmit, column: string): Role[] {
  return rolesOf[emit.emit].map((one) => one.role).filter((role) => isOwn(sourceOf(emit, role), column))
}

/** The property or trait that a column becomes; nothing where it is left out. */
export function propertyOfColumn(emit: ImportEmit, column: string): NamedValue | undefined {
  return namedOf(emit).find((one) => isOwn(one.value, column))
}

/** Has a column become a property, with its type as it was found; or takes it out. */
export function withColumn(emit: ImportEmit, column: ImportColumn, isIn: boolean): ImportEmit {
  const others = namedOf(emit).filter((one) => !isOwn(one.value, column.name))
  return withNamed(
    emit,
    isIn ? [...others, { name: freeName(column.name, others), value: valueFrom(column) }] : [...others],
  )
}

export function valueFrom(column: ImportColumn): ImportValue {
  return {
    column: column.name,
    ...(column.type !== 'text' && { type: column.type }),
    ...(column.date !== null && { date: column.date }),
  }
}

function freeName(column: string, others: readonly NamedValue[]): string {
  const base = column.trim().replace(/[:.]+/g, '_') || column
  const taken = new Set(others.map((one) => one.name))
  let name = base
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`
  return name
}

export function changeNamed(emit: ImportEmit, old: NamedValue, next: NamedValue | null): ImportEmit {
  return withNamed(
    emit,
    namedOf(emit).flatMap((one) => (one === old ? (next ? [next] : []) : [one])),
  )
}

/** A first guess at a message of a kind, from what the columns seem to be. */
export function firstEmit(kind: EmitKind, columns: readonly ImportColumn[], eventName: string): ImportEmit {
  const by = (role: ImportColumn['roles'][number]) => columns.find((column) => column.roles.includes(role))
  const plain = (column: ImportColumn | undefined): ImportValue | undefined =>
    column && { column: column.name, ...(column.date !== null && { date: column.date }) }
  const anyColumn: ImportValue = columns[0] ? { column: columns[0].name } : { const: '' }
  const person = plain(by('person'))
  const time = plain(by('time') ?? columns.find((column) => column.type === 'date'))
  if (kind === 'message') return { emit: 'message' }
  if (kind === 'touchpoint') return firstTouchpoint(columns)
  if (kind === 'person') return { emit: 'person', userId: person ?? anyColumn, traits: [] }
  if (kind === 'account') return { emit: 'account', groupId: plain(by('account')) ?? anyColumn, traits: [] }
  return {
    emit: 'event',
    name: plain(by('event')) ?? { const: eventName },
    time: time ?? anyColumn,
    ...(person && { userId: person }),
    properties: [],
  }
}

/** Columns that are called like what touchpoints have become that. */
function firstTouchpoint(columns: readonly ImportColumn[]): ImportEmit {
  const called = (role: Role) => columns.find((column) => column.name.trim().toLowerCase() === role)
  const [first] = columns
  const name = called('name') ?? first
  const told = touchpointRoles.flatMap((role) => {
    const column = called(role)
    return column ? [[role, { column: column.name }]] : []
  })
  return {
    emit: 'touchpoint',
    name: name ? { column: name.name } : { const: '' },
    ...Object.fromEntries(told),
    conditions: [],
  }
}

/** Makes another kind of message, with everything that both kinds have. */
export function changeKind(
  emit: ImportEmit,
  kind: EmitKind,
  columns: readonly ImportColumn[],
  eventName: string,
): ImportEmit {
  if (emit.emit === kind) return emit
  let next = firstEmit(kind, columns, eventName)
  for (const { role } of rolesOf[kind]) {
    const value = sourceOf(emit, role)
    if (value) next = withRole(next, role, value)
  }
  next = withNamed(next, [...namedOf(emit)])
  return emit.when ? { ...next, when: emit.when } : next
}
