import {
  type Channel,
  type Filter,
  faultOf,
  type ImportEmit,
  type ImportValue,
  type NamedValue,
  type Ownership,
} from '@teia/contracts'
import { deepestRow } from '../../platform/table-row.ts'
import { RowRefusal } from './row-refusal.ts'

type TouchpointEmit = Extract<ImportEmit, { emit: 'touchpoint' }>
type Read = (value: ImportValue) => unknown

const shown = (text: string) => JSON.stringify(text.slice(0, 60))
const isSet = (value: unknown) => value !== undefined && value !== null && value !== ''

/** The line of an export that a row becomes when it tells of a touchpoint. Throws RowRefusal. */
export function touchpointOf(
  emit: TouchpointEmit,
  readCell: Read,
  typed: (found: unknown, value: ImportValue) => unknown,
  raw: unknown,
): Record<string, unknown> {
  // An object within a row is known by the names of its parts; as a whole it stands in the row itself.
  const read: Read = (value) => readCell(value) ?? nestedIn(raw, value.column)
  const text = (name: 'partner' | 'team' | 'description') => {
    const found = emit[name] && read(emit[name])
    return isSet(found) ? { [name]: String(found).trim() } : {}
  }
  const list = (name: 'systems' | 'events' | 'pages' | 'screens') => {
    const found = emit[name] && read(emit[name])
    return isSet(found) ? { [name]: listOf(found) } : {}
  }
  const word = <T>(name: 'ownership' | 'channel', words: ReadonlyMap<string, T>) => {
    const found = emit[name] && read(emit[name])
    return isSet(found) ? { [name]: wordOf(name, String(found), words) } : {}
  }
  const where = whereOf(emit, read, typed)
  const matcher = {
    ...list('events'),
    ...list('pages'),
    ...list('screens'),
    ...(where && { where }),
  }
  const name = read(emit.name)
  if (!isSet(name) || String(name).trim() === '')
    throw new RowRefusal(faultOf('cell_no_touchpoint', { place: emit.name.column ?? 'const' }))
  return {
    type: 'teia.touchpoint',
    name: String(name).trim(),
    ...word('ownership', ownerships),
    ...text('partner'),
    ...word('channel', channels),
    ...text('team'),
    ...list('systems'),
    ...text('description'),
    ...(Object.keys(matcher).length > 0 && { matcher }),
  }
}

const ownerships = wordsOf<Ownership>({
  own: ['own', 'owned', 'company', 'ours', 'proprio', 'próprio', 'propria', 'própria'],
  partner: ['partner', 'partners', 'parceiro', 'parceira'],
  'third-party': ['third-party', 'third party', '3rd party', 'external', 'terzi', 'terceiro', 'terceiros'],
})
const channels = wordsOf<Channel>({
  web: ['web', 'website', 'site', 'sito', 'online'],
  app: ['app', 'mobile app', 'mobile'],
  'e-mail': ['e-mail', 'email', 'mail'],
  social: ['social', 'social media'],
  messaging: ['messaging', 'whatsapp', 'sms', 'mensagem', 'messaggio'],
  phone: ['phone', 'telephone', 'call centre', 'call center', 'telefono', 'telefone'],
  store: ['store', 'shop', 'branch', 'negozio', 'loja'],
  marketplace: ['marketplace'],
  ad: ['ad', 'ads', 'advertising', 'pubblicità', 'anúncio'],
  chat: ['chat', 'chatbot'],
  'in-product': ['in-product', 'product'],
  other: ['other', 'altro', 'outro'],
})

function wordsOf<T extends string>(byMeaning: Record<T, readonly string[]>): ReadonlyMap<string, T> {
  const pairs = Object.entries(byMeaning) as [T, readonly string[]][]
  return new Map(pairs.flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)))
}

function wordOf<T>(name: string, text: string, words: ReadonlyMap<string, T>): T {
  const found = words.get(text.trim().toLowerCase().replaceAll('_', '-'))
  if (found !== undefined) return found
  const known = [...new Set(words.values())].join(', ')
  throw new RowRefusal(faultOf('cell_unknown_word', { name, value: shown(text), allowed: known }))
}

function listOf(found: unknown): string[] {
  const parts = Array.isArray(found) ? found.map(String) : String(found).split(/[;|\n]/)
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
}

/** Conditions of all kinds, all of which have to hold; null where there are none. */
function whereOf(
  emit: TouchpointEmit,
  read: Read,
  typed: (found: unknown, value: ImportValue) => unknown,
): Filter | null {
  const found = emit.where && read(emit.where)
  const written = isSet(found) ? readConditions(found) : []
  const named = emit.conditions.flatMap((one: NamedValue) => {
    const value = read(one.value)
    if (!isSet(value)) return []
    return [{ property: one.name, operator: 'equals', value: typed(value, one.value) } as Filter]
  })
  const all = [...written, ...named]
  const [only] = all
  return only === undefined ? null : all.length === 1 ? only : { and: all }
}

/** A filter as it is, as JSON text, or as `property = value; property != value`. Its schema is checked with the row. */
function readConditions(found: unknown): Filter[] {
  if (typeof found === 'object') return [found as Filter]
  const text = String(found).trim()
  if (text.startsWith('{')) {
    if ((text.match(/[[{]/g)?.length ?? 0) > deepestRow * 10)
      throw new RowRefusal(faultOf('filter_too_large'))
    try {
      return [JSON.parse(text) as Filter]
    } catch {
      throw new RowRefusal(faultOf('condition_no_json', { value: shown(text) }))
    }
  }
  return text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part): Filter => {
      const [, property, sign, value] = /^([^=!]+?)\s*(!=|=)\s*(.*)$/.exec(part.trim()) ?? []
      if (property === undefined || value === undefined)
        throw new RowRefusal(faultOf('condition_form', { value: shown(part) }))
      return { property: property.trim(), operator: sign === '=' ? 'equals' : 'not_equals', value }
    })
}

function nestedIn(raw: unknown, path: string | undefined): unknown {
  let at = raw
  for (const name of path?.split('.') ?? []) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name))
      return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return path === undefined ? undefined : at
}
