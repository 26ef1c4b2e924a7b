import { z } from 'zod'

/** The address of the tasks: whose, done or not, which words; `new` opens the form for another. */
export const TasksSearch = z.object({
  view: z.enum(['team', 'done']).optional().catch(undefined),
  /** `mine`, `nobody`, or the id of a member; absent: whoever it is. Not for one's own tasks. */
  assignee: z.string().max(200).optional().catch(undefined),
  search: z.string().max(200).optional().catch(undefined),
  new: z.literal(true).optional().catch(undefined),
})
export type TasksSearch = z.infer<typeof TasksSearch>
