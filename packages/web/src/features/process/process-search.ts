import type { ProcessPart } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

const Name = z.string().max(300)
/** What is open, as the contract has it: of its own, so that the first page does not load the contract of processes. */
const Part: z.ZodType<ProcessPart> = z.union([
  z.object({ node: Name, part: z.enum(['met', 'starts', 'ends', 'repeats']) }),
  z.object({ source: Name, target: Name }),
  z.object({ variant: Name }),
])
const Share = z.number().min(0).max(1)

/** The address of Process: the question, the view, how much of it is drawn, and what is open. */
export const ProcessSearch = QuestionSearch.extend({
  view: z.enum(['graph', 'variants', 'waiting', 'table']).optional().catch(undefined),
  by: z.enum(['touchpoint', 'event', 'channel']).optional().catch(undefined),
  scope: z.enum(['person', 'session', 'account']).optional().catch(undefined),
  /** What the drawing tells of each connection. */
  measure: z.enum(['frequency', 'time']).optional().catch(undefined),
  /** Shares of all interactions and of all times that the drawing covers. */
  steps: Share.optional().catch(undefined),
  links: Share.optional().catch(undefined),
  open: Part.optional().catch(undefined),
})
export type ProcessSearch = z.infer<typeof ProcessSearch>
