import { betterAuth } from 'better-auth'
import type pg from 'pg'

export type AuthOptions = { pool: pg.Pool; secret: string; publicUrl: string; signInsPerMinute: number }

/** Opens better-auth: e-mail and password, sessions in cookies. Accounts are made by set-up and invitations only. */
export function openAuth(options: AuthOptions) {
  return betterAuth({
    database: options.pool,
    secret: options.secret,
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 200 },
    session: { expiresIn: 14 * 86_400, updateAge: 86_400 },
    trustedOrigins: (request?: Request) => {
      const host = request?.headers.get('host')
      return host ? [`http://${host}`, `https://${host}`] : []
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 600,
      customRules: { '/sign-in/email': { window: 60, max: options.signInsPerMinute } },
    },
    advanced: { useSecureCookies: options.publicUrl.startsWith('https://'), cookiePrefix: 'teia' },
    logger: { disabled: true },
  })
}
export type Auth = ReturnType<typeof openAuth>

/** Makes a person of staff who can sign in. The caller has made sure that the e-mail is free. */
export async function createUser(
  auth: Auth,
  user: { name: string; email: string; password: string },
): Promise<string> {
  const context = await auth.$context
  const created = await context.internalAdapter.createUser(
    { name: user.name, email: user.email.toLowerCase(), emailVerified: true },
    { method: 'email-password' },
  )
  const password = await context.password.hash(user.password)
  await context.internalAdapter.linkAccount({
    userId: created.id,
    providerId: 'credential',
    accountId: created.id,
    password,
  })
  return created.id
}

/** Says whether the password is that of the account. */
export async function checkPassword(auth: Auth, userId: string, password: string): Promise<boolean> {
  const context = await auth.$context
  const accounts = await context.internalAdapter.findAccounts(userId)
  const hash = accounts.find((account) => account.providerId === 'credential')?.password
  return hash ? context.password.verify({ hash, password }) : false
}
