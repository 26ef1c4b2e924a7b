import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'

/** The answer of calls that have nothing to tell but that they are done. */
export const done = z.object({ ok: z.literal(true) })
export const ok = { ok: true } as const

/**
 * The limit of a public route by which a stranger could try passwords or tokens, or have letters sent: as many calls in a
 * minute from one address as sign-ins.
 */
export const guessable = (deps: { signInsPerMinute: number }) => ({
  rateLimit: { max: deps.signInsPerMinute, timeWindow: '1 minute' },
})

/** What needs a letter cannot be done here. */
export const mailUnavailable = () =>
  new AppError('mail_unavailable', 409, 'This Teia sends no e-mail: TEIA_SMTP_URL is not set.')
