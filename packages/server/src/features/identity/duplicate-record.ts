import type { DuplicateEvidence } from '@teia/contracts'
import {
  type Agreement,
  agreementWeight,
  jaroWinkler,
  type LinkageModel,
  similarityLevel,
  soundex,
} from '@teia/methods'
import { readPhone } from './identifier-values.ts'
import { describePerson, foldText } from './traits.ts'

/** What two people are compared by; null where it is not known. */
export type DuplicateRecord = {
  name: string | null
  email: string | null
  phone: string | null
  /** As `YYYY-MM-DD`. */
  birthday: string | null
  address: string | null
}
export const duplicateFields = ['name', 'email', 'phone', 'birthday', 'address'] as const

/** Where estimates begin: agreement is common between records of one person and rare between those of two. */
export const startModel: LinkageModel = {
  prior: 0.1,
  fields: [
    { m: [0.85, 0.1, 0.05], u: [0.05, 0.15, 0.8] },
    { m: [0.6, 0.2, 0.2], u: [0.002, 0.048, 0.95] },
    { m: [0.7, 0.3], u: [0.01, 0.99] },
    { m: [0.9, 0.07, 0.03], u: [0.005, 0.045, 0.95] },
    { m: [0.6, 0.2, 0.2], u: [0.05, 0.15, 0.8] },
  ],
}

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)

/** Reads what is compared from a person's traits and identifiers. */
export function readRecord(
  traits: Record<string, unknown>,
  identifiers: readonly { kind: string; value: string }[],
  country: string | null,
): DuplicateRecord {
  const firstOf = (kind: string) => identifiers.find((one) => one.kind === kind)?.value ?? null
  const address = typeof traits.address === 'object' && traits.address !== null ? traits.address : {}
  const parts = address as Record<string, unknown>
  const place = [parts.street, parts.postalCode ?? parts.postal_code, parts.city ?? traits.city]
  const name =
    text(traits.name) ?? text([text(traits.firstName), text(traits.lastName)].filter(Boolean).join(' '))
  return {
    name: name === null ? null : foldText(name).replace(/\s+/g, ' ').slice(0, 100),
    email: firstOf('email') ?? describePerson(traits, []).email?.toLowerCase() ?? null,
    phone: firstOf('phone') ?? readPhone(traits.phone, country),
    birthday: /^\d{4}-\d{2}-\d{2}/.exec(text(traits.birthday) ?? '')?.[0] ?? null,
    address: text(foldText(place.flatMap((part) => text(part) ?? []).join(' ')).slice(0, 200)),
  }
}

/** The local part of an address by its letters: `ana.luz+shop77@x` and `analuz@y` are alike. */
function stemOf(email: string): string {
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')))
  return local.replace(/\+.*$/, '').replace(/[^a-z]/g, '')
}

/** What brings two people together to be compared: a phone, an e-mail's stem, the sound of a surname with the year of birth. */
export function blockKeys(record: DuplicateRecord): string[] {
  const keys: string[] = []
  if (record.phone) keys.push(`phone ${record.phone.slice(-8)}`)
  const stem = record.email ? stemOf(record.email) : ''
  if (stem.length >= 4) keys.push(`email ${stem}`)
  const words = record.name?.split(' ') ?? []
  const surname = soundex(words.at(-1) ?? '')
  // Without a year of birth the sound of the first name keeps the blocks small.
  if (surname && words.length > 1)
    keys.push(`name ${surname} ${record.birthday?.slice(0, 4) ?? soundex(words[0] ?? '')}`)
  return keys
}

/** Levels without those of the fields that the key is made of: what brought a pair together is no evidence for it. */
export function levelsBeside(key: string, levels: Agreement): Agreement {
  const left =
    { phone: ['phone'], email: ['email'], name: ['name', 'birthday'] }[key.split(' ')[0] ?? ''] ?? []
  return levels.map((level, place) => (left.includes(duplicateFields[place] ?? '') ? null : level))
}

/** The levels at which two records agree, in the order of `duplicateFields`. */
export function compareRecords(x: DuplicateRecord, y: DuplicateRecord): Agreement {
  const both = <Level>(a: string | null, b: string | null, level: (a: string, b: string) => Level) =>
    a === null || b === null ? null : level(a, b)
  return [
    both(x.name, y.name, (a, b) =>
      similarityLevel(Math.max(jaroWinkler(a, b), jaroWinkler(sorted(a), sorted(b)))),
    ),
    both(x.email, y.email, (a, b) => (a === b ? 0 : stemOf(a) !== '' && stemOf(a) === stemOf(b) ? 1 : 2)),
    both(x.phone, y.phone, (a, b) => (a === b ? 0 : 1)),
    both(x.birthday, y.birthday, compareDays),
    both(x.address, y.address, (a, b) => similarityLevel(jaroWinkler(a, b))),
  ]
}

const sorted = (name: string) => name.split(' ').toSorted().join(' ')

/** Days that differ in one part, or have day and month swapped, are close: they are often mistyped. */
function compareDays(a: string, b: string): 0 | 1 | 2 {
  if (a === b) return 0
  const [x, y] = [a.split('-'), b.split('-')]
  const different = x.filter((part, place) => part !== y[place]).length
  const isSwapped = x[0] === y[0] && x[1] === y[2] && x[2] === y[1]
  return different === 1 || isSwapped ? 1 : 2
}

const words = ['same', 'close', 'different'] as const

/** What speaks for and against two records being of one person, field by field. */
export function describeEvidence(
  model: LinkageModel,
  levels: Agreement,
  x: DuplicateRecord,
  y: DuplicateRecord,
): DuplicateEvidence[] {
  return duplicateFields.map((field, place) => {
    const level = levels[place] ?? null
    const of = model.fields[place]
    const isLast = of !== undefined && level === of.m.length - 1
    return {
      field,
      level: level === null ? 'missing' : isLast ? 'different' : (words[level] ?? 'different'),
      weight: of ? agreementWeight(of, level) : 0,
      a: x[field],
      b: y[field],
    }
  })
}
