import { type IdentityRules, type ListFileKind, listFileKinds } from '@teia/contracts'
import { identityNamed } from '../identity/index.ts'
import { personFit } from './detect-columns.ts'
import type { CsvColumn } from './thread-messages.ts'

/** A column read as identifiers of a kind. */
export type ColumnReading = { column: string; kind: ListFileKind }
/** A reading with the identifiers that its first cells are. */
export type TriedReading = ColumnReading & { ids: string[]; cells: number }

/** More columns are not tried. */
const mostTried = 30

/** Every way in which the columns could name people, as far as nothing else is asked for. */
export function readingsOf(
  workspaceId: string,
  rules: IdentityRules,
  columns: readonly CsvColumn[],
  asked: Partial<ColumnReading>,
): TriedReading[] {
  const wanted = columns.filter(({ name }) => asked.column === undefined || name === asked.column)
  const kinds = asked.kind ? [asked.kind] : listFileKinds
  return wanted.slice(0, mostTried).flatMap(({ name, samples }) =>
    kinds.map((kind) => {
      const ids = samples.map((text) => identityNamed(workspaceId, rules, kind, text))
      return { column: name, kind, ids: ids.filter((id) => id !== null), cells: samples.length }
    }),
  )
}

/**
 * The reading under which most people are found; of equal ones that whose column is called as such columns are, or else
 * whose cells have the form.
 */
export function bestReading(
  readings: readonly TriedReading[],
  isSomebody: (id: string) => boolean,
): ColumnReading | undefined {
  const scored = readings.map((one) => ({
    one,
    scores: [one.ids.filter(isSomebody).length, nameFit(one), formFit(one)],
  }))
  const [best] = scored.toSorted((x, y) => {
    const at = x.scores.findIndex((score, place) => score !== y.scores[place])
    return (y.scores[at] ?? 0) - (x.scores[at] ?? 0)
  })
  return best && { column: best.one.column, kind: best.one.kind }
}

const names: Record<ListFileKind, RegExp> = {
  personId: /^person[ _.-]?id$|^id[ _.-]?d[ai] pessoa$/i,
  email: /e-?mail|correio/i,
  phone: /phone|mobile|celular|cellulare|telefon|whatsapp/i,
  anonymousId: /^(anonymous|device|visitor)[ _.-]?id$/i,
  userId: /^(user|customer|client)[ _.-]?id$/i,
}

function nameFit({ column, kind }: ColumnReading): number {
  if (names[kind].test(column.trim())) return 2
  return kind === 'userId' ? personFit(column) : 0
}

/** Any text may be an id: what has the form of an address or a number is rather that. */
const formFit = ({ kind, ids, cells }: TriedReading) =>
  kind === 'userId' ? 0.5 : kind === 'anonymousId' || cells === 0 ? 0 : ids.length / cells
