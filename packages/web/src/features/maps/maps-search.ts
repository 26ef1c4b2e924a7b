import { Filter } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

const Part = z.string().max(40).optional().catch(undefined)

export const stepTabs = ['numbers', 'people', 'conformance', 'comments', 'history'] as const

/** The address of the list of maps. */
export const MapsSearch = z.object({ search: z.string().max(200).optional().catch(undefined) })
export type MapsSearch = z.infer<typeof MapsSearch>

/** The address of a map: what is asked of it, what is shown of it, and what is open beside it. */
export const MapSearch = QuestionSearch.extend({
  state: z.enum(['toBe', 'both']).optional().catch(undefined),
  step: Part,
  tab: z.enum(stepTabs).optional().catch(undefined),
  /** Which people of the step are listed. */
  part: z.enum(['entered', 'now', 'wentOn', 'left', 'returned']).optional().catch(undefined),
  /** What those who go on from the step are split by. */
  by: z.string().min(1).max(300).optional().catch(undefined),
  /** Lanes that are not shown. */
  hide: z.array(z.string().max(40)).max(24).optional().catch(undefined),
  /** Others who stand beside. */
  against: Filter.optional().catch(undefined),
  /** In percent; without it the map is as wide as the page. */
  zoom: z.number().min(50).max(150).optional().catch(undefined),
  /** What is open of the whole map. */
  panel: z.enum(['comments', 'history']).optional().catch(undefined),
  edit: z.boolean().optional().catch(undefined),
})
export type MapSearch = z.infer<typeof MapSearch>
