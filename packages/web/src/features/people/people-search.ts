import { Channel, PeopleQuery } from '@teia/contracts'
import { z } from 'zod'
import { QuestionSearch } from '../../lib/periods.ts'

/** The address of the people list. With a filter it lists the people behind a number. */
export const PeopleSearch = QuestionSearch.extend({
  search: z.string().max(200).optional().catch(undefined),
  known: PeopleQuery.shape.known.unwrap().optional().catch(undefined),
  sort: PeopleQuery.shape.sort.unwrap().optional().catch(undefined),
  columns: z.array(z.string().max(40)).max(20).optional().catch(undefined),
})
export type PeopleSearch = z.infer<typeof PeopleSearch>

/** The address of one person: how the timeline is narrowed, and the event that is open. */
export const PersonSearch = z.object({
  channel: Channel.optional().catch(undefined),
  touchpoint: z.string().max(200).optional().catch(undefined),
  search: z.string().max(200).optional().catch(undefined),
  event: z.string().max(200).optional().catch(undefined),
  /** The local day that the timeline was jumped to. */
  day: z.iso.date().optional().catch(undefined),
  /** Days of the strip; absent: four weeks. */
  strip: z.literal([180, 3650]).optional().catch(undefined),
})
export type PersonSearch = z.infer<typeof PersonSearch>

export const AccountsSearch = z.object({
  search: z.string().max(200).optional().catch(undefined),
  columns: z.array(z.string().max(40)).max(20).optional().catch(undefined),
})
