import type { AuditEntry } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { AccessDeps, Actor } from './access.deps.ts'
import * as q from './audit.queries.ts'

/** Writes down who changed what. */
export async function audit(
  deps: Pick<AccessDeps, 'postgres' | 'now'>,
  actor: Actor,
  action: string,
  subject: string,
  change: { before?: unknown; after?: unknown } = {},
) {
  const { workspaceId, identity } = actor
  await q.insertAudit(deps.postgres, {
    workspaceId,
    time: deps.now(),
    actor: actorOf(identity),
    action,
    subject,
    before: change.before,
    after: change.after,
  })
}

export async function listAudit(
  deps: AccessDeps,
  workspaceId: string,
  page: { limit: number; cursor?: string | undefined },
) {
  const position = readCursor(page.cursor, z.tuple([z.string().regex(/^\d+$/)]))
  const rows = await q.listAudit(deps.postgres, workspaceId, {
    limit: page.limit + 1,
    before: position?.[0] ?? null,
  })
  return pageFrom(
    rows,
    page.limit,
    (row): AuditEntry => ({ ...row, time: row.time.toISOString() }),
    (row) => [row.id],
  )
}
