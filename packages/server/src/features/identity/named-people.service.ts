import type { IdentityRules, ListFileKind } from '@teia/contracts'
import { uuid } from '../../platform/ids.ts'
import { identityIdOf } from '../../storage/log/accepted-event.ts'
import { readEmail, readPhone } from './identifier-values.ts'
import type { Db } from './identity-db.ts'
import { selectNamed } from './named-people.queries.ts'

/** Of user ids and anonymous ids no more is kept. */
const longestId = 512

/** The identifier that a text is, by its id; null where it is none of that kind. */
export function identityNamed(
  workspaceId: string,
  rules: IdentityRules,
  kind: ListFileKind,
  text: string,
): string | null {
  const small = text.toLowerCase()
  if (kind === 'personId') return uuid.test(small) ? small : null
  const value =
    kind === 'email'
      ? readEmail(text, rules)
      : kind === 'phone'
        ? readPhone(text, rules.defaultCountry)
        : text
  return value && value.length <= longestId ? identityIdOf(workspaceId, kind, value) : null
}

/** By id of an identifier, whoever has it: nobody, one person, or several who share it. */
export async function peopleNamed(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const named = new Map<string, string[]>()
  for (const { asked, person } of await selectNamed(db, workspaceId, identityIds))
    named.set(asked, [...(named.get(asked) ?? []), person])
  return named
}
