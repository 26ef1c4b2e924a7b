import { z } from 'zod'
import { Language } from './common.ts'

const NewPassword = z.string().min(10).max(200)
const Token = z.string().max(200)

/** Asks for a link by which a forgotten password is replaced. The answer is the same for unknown addresses. */
export const PasswordForgotten = z.object({ email: z.email().max(254), language: Language })
export const PasswordReset = z.object({ token: Token, password: NewPassword })

/** Asks to sign in with another address. It takes effect when the link that is mailed there is opened. */
export const EmailChange = z.object({
  email: z.email().max(254),
  password: z.string().max(200),
  language: Language,
})
export const EmailConfirmation = z.object({ token: Token, language: Language })
export const EmailConfirmed = z.object({ email: z.string() })
