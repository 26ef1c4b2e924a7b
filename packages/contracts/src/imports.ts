import { z } from 'zod'
import { Id, Instant, Language, pageOf } from './common.ts'
import { Fault, faultOf } from './faults.ts'
import { refuses } from './shape-faults.ts'

/** The forms of files that can be imported; each may be compressed (.gz, .zst, .br) or inside a .zip. */
export const importFormats = ['csv', 'ndjson', 'json', 'xes', 'ocel-json', 'ocel-xml', 'ocel-sqlite'] as const
export const ImportFormat = z.enum(importFormats)
export type ImportFormat = z.infer<typeof ImportFormat>

/** Encodings of text, by their WHATWG names. Only the first four are detected. */
export const importEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'iso-8859-2',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'shift_jis',
  'gb18030',
] as const

/** How the bytes of a file are read. What is left out is detected. */
export const ImportReading = z.strictObject({
  format: ImportFormat.optional(),
  encoding: z.enum(importEncodings).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /** Whether the first row of a CSV file holds names; without, columns are called “column 1”, “column 2”, ... */
  header: z.boolean().optional(),
})
export type ImportReading = z.infer<typeof ImportReading>

/** The order of the parts of a date, or what its number counts from 1970. */
export const dateOrders = ['ymd', 'ydm', 'dmy', 'mdy', 'unix-seconds', 'unix-milliseconds'] as const
export const DateOrder = z.enum(dateOrders)
export type DateOrder = z.infer<typeof DateOrder>

export const columnTypes = ['text', 'number', 'boolean', 'date'] as const
export const ColumnType = z.enum(columnTypes)
export type ColumnType = z.infer<typeof ColumnType>

const Name = z.string().min(1).max(200)

/** Goes on to another file: its row whose `key` is the value so far, and of that row the `column`. */
export const ImportLookup = z.strictObject({ file: Name, table: Name.optional(), key: Name, column: Name })
export type ImportLookup = z.infer<typeof ImportLookup>

/** Where one value comes from: a column of the row, perhaps followed into other files, or always the same. */
export const ImportValue = z
  .strictObject({
    column: Name.optional(),
    /** Where the column is empty, the first of these that is set. */
    or: z.array(Name).max(20).optional(),
    const: z.union([z.string().max(1000), z.number(), z.boolean()]).optional(),
    through: z.array(ImportLookup).min(1).max(5).optional(),
    /** Without a type the value stays what it was: text in CSV, anything in JSON. */
    type: ColumnType.optional(),
    date: DateOrder.optional(),
    /** The IANA zone of dates that name none; UTC when left out. */
    zone: z.string().max(64).optional(),
  })
  .refine(
    (value) => (value.column === undefined) !== (value.const === undefined),
    refuses(faultOf('import_column_or_const')),
  )
export type ImportValue = z.infer<typeof ImportValue>

/** A value with the name it gets. */
export const NamedValue = z.strictObject({ name: Name, value: ImportValue })
export type NamedValue = z.infer<typeof NamedValue>

const Named = z.array(NamedValue).max(500).default([])
/** The row gives this only when the column is set. */
const when = z.strictObject({ column: Name }).optional()

export const ImportEmit = z.discriminatedUnion('emit', [
  z.strictObject({
    emit: z.literal('event'),
    name: ImportValue,
    time: ImportValue,
    userId: ImportValue.optional(),
    anonymousId: ImportValue.optional(),
    groupId: ImportValue.optional(),
    properties: Named,
    when,
  }),
  z.strictObject({
    emit: z.literal('person'),
    userId: ImportValue,
    time: ImportValue.optional(),
    traits: Named,
    when,
  }),
  z.strictObject({
    emit: z.literal('account'),
    groupId: ImportValue,
    /** Who belongs to it; an account can also come without people. */
    userId: ImportValue.optional(),
    time: ImportValue.optional(),
    traits: Named,
    when,
  }),
  /** A place where customer and company meet. What is not said stays as it is, or at its default. */
  z.strictObject({
    emit: z.literal('touchpoint'),
    name: ImportValue,
    ownership: ImportValue.optional(),
    partner: ImportValue.optional(),
    channel: ImportValue.optional(),
    team: ImportValue.optional(),
    /** Several in one text are parted by semicolons or vertical bars; here, and in the next three. */
    systems: ImportValue.optional(),
    events: ImportValue.optional(),
    pages: ImportValue.optional(),
    screens: ImportValue.optional(),
    /** What its events have to fit as well: a filter as JSON, or `property = value; property != value`. */
    where: ImportValue.optional(),
    description: ImportValue.optional(),
    /** Properties that its events have to have, each with the value of the row. */
    conditions: Named,
    when,
  }),
  /** The row is a message of the Segment spec already, or another line of an export. */
  z.strictObject({ emit: z.literal('message'), when }),
])
export type ImportEmit = z.infer<typeof ImportEmit>

