import { createHash, randomBytes } from 'node:crypto'

/** A secret that cannot be guessed, fit for a link or a header: 192 bits. */
export const newToken = (): string => randomBytes(24).toString('base64url')

/** What is kept of a secret. A plain hash will do, because nobody can guess 192 random bits. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
