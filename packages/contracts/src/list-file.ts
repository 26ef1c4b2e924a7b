import { z } from 'zod'
import { Language } from './common.ts'
import { Fault } from './faults.ts'
import { ListedOutcome, segmentLimits } from './segments.ts'

/** What a file with people for a list may hold. `expandedBytes`: when it is unpacked. */
export const listFileLimits = {
  bytes: 10 * 1024 * 1024,
  expandedBytes: 50 * 1024 * 1024,
  rows: segmentLimits.listed,
  /** Rows without a person that an answer names; the file of them has all. */
  shownMisses: 100,
} as const

/** What the column of a file may hold that names a person. */
export const listFileKinds = ['userId', 'email', 'phone', 'anonymousId', 'personId'] as const
export const ListFileKind = z.enum(listFileKinds)
export type ListFileKind = z.infer<typeof ListFileKind>

const yesOrNo = z.enum(['true', 'false'])
const reading = {
  /** The name of the file, for what is said of it. */
  name: z.string().trim().min(1).max(200).optional(),
  /** Left out, column and kind are those under which most people are found. */
  column: z.string().max(200).optional(),
  kind: ListFileKind.optional(),
  /** Whether the first row holds names of columns; left out, found by what stands in it. */
  header: yesOrNo.optional(),
}
/** `add`: whoever is found is put on the list; otherwise nothing is changed. */
export const ListFileQuery = z.object({ ...reading, add: yesOrNo.optional() })
export type ListFileQuery = z.infer<typeof ListFileQuery>
/** The rows without a person, as CSV. */
export const ListFileMissesQuery = z.object({ ...reading, language: Language.optional() })
export type ListFileMissesQuery = z.infer<typeof ListFileMissesQuery>

/** What a file has for a list: who its rows name, and which name nobody, with the reason. */
export const ListFileAnswer = z.object({
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  /** As asked for, or as found. */
  column: z.string(),
  kind: ListFileKind,
  hasHeader: z.boolean(),
  rows: z.number().int(),
  /** Different people who are named. */
  people: z.number().int(),
  /** Rows that name somebody whom an earlier row names. */
  repeated: z.number().int(),
  /** Rows that name nobody. */
  missed: z.number().int(),
  /** The first of those. */
  misses: z.array(z.object({ line: z.number().int(), value: z.string(), fault: Fault })),
  /** Null where nothing was added. */
  outcome: ListedOutcome.nullable(),
})
export type ListFileAnswer = z.infer<typeof ListFileAnswer>
