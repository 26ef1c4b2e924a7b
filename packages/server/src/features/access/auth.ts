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
