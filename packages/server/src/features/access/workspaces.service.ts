import { faultOf, type Workspace, type WorkspaceChange } from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { AccessDeps, Actor } from './access.deps.ts'
import { audit } from './audit.service.ts'
import * as q from './workspaces.queries.ts'

export function describeWorkspace(row: q.WorkspaceRow): Workspace {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    timeZone: row.time_zone,
    language: row.language,
    currency: row.currency,
    sessionTimeoutMinutes: row.session_timeout_minutes,
    isDemo: row.is_demo,
  }
}

export type NewWorkspace = {
  name: string
  timeZone: string
  language: Workspace['language']
  currency: string
  isDemo: boolean
}
/** Makes an empty workspace. The slug is the name's letters with a few of the id's, so that names may repeat. */
export async function createWorkspace(
  deps: Pick<AccessDeps, 'postgres' | 'now' | 'newId'>,
  made: NewWorkspace,
): Promise<string> {
  assertTimeZone(made.timeZone)
  const id = deps.newId()
  const letters = made.name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  await q.insertWorkspace(deps.postgres, {
    id,
    name: made.name,
    slug: `${letters.slice(0, 40) || 'workspace'}-${id.slice(-6)}`,
    time_zone: made.timeZone,
    language: made.language,
    currency: made.currency,
    session_timeout_minutes: 30,
    is_demo: made.isDemo,
    createdAt: deps.now(),
  })
  return id
}

export async function getWorkspace(deps: Pick<AccessDeps, 'postgres'>, id: string): Promise<Workspace> {
  const row = await q.findWorkspace(deps.postgres, id)
  if (!row) throw new AppError('workspace_not_found', 404, 'No such workspace.')
  return describeWorkspace(row)
}

export async function changeWorkspace(
  deps: AccessDeps,
  actor: Actor,
  change: z.infer<typeof WorkspaceChange>,
): Promise<Workspace> {
  const row = await q.findWorkspace(deps.postgres, actor.workspaceId)
  if (!row) throw new AppError('workspace_not_found', 404, 'No such workspace.')
  if (change.timeZone) assertTimeZone(change.timeZone)
  const after = {
    ...row,
    name: change.name ?? row.name,
    time_zone: change.timeZone ?? row.time_zone,
    language: change.language ?? row.language,
    currency: change.currency ?? row.currency,
    session_timeout_minutes: change.sessionTimeoutMinutes ?? row.session_timeout_minutes,
  }
  await q.updateWorkspace(deps.postgres, after)
  await audit(deps, actor, 'workspace.change', after.name, {
    before: describeWorkspace(row),
    after: describeWorkspace(after),
  })
  return describeWorkspace(after)
}

function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch (cause) {
    throw new AppError(
      'invalid_time_zone',
      400,
      faultOf('time_zone_unknown', { zone: timeZone.slice(0, 60) }),
      { cause },
    )
  }
}

/** The demo workspace, if there is one, and whether all of its world has arrived. */
export async function findDemo(
  deps: Pick<AccessDeps, 'postgres'>,
): Promise<{ workspaceId: string; createdAt: Date; isFilled: boolean } | null> {
  const row = await q.findDemoWorkspace(deps.postgres)
  return row
    ? { workspaceId: row.id, createdAt: row.created_at, isFilled: row.demo_filled_at !== null }
    : null
}

export async function markDemoFilled(
  deps: Pick<AccessDeps, 'postgres' | 'now'>,
  workspaceId: string,
): Promise<void> {
  await q.setDemoFilled(deps.postgres, workspaceId, deps.now())
}
