import { type Fault, faultOf, type PortableLine, type Scope } from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import { scopesOf } from '../../platform/policy.ts'
import type { AnyPortableKind, PortableKind, ReadOutcome } from '../../platform/portable.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, actorNow } from '../access/index.ts'
import * as l from './import-lines.queries.ts'
import type * as q from './imports.queries.ts'
import type { Reject, WaitingLine } from './thread-messages.ts'

type Deps = { postgres: Postgres; now: () => Date; portables: readonly AnyPortableKind[] }

/** A catalogue of touchpoints comes in as a whole: it holds at most 500. */
const atOnce = 1_000
const shownRaw = 4_000

/**
 * Brings in what the rows of an import became beside events, a kind after the other, once all events are in: notes and
 * decisions are about people who come with those. Taken up again after a stop it goes on with what is left. What whoever
 * started the import may do is asked again for every page of lines: they may have lost the right meanwhile.
 */
export async function bringIn(
  deps: Deps,
  row: q.ImportRow,
  counts: q.Counts,
  isStopped: () => boolean,
): Promise<void> {
  const actor = { workspaceId: row.workspace_id, identity: row.started_by }
  for (const kind of deps.portables)
    while (!isStopped()) {
      const lines = await l.listWaitingLines(deps.postgres, row.id, kind.type, atOnce)
      if (lines.length === 0) break
      const outcomes = await admitLines(deps, actor, kind, lines)
      const rejects = countOutcomes(counts, lines, outcomes)
      const done = { id: row.id, lines: lines.map((line) => line.n), counts, rejects }
      await l.settleLines(deps.postgres, done)
    }
}

/** Brings in those lines of a batch by which the events after them are read, and hands back the others. */
export async function bringFirst(
  deps: Deps,
  row: q.ImportRow,
  counts: q.Counts,
  lines: readonly WaitingLine[],
): Promise<{ waiting: WaitingLine[]; rejects: Reject[] }> {
  const actor = { workspaceId: row.workspace_id, identity: row.started_by }
  const kinds = deps.portables.filter((kind) => kind.comesFirst)
  const rejects: Reject[] = []
  for (const kind of kinds) {
    const own = lines.filter((line) => line.type === kind.type)
    if (own.length === 0) continue
    rejects.push(...countOutcomes(counts, own, await admitLines(deps, actor, kind, own)))
  }
  const isFirst = new Set<string>(kinds.map((kind) => kind.type))
  return { waiting: lines.filter((line) => !isFirst.has(line.type)), rejects }
}

type Line = { file: string; line: string | number; body: string }

function countOutcomes(counts: q.Counts, lines: readonly Line[], outcomes: readonly ReadOutcome[]): Reject[] {
  const rejects = lines.flatMap((line, at) => {
    const outcome = outcomes[at]
    return typeof outcome === 'object' ? [rejectOf(line, outcome.refusal)] : []
  })
  const count = (wanted: ReadOutcome) => outcomes.filter((outcome) => outcome === wanted).length
  counts.accepted += count('added')
  counts.duplicates += count('known')
  counts.rejected += rejects.length
  return rejects
}

async function admitLines(
  deps: Deps,
  startedBy: Actor,
  kind: AnyPortableKind,
  lines: readonly Line[],
): Promise<ReadOutcome[]> {
  const access = kind.scopes.read
  const actor = await actorNow(deps, startedBy)
  if (may(actor, access)) return readLines(actor, kind, lines)
  const code = may(startedBy, access) ? 'import_right_lost' : 'import_right_missing'
  return lines.map(() => ({ refusal: faultOf(code, { access }) }))
}

const may = ({ identity }: Actor, access: Scope) => !identity || scopesOf(identity).includes(access)

async function readLines(
  actor: Actor,
  kind: AnyPortableKind,
  lines: readonly Line[],
): Promise<ReadOutcome[]> {
  const parsed = lines.map((line) => JSON.parse(line.body) as PortableLine)
  try {
    // Rows are kept by their type, so these are all of this kind.
    return await (kind as PortableKind).read(actor, parsed)
  } catch (error) {
    if (lines.length === 1) {
      if (error instanceof AppError && error.status < 500) return [{ refusal: faultOfError(error) }]
      throw error
    }
    // One of them is at fault: each by itself shows which.
    const outcomes: ReadOutcome[] = []
    for (const line of lines) outcomes.push(...(await readLines(actor, kind, [line])))
    return outcomes
  }
}

const rejectOf = (line: Line, fault: Fault): Reject => ({
  file: line.file,
  line: Number(line.line),
  faults: [fault],
  raw: line.body.slice(0, shownRaw).toWellFormed(),
})
