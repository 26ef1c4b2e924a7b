import type { SetupRequest } from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { AccessDeps } from './access.deps.ts'
import { audit } from './audit.service.ts'
import { insertMember } from './members.queries.ts'
import { countUsers, lockUsers } from './users.queries.ts'
import { createUser } from './users.service.ts'
import { createWorkspace } from './workspaces.service.ts'

export async function needsSetup(deps: Pick<AccessDeps, 'postgres'>): Promise<boolean> {
  return (await countUsers(deps.postgres)) === 0
}

/**
 * Runs work that only the first may do: `work` runs in one transaction, with nobody else in here, and only while there is
 * no user at all. Returns null without running it when there is one.
 */
export async function asFirst<Deps extends Pick<AccessDeps, 'postgres'>, Result>(
  deps: Deps,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result | null> {
  return deps.postgres.transaction().execute(async (postgres) => {
    await lockUsers(postgres)
    return (await needsSetup({ postgres })) ? work({ ...deps, postgres }) : null
  })
}

/** Makes the first owner and the first workspace. Works once, also when it is asked for many times at once. */
export async function setUp(deps: AccessDeps, request: z.infer<typeof SetupRequest>): Promise<void> {
  const made = await asFirst(deps, async (first) => {
    const workspaceId = await createWorkspace(first, {
      name: request.workspaceName,
      timeZone: request.timeZone,
      language: request.language,
      currency: 'EUR',
      isDemo: false,
    })
    const userId = await createUser(first, request)
    const member = { id: deps.newId(), workspaceId, userId, role: 'owner', at: deps.now() } as const
    await insertMember(first.postgres, member)
    await audit(first, { workspaceId, identity: null }, 'workspace.create', request.workspaceName, {
      after: { owner: request.email },
    })
    return true
  })
  if (!made) throw new AppError('already_set_up', 409, 'Teia is set up already. Sign in.')
}
