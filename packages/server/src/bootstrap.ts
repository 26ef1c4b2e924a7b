import { createHash, randomBytes } from 'node:crypto'
import type { Config } from './config.ts'
import { demoSignIn, demoWorkspace } from './demo.ts'
import { drawDemo } from './draw-demo.ts'
import {
  asFirst,
  createKey,
  createWorkspace,
  ensureMember,
  findDemo,
  markDemoFilled,
} from './features/access/index.ts'
import { createSource, ensureSource } from './features/sources/index.ts'
import type { Server } from './open-server.ts'
import type { Stores } from './storage/open-stores.ts'

export type Begun = { demoToFill: { writeKey: string; until: Date; onDone: () => Promise<void> } | null }

/**
 * What has to exist before the first visitor: the workspace and keys of an unattended set-up, and the demo. Safe to
 * run at every start; what is there already stays as it is.
 */
export async function bootstrap(config: Config, server: Server, stores: Stores): Promise<Begun> {
  await bootstrapWorkspace(config, server)
  return { demoToFill: config.demo ? await bootstrapDemo(server, stores) : null }
}

async function bootstrapWorkspace(config: Config, server: Server): Promise<void> {
  const { writeKey, apiKey, adminEmail, adminPassword } = config.bootstrap
  if (!writeKey && !apiKey && !adminEmail) return
  await asFirst(server.deps, async (deps) => {
    const workspaceId = await createWorkspace(deps, {
      name: 'Teia',
      timeZone: 'UTC',
      language: 'en',
      currency: 'EUR',
      isDemo: false,
    })
    const actor = { workspaceId, identity: null }
    await ensureMember(deps, {
      workspaceId,
      name: 'Administrator',
      email: adminEmail ?? 'owner@teia.local',
      // An owner who cannot sign in still owns: nobody knows this password.
      password: adminPassword ?? randomBytes(32).toString('base64url'),
      role: 'owner',
    })
    if (writeKey) await createSource(deps, actor, { name: 'Bootstrap', kind: 'server', writeKey })
    if (apiKey) await createKey(deps, actor, { name: 'Bootstrap', kind: 'secret', key: apiKey })
  })
}

async function bootstrapDemo(server: Server, stores: Stores): Promise<Begun['demoToFill']> {
  const { deps } = server
  const known = await findDemo(deps)
  const workspaceId = known?.workspaceId ?? (await createWorkspace(deps, demoWorkspace))
  await ensureMember(deps, { workspaceId, name: 'Cecília Guabiroba', ...demoSignIn, role: 'owner' })
  const writeKey = `demo-${createHash('sha256').update(`${stores.secret}${workspaceId}`).digest('hex').slice(0, 32)}`
  await ensureSource(deps, { workspaceId, identity: null }, { name: 'Mercado Aurora', kind: 'web', writeKey })
  if (known?.isFilled) return null
  const until = known?.createdAt ?? deps.now()
  const onDone = async () => {
    await server.pipeline.caughtUp()
    await drawDemo(server, workspaceId)
    await markDemoFilled(deps, workspaceId)
  }
  return { writeKey, until, onDone }
}
