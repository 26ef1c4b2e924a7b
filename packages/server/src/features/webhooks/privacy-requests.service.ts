import { randomUUID } from 'node:crypto'
import type { PageQuery } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { AskedPrivacy } from './apply-mapping.ts'
import * as q from './privacy-requests.queries.ts'

/** What customers have asked through providers, newest first. */
export async function listPrivacyRequests(
  deps: { postgres: Postgres },
  workspaceId: string,
  query: PageQuery,
) {
  const position = readCursor(query.cursor, z.tuple([z.iso.datetime(), z.guid()]))
  const after = position && { time: position[0], id: position[1] }
  const rows = await q.listPrivacyRequests(deps.postgres, { workspaceId, limit: query.limit + 1, after })
  return pageFrom(
    rows,
    query.limit,
    (row) => ({
      id: row.id,
      sourceId: row.source_id,
      kind: row.kind,
      subject: row.subject,
      state: row.state,
      receivedAt: row.received_at.toISOString(),
      dueAt: row.due_at.toISOString(),
    }),
    (row) => [row.received_at.toISOString(), row.id],
  )
}

const dueAfterMs = 30 * 86_400_000

/** Writes down what customers ask through a provider. What the source has told of before adds nothing. */
export async function keepPrivacyRequests(
  deps: { postgres: Postgres },
  source: { id: string; workspaceId: string },
  asked: readonly AskedPrivacy[],
  receivedAt: Date,
): Promise<void> {
  for (const one of asked)
    await q.insertPrivacyRequest(deps.postgres, {
      ...one,
      id: randomUUID(),
      workspaceId: source.workspaceId,
      sourceId: source.id,
      receivedAt,
      dueAt: new Date(receivedAt.getTime() + dueAfterMs),
    })
}
