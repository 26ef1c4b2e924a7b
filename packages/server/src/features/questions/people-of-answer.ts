import { findPeople } from '../people/index.ts'
import type { Caller } from './caller.ts'
import type { QuestionsDeps } from './open-question.ts'

/** An answer with its people as they are told of everywhere, in the same order. */
export async function withPeople<Answer extends { people: { personId: string; at: string }[] }>(
  deps: QuestionsDeps,
  caller: Caller,
  { people, ...answer }: Answer,
) {
  const at = new Map(people.map((one) => [one.personId, one.at]))
  const items = await findPeople(deps, caller.workspaceId, [...at.keys()])
  return {
    ...answer,
    items: items.map((person) => ({ ...person, at: at.get(person.id) ?? person.lastSeenAt })),
  }
}
