import { PeopleBehindAnswer, PersonPage, type PersonSummary } from '@teia/contracts'
import { ask, get } from '../../lib/api.ts'
import { countLeaves } from '../../lib/filter-edit.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { PeopleSearch } from './people-search.ts'

export type PeoplePage = { items: PersonSummary[]; nextCursor: string | null; total: number | null }

/** How the people of an address are read, page by page; `key` tells one question from another. */
export function readPeople(search: PeopleSearch, timeZone: string, limit: number) {
  const isBehind = search.filter !== undefined || search.channel !== undefined
  const filter = filterOf(search)
  const { known, sort } = search
  const listed = { search: search.search, known, sort, limit }
  const range = rangeOf(search, timeZone)
  const asked = { range, ...(filter && countLeaves(filter) > 0 ? { filter } : {}), limit }
  return {
    key: isBehind ? asked : listed,
    page: (cursor: string | null, signal?: AbortSignal): Promise<PeoplePage> =>
      isBehind
        ? ask(PeopleBehindAnswer, '/questions/people', { ...asked, ...(cursor ? { cursor } : {}) }, signal)
        : get(PersonPage, '/people', { query: { ...listed, cursor }, ...(signal && { signal }) }),
  }
}
