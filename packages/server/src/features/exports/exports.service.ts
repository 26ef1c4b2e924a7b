import type { ExportForm, ExportQuery } from '@teia/contracts'
import { scopesOf } from '../../platform/policy.ts'
import type { AnyPortableKind } from '../../platform/portable.ts'
import { type Actor, getWorkspace } from '../access/index.ts'
import { ocelOf, xesOf } from './export-logs.ts'
import { spanOf } from './export-span.ts'
import { csvOf, ndjsonOf } from './export-table.ts'
import * as q from './exports.queries.ts'
import type { ExportDeps } from './read-stored.service.ts'

const types: Record<ExportForm, { type: string; ending: string }> = {
  ndjson: { type: 'application/x-ndjson; charset=utf-8', ending: 'ndjson' },
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  xes: { type: 'application/xml; charset=utf-8', ending: 'xes' },
  ocel: { type: 'application/json; charset=utf-8', ending: 'jsonocel' },
}

/**
 * Everything of a workspace, or what happened in a span of time, in one of the forms, in pieces, so that any amount needs
 * little memory. Only NDJSON of everything holds what there is beside events, as far as whoever asks may see it. What comes in while it runs may or may not be in it.
 */
export async function exportEverything(
  deps: ExportDeps & { portables: readonly AnyPortableKind[] },
  actor: Actor,
  query: ExportQuery,
): Promise<{ type: string; fileName: string; pieces: AsyncGenerator<string> }> {
  const { workspaceId } = actor
  const { timeZone } = await getWorkspace(deps, workspaceId)
  const span = { workspaceId, ...spanOf(query, timeZone) }
  const { type, ending } = types[query.form]
  const events = await piecesOf(deps, span, query.form)
  const isAll = query.form === 'ndjson' && query.from === undefined && query.to === undefined
  const pieces = isAll ? withPortables(deps.portables, actor, events) : events
  return { type, fileName: `teia-export.${ending}`, pieces }
}

/** The rules by which the events are to be read, the events, and then everything that is about what came of them. */
async function* withPortables(
  portables: readonly AnyPortableKind[],
  actor: Actor,
  events: AsyncGenerator<string>,
): AsyncGenerator<string> {
  const { identity } = actor
  const seen = portables.filter(({ scopes }) => !identity || scopesOf(identity).includes(scopes.write))
  const linesOf = async function* (kinds: readonly AnyPortableKind[]) {
    for (const kind of kinds)
      for await (const page of kind.write(actor))
        if (page.length > 0) yield page.map((line) => `${JSON.stringify(line)}\n`).join('')
  }
  yield* linesOf(seen.filter((kind) => kind.comesFirst))
  yield* events
  yield* linesOf(seen.filter((kind) => !kind.comesFirst))
}

async function piecesOf(deps: ExportDeps, span: q.Span, form: ExportForm): Promise<AsyncGenerator<string>> {
  if (form === 'csv') return csvOf(deps, span)
  if (form === 'xes') return xesOf(deps, span)
  if (form === 'ocel') return ocelOf(deps, span, await q.listNames(deps.clickhouse, span))
  return ndjsonOf(deps, span)
}
