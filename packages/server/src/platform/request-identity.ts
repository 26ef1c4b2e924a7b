import type { Role, Scope } from '@teia/contracts'

/** Who asks: a member of staff with a cookie, or a program with a secret key. */
export type RequestIdentity =
  | { kind: 'user'; userId: string; name: string; email: string; role: Role | null }
  | { kind: 'key'; keyId: string; name: string; scopes: readonly Scope[]; isOwner: boolean }

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not public. */
    identity: RequestIdentity | null
    /** Set on every route that needs a scope; a UUID. */
    workspaceId: string
  }
}

/** How the audit log names whoever asks. */
export function actorOf(identity: RequestIdentity | null): string {
  if (!identity) return 'system'
  return identity.kind === 'user' ? identity.email : `key: ${identity.name}`
}
