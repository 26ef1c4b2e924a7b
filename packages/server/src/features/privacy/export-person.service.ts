import { listNotes, type NotesDeps } from '../notes/index.ts'
import { getPerson, rawEventsOf } from '../people/index.ts'

/**
 * Everything that is known of a person as one JSON document, in pieces: `{exportedAt, person, notes, events}`, events
 * as they were accepted, oldest first. Throws `person_not_found` before the first piece.
 */
export async function exportPerson(
  deps: NotesDeps,
  workspaceId: string,
  id: string,
): Promise<{ personId: string; pieces: AsyncGenerator<string> }> {
  const [person, notes] = await Promise.all([
    getPerson(deps, workspaceId, id),
    listNotes(deps, workspaceId, id),
  ])
  async function* pieces() {
    const head = { exportedAt: deps.now().toISOString(), person, notes: notes.items }
    yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "events": [`
    let separator = '\n'
    for await (const event of rawEventsOf(deps, workspaceId, id)) {
      yield `${separator}  ${JSON.stringify(event)}`
      separator = ',\n'
    }
    yield '\n ]\n}\n'
  }
  return { personId: person.id, pieces: pieces() }
}
