import { listChanged, takeOffChanged, watchPeople } from './changed-people.queries.ts'
import { loadPersons, personsOfIdentities } from './identity.queries.ts'
import type { Db } from './identity-db.ts'

/** Whose traits or identifiers have changed: for those who rest on them. `take` hands out some, and takes them off with `done`. */
export const changedPeople = {
  watch: watchPeople,
  list: listChanged,
  takeOff: takeOffChanged,
}

/** The identifiers of people: which they are, and the name under which each speaks for events. */
export async function identitiesOf(db: Db, workspaceId: string, personIds: readonly string[]) {
  const rows = await loadPersons(db, workspaceId, personIds)
  return rows.map(({ identity_id, person_id, kind, value }) => ({
    identityId: identity_id,
    personId: person_id,
    kind,
    value,
  }))
}

/** Who the people are now that once had these ids, which are those of identifiers. */
export const personsOf = personsOfIdentities
