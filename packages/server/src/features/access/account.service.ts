import type { EmailChange, EmailConfirmation, PasswordForgotten, PasswordReset } from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { RequestIdentity } from '../../platform/request-identity.ts'
import type { Letter } from '../mail/index.ts'
import type { AccessDeps } from './access.deps.ts'
import * as q from './account.queries.ts'
import { mailUnavailable } from './answers.ts'
import { audit } from './audit.service.ts'
import { emailChangedLetter, emailChangeLetter, passwordResetLetter } from './letters.ts'
import { hashToken, newToken } from './token.ts'
import {
  findUser,
  findUserByEmail,
  lockUsers,
  replacePassword,
  type UserRow,
  updateEmail,
} from './users.queries.ts'
import { checkPassword, hashPassword } from './users.service.ts'
import { listWorkspaces } from './workspaces.queries.ts'

const HOUR = 3_600_000
/** More letters of a kind would be a nuisance that a stranger causes. */
const LINKS_PER_HOUR = 5

/** Mails a link for a new password, if the address is known. Nobody learns from the answer whether it is. */
export async function forgetPassword(
  deps: AccessDeps,
  request: z.infer<typeof PasswordForgotten>,
): Promise<void> {
  if (!deps.outbox) throw mailUnavailable()
  const user = await findUserByEmail(deps.postgres, request.email)
  if (!user) return
  await sendLink(deps, { kind: 'password-reset', user, to: user.email, newEmail: null }, (token) =>
    passwordResetLetter(request.language, `${deps.publicUrl}/new-password?token=${token}`),
  )
}

/** Sets a new password by a mailed link, and ends every session of the account. */
export async function resetPassword(deps: AccessDeps, request: z.infer<typeof PasswordReset>): Promise<void> {
  const passwordHash = await hashPassword(deps, request.password)
  await deps.postgres.transaction().execute(async (postgres) => {
    const inner = { ...deps, postgres }
    const { user } = await takeLink(inner, 'password-reset', request.token)
    await replacePassword(postgres, { userId: user.id, passwordHash, at: deps.now() })
    await auditEverywhere(inner, user, 'account.password', {})
  })
}

/** Mails a link to the new address. The answer is the same when another account has it already. */
export async function changeEmail(
  deps: AccessDeps,
  identity: RequestIdentity | null,
  request: z.infer<typeof EmailChange>,
): Promise<void> {
  if (identity?.kind !== 'user') throw new AppError('unauthenticated', 401, 'Sign in first.')
  if (!deps.outbox) throw mailUnavailable()
  const user = await findUser(deps.postgres, identity.userId)
  if (!user || !(await checkPassword(deps, user.id, request.password)))
    throw new AppError('wrong_password', 401, 'This is not the password of your account.')
  const newEmail = request.email.toLowerCase()
  if (await findUserByEmail(deps.postgres, newEmail)) return
  await sendLink(deps, { kind: 'email-change', user, to: newEmail, newEmail }, (token) =>
    emailChangeLetter(request.language, newEmail, `${deps.publicUrl}/confirm-email?token=${token}`),
  )
}

/** Gives the account its new address by a mailed link, and tells the old one. */
export async function confirmEmail(
  deps: AccessDeps,
  request: z.infer<typeof EmailConfirmation>,
): Promise<{ email: string }> {
  const at = deps.now()
  const email = await deps.postgres.transaction().execute(async (postgres) => {
    const inner = { ...deps, postgres }
    await lockUsers(postgres)
    const { user, newEmail } = await takeLink(inner, 'email-change', request.token)
    // Somebody else may have taken the address since the letter was sent.
    if (newEmail === null || (await findUserByEmail(postgres, newEmail))) throw unknownLink()
    await updateEmail(postgres, { id: user.id, email: newEmail, at })
    await auditEverywhere(inner, user, 'account.email', {
      before: { email: user.email },
      after: { email: newEmail },
    })
    await deps.outbox?.post(
      postgres,
      {
        workspaceId: null,
        kind: 'email-changed',
        aboutId: user.id,
        to: user.email,
        expiresAt: new Date(at.getTime() + 48 * HOUR),
      },
      emailChangedLetter(request.language, newEmail),
    )
    return newEmail
  })
  deps.outbox?.wake()
  return { email }
}

/** Forgets links that no longer work. */
export async function forgetOldLinks(deps: Pick<AccessDeps, 'postgres' | 'now'>): Promise<void> {
  await q.deleteOldLinks(deps.postgres, new Date(deps.now().getTime() - 24 * HOUR))
}

async function sendLink(
  deps: AccessDeps,
  link: { kind: q.LinkKind; user: UserRow; to: string; newEmail: string | null },
  letter: (token: string) => Letter,
): Promise<void> {
  const { kind, user, to, newEmail } = link
  const createdAt = deps.now()
  const expiresAt = new Date(createdAt.getTime() + HOUR)
  await deps.postgres.transaction().execute(async (postgres) => {
    await lockUsers(postgres)
    const sent = await q.countLinks(postgres, user.id, kind, new Date(createdAt.getTime() - HOUR))
    if (sent >= LINKS_PER_HOUR) return
    const token = newToken()
    const tokenHash = hashToken(token)
    await q.insertLink(postgres, { tokenHash, kind, userId: user.id, newEmail, createdAt, expiresAt })
    const posting = { workspaceId: null, kind, aboutId: user.id, to, expiresAt }
    await deps.outbox?.post(postgres, posting, letter(token))
  })
  deps.outbox?.wake()
}

async function takeLink(deps: AccessDeps, kind: q.LinkKind, token: string) {
  const link = await q.useLink(deps.postgres, { tokenHash: hashToken(token), kind, now: deps.now() })
  const user = link && (await findUser(deps.postgres, link.user_id))
  if (!user) throw unknownLink()
  return { user, newEmail: link.new_email }
}

const unknownLink = () =>
  new AppError('link_not_found', 404, 'The link is unknown, used or expired. Ask for a new one.')

/** An account is in no workspace of its own: each in which the person works gets an entry. */
async function auditEverywhere(
  deps: AccessDeps,
  user: UserRow,
  action: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  const identity = { kind: 'user', userId: user.id, name: user.name, email: user.email, role: null } as const
  for (const { id } of await listWorkspaces(deps.postgres, user.id))
    await audit(deps, { workspaceId: id, identity }, action, user.email, change)
}
