import type { AccessDeps } from './access.deps.ts'
import { findPasswordHash, insertUser } from './users.queries.ts'

/** Makes a person of staff who can sign in. The caller has made sure that the e-mail is free. */
export async function createUser(
  deps: AccessDeps,
  user: { name: string; email: string; password: string },
): Promise<string> {
  const id = deps.newId()
  await insertUser(deps.postgres, {
    id,
    name: user.name,
    email: user.email.toLowerCase(),
    passwordId: deps.newId(),
    passwordHash: await hashPassword(deps, user.password),
    at: deps.now(),
  })
  return id
}

/** Hashes as sign-in expects it. */
export async function hashPassword(deps: AccessDeps, password: string): Promise<string> {
  return (await deps.auth.$context).password.hash(password)
}

/** Says whether the password is that of the account. */
export async function checkPassword(deps: AccessDeps, userId: string, password: string): Promise<boolean> {
  const hash = await findPasswordHash(deps.postgres, userId)
  return hash !== null && (await deps.auth.$context).password.verify({ hash, password })
}
