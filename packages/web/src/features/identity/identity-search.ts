import { z } from 'zod'

export const identityParts = ['waiting', 'likely', 'shared'] as const
/** The address of the page of decisions: what is shown. */
export const IdentitySearch = z.object({ part: z.enum(identityParts).optional().catch(undefined) })
export type IdentityPart = (typeof identityParts)[number]
