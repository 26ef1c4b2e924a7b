import type { JourneyMap, Member } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { rolePolicy } from '../../platform/policy.ts'
import { type AccessDeps, type Actor, getWorkspace, listMembers } from '../access/index.ts'
import type { CommentRow } from './comments.queries.ts'
import { mentionLetter } from './mention-letter.ts'

/** After this a letter that could not be delivered says nothing new. */
const keptMs = 7 * 86_400_000

/** The members of these ids, each once. Throws `member_not_found`. */
export async function mentionedMembers(
  deps: Pick<AccessDeps, 'postgres'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<Member[]> {
  if (ids.length === 0) return []
  const { items } = await listMembers(deps, workspaceId)
  return [...new Set(ids)].map((id) => {
    const member = items.find((one) => one.userId === id)
    if (!member) throw new AppError('member_not_found', 404, 'Nobody of this workspace has this id.')
    return member
  })
}

/**
 * Writes a letter to everybody whom a comment mentions and who may read it, but for who wrote it; a comment writes to each
 * once. Where Teia sends no e-mail, the comment is all. `outbox.wake` sends them.
 */
export async function writeToMentioned(
  deps: AccessDeps,
  { workspaceId, identity }: Actor,
  map: JourneyMap,
  comment: CommentRow,
  members: readonly Member[],
): Promise<void> {
  const { outbox } = deps
  const writer = identity?.kind === 'user' ? identity.userId : null
  const readers = members.filter(
    ({ userId, role }) => userId !== writer && rolePolicy[role].includes('maps:read'),
  )
  if (!outbox || readers.length === 0) return
  const letter = mentionLetter({
    workspace: await getWorkspace(deps, workspaceId),
    map: map.document.name,
    who: comment.written_by,
    text: comment.text,
    url: `${deps.publicUrl}/maps/${map.id}?panel=comments`,
  })
  const expiresAt = new Date(deps.now().getTime() + keptMs)
  for (const { userId, email: to } of readers) {
    const aboutId = mentionId(comment.id, userId)
    await outbox.post(deps.postgres, { workspaceId, kind: 'mention', aboutId, to, expiresAt }, letter)
  }
}

/** Takes back letters about comments that are gone, as far as they are not on their way yet. */
export async function withdrawMentions(
  { outbox, postgres }: Pick<AccessDeps, 'outbox' | 'postgres'>,
  comments: readonly { id: string; mentions: readonly { id: string }[] }[],
): Promise<void> {
  for (const { id, mentions } of comments)
    for (const one of mentions) await outbox?.withdraw(postgres, 'mention', mentionId(id, one.id))
}

const mentionId = (commentId: string, userId: string) => `${commentId} ${userId}`
