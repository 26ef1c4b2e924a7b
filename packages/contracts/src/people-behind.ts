import { z } from 'zod'
import { Id } from './common.ts'
import { PersonSummary } from './people.ts'
import { AnswerMeta } from './questions.ts'

/** What every question for the people behind a mark is asked with. */
export const peoplePage = {
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
}

/** The people behind a mark of a chart, latest first; what `at` is the time of, each question says. */
export const PeopleBehind = z.object({
  items: z.array(PersonSummary.extend({ id: Id, at: z.string() })),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  meta: AnswerMeta,
})
export type PeopleBehind = z.infer<typeof PeopleBehind>
