import type { identitiesOf } from '../identity/index.ts'
import { acceptMessages, type HandInDeps } from '../ingest/index.ts'
import { ownSource, type SourcesDeps } from '../sources/index.ts'

/** Somebody came in (`entered`) or left. `after` is the round of what was known before: the same move told again has the same. */
export type Move = { segment: string; person: string; entered: boolean; after: number }
export type Identities = Awaited<ReturnType<typeof identitiesOf>>

type TellIn = { workspaceId: string; segments: readonly { id: string; name: string }[]; now: Date }

/** Has the moves come in as readings of a machine, so that they stand in timelines and make nobody. */
export async function tellMoves(
  deps: HandInDeps & SourcesDeps,
  { workspaceId, segments, now }: TellIn,
  moves: readonly Move[],
  identities: Identities,
): Promise<void> {
  const nameOf = new Map(segments.map((one) => [one.id, one.name]))
  const speaksOf = new Map<string, Identities[number]>()
  for (const one of identities)
    if (
      one.kind === 'userId' ||
      (one.kind === 'anonymousId' && speaksOf.get(one.personId)?.kind !== 'userId')
    )
      speaksOf.set(one.personId, one)
  const messages = moves.flatMap(({ segment, person, entered, after }) => {
    const speaks = speaksOf.get(person)
    if (!speaks) return []
    return [
      {
        type: 'track',
        event: entered ? 'Segment Entered' : 'Segment Left',
        [speaks.kind]: speaks.value,
        messageId: `segment:${segment}:${person}:${after}`,
        timestamp: now.toISOString(),
        properties: { segment_id: segment, segment: nameOf.get(segment) ?? '' },
        context: { channel: 'system' },
      },
    ]
  })
  if (messages.length === 0) return
  const id = await ownSource(deps, { workspaceId, identity: null }, 'Segments')
  await acceptMessages(deps, { id, workspaceId, enabled: true }, messages, now.getTime())
}
