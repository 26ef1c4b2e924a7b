import { z } from 'zod'

/** The head in which an asker calls a question by an id of its own, to ask how far it is or to stop it. */
export const questionIdHeader = 'x-question-id'
export const QuestionHeaders = z.looseObject({
  /** Of the asker's choice, unlike that of any other question at work in the workspace; a UUID is best. */
  [questionIdHeader]: z
    .string()
    .regex(/^[\w-]{8,100}$/)
    .optional(),
})

/**
 * What is done at the moment. `counting`: statements in the engine. `aligning`: journeys beside the map. `dividing`: models, and
 * people drawn anew for each interval.
 */
export const questionPhases = ['counting', 'aligning', 'dividing'] as const
/** How far a question is: so many of all are done, in what its phase counts; null where all are not known beforehand. */
export const QuestionProgress = z.object({
  phase: z.enum(questionPhases),
  done: z.number().int(),
  total: z.number().int().nullable(),
  elapsedMs: z.number(),
})
export type QuestionProgress = z.infer<typeof QuestionProgress>
