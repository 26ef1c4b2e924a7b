import type { FastifyRequest } from 'fastify'
import type { RequestIdentity } from '../../platform/request-identity.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { Outbox } from '../mail/index.ts'
import type { Auth } from './auth.ts'

export type AccessDeps = {
  postgres: Postgres
  auth: Auth
  now: () => Date
  newId: () => string
  publicUrl: string
  /** Calls of each route by which passwords could be tried that one address may make in a minute. */
  signInsPerMinute: number
  /** Null when this Teia sends no e-mail. */
  outbox: Pick<Outbox, 'post' | 'withdraw' | 'wake'> | null
}
/** Who does something, and where. */
export type Actor = { workspaceId: string; identity: RequestIdentity | null }

/** Whoever makes this call, in the workspace that the guard let them into. */
export const actorOfRequest = (request: FastifyRequest): Actor => ({
  workspaceId: request.workspaceId,
  identity: request.identity,
})

/** Who may change what others have shared. */
export const isKeeper = ({ identity }: Actor) =>
  identity?.kind === 'user' && (identity.role === 'owner' || identity.role === 'admin')
