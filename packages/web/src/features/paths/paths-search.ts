import { Filter } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

const Spot = z.object({ depth: z.number().int().min(0), label: z.string().max(300) })

/** The address of Paths: the question, the view and what is selected. `by: channel` tells a touchpoint's channels apart. */
export const PathsSearch = QuestionSearch.extend({
  view: z.enum(['sankey', 'table']).optional().catch(undefined),
  by: z.enum(['touchpoint', 'channel', 'event']).optional().catch(undefined),
  start: z.string().max(300).optional().catch(undefined),
  end: z.string().max(300).optional().catch(undefined),
  depth: z.number().int().min(2).max(10).optional().catch(undefined),
  scope: z.enum(['session', 'person']).optional().catch(undefined),
  above: z.number().min(0).max(0.5).optional().catch(undefined),
  repeats: z.boolean().optional().catch(undefined),
  entry: z.boolean().optional().catch(undefined),
  /** Others to compare with, instead of the period before. */
  versus: Filter.optional().catch(undefined),
  source: Spot.optional().catch(undefined),
  target: Spot.optional().catch(undefined),
})
export type PathsSearch = z.infer<typeof PathsSearch>