/** What the rows of one file (or of one table in it) become. */
export const ImportFileMapping = z.strictObject({
  /** The name of the file; `*` stands for any text. */
  file: Name,
  table: Name.optional(),
  read: ImportReading.optional(),
  emits: z
    .array(ImportEmit)
    .max(50)
    .default([])
    .refine(
      (emits) => emits.length < 2 || emits.every((one) => one.emit !== 'touchpoint'),
      refuses(faultOf('import_touchpoint_alone')),
    ),
})
export type ImportFileMapping = z.infer<typeof ImportFileMapping>

/** Says what the files of an import become. It holds names and constants only: no code, no templates, no formulas. */
export const ImportMapping = z.strictObject({
  version: z.literal(1),
  /** The IANA zone of dates that name none, where a value names no other; UTC when left out. */
  zone: z.string().min(1).max(64).optional(),
  files: z.array(ImportFileMapping).min(1).max(200),
})
export type ImportMapping = z.infer<typeof ImportMapping>

/** What was found out about a column from its first rows. */
export const ImportColumn = z.object({
  name: z.string(),
  type: ColumnType,
  date: DateOrder.nullable(),
  /** Day and month could be the other way round: no value seen decides it. */
  isAmbiguous: z.boolean(),
  /** Share of the rows seen in which it is set, 0 to 1. */
  filled: z.number(),
  /** How many different values were seen. */
  distinct: z.number().int(),
  samples: z.array(z.string()),
  /** What it may mean. */
  roles: z.array(z.enum(['person', 'time', 'event', 'amount', 'account'])),
})
export type ImportColumn = z.infer<typeof ImportColumn>

export const ImportTable = z.object({
  /** Empty for files that are one table. */
  name: z.string(),
  rowsSeen: z.number().int(),
  columns: z.array(ImportColumn),
})
export type ImportTable = z.infer<typeof ImportTable>

export const ImportFile = z.object({
  name: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  format: ImportFormat.nullable(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  header: z.boolean().nullable(),
  tables: z.array(ImportTable),
  /** Why it cannot be read. */
  problem: z.string().nullable(),
  /** What `problem` says, as codes with values; empty: there is none, or it is said in words only. */
  faults: z.array(Fault),
})
export type ImportFile = z.infer<typeof ImportFile>

export const importStates = ['uploading', 'draft', 'running', 'done', 'failed', 'cancelled'] as const
export const ImportState = z.enum(importStates)
export type ImportState = z.infer<typeof ImportState>

/** One import: what came, what it becomes, and how far it is. */
export const Import = z.object({
  id: Id,
  state: ImportState,
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  rows: z.number().int(),
  /** Rows that got in; those that had come before are among `duplicates` instead. */
  accepted: z.number().int(),
  rejected: z.number().int(),
  /** Rows whose events had all come before. */
  duplicates: z.number().int(),
  /** Messages that the accepted rows became. */
  events: z.number().int(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
  ratePerSecond: z.number().nullable(),
  etaSeconds: z.number().nullable(),
  rejectsUrl: z.string().nullable(),
  mapping: ImportMapping.nullable(),
  files: z.array(ImportFile),
  /** Why it failed, or what else to know. */
  problem: z.string().nullable(),
  /** What `problem` says, as codes with values; empty: there is none, or it is said in words only. */
  faults: z.array(Fault),
})
export type Import = z.infer<typeof Import>
export const ImportPage = pageOf(Import)
export const ImportCreated = z.object({ id: Id })

/** One row as it will come in, or why it will not. */
export const ImportPreviewRow = z.object({
  file: z.string(),
  table: z.string(),
  line: z.number().int(),
  messages: z.array(z.record(z.string(), z.unknown())),
  refusal: z.string().nullable(),
  /** What `refusal` says, as codes with values. */
  faults: z.array(Fault),
})
export type ImportPreviewRow = z.infer<typeof ImportPreviewRow>
export const ImportPreview = z.object({
  rows: z.array(ImportPreviewRow),
  problem: z.string().nullable(),
  /** What `problem` says, as codes with values. */
  faults: z.array(Fault),
})
/** The rejected rows of an import as a file. Without a language: the first that the browser asks for and Teia speaks. */
export const ImportRejectsQuery = z.object({ language: Language.optional() })
export type ImportPreview = z.infer<typeof ImportPreview>

export const SavedMapping = z.object({ name: z.string(), updatedAt: Instant, mapping: ImportMapping })
export type SavedMapping = z.infer<typeof SavedMapping>
export const SavedMappingPage = pageOf(SavedMapping)
