import type { KeptEvent, KeptEventPage, KeptEventQuery, RefusalReason } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import * as q from './kept-events.queries.ts'
import { getSource, type SourcesDeps } from './sources.service.ts'

/** What did not get in and is kept: aside until it is taken again, or the newest 1,000 that were refused. */
export async function listKeptEvents(
  deps: SourcesDeps,
  workspaceId: string,
  sourceId: string,
  asked: z.infer<typeof KeptEventQuery>,
): Promise<z.infer<typeof KeptEventPage>> {
  const source = await getSource(deps, workspaceId, sourceId)
  const before = readCursor(asked.cursor, z.tuple([z.string().regex(/^\d{1,19}$/)]))?.[0] ?? null
  const key = { sourceId: source.id, reason: asked.reason ?? null, before, limit: asked.limit + 1 }
  const list = asked.kind === 'kept_aside' ? q.pageOfDeadLetters : q.pageOfRefusals
  const [rows, counts] = await Promise.all([
    list(deps.postgres, key),
    q.countKept(deps.postgres, asked.kind, source.id),
  ])
  const page = pageFrom(
    rows,
    asked.limit,
    (row) => describe(asked.kind, row),
    (row) => [row.position],
  )
  return {
    ...page,
    counts: counts.map(({ reason, count }) => ({ reason: reason as RefusalReason, count })),
  }
}

function describe(kind: KeptEvent['kind'], row: q.KeptRow): KeptEvent {
  const body =
    typeof row.body === 'object' && row.body !== null && !Array.isArray(row.body)
      ? row.body
      : { value: row.body }
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : '')
  return {
    id: row.id,
    kind,
    receivedAt: row.received_at.toISOString(),
    reason: row.reason as RefusalReason,
    detail: row.detail,
    faults: row.faults,
    type: text(body.type),
    name: text(body.event) || text(body.name),
    body,
  }
}
