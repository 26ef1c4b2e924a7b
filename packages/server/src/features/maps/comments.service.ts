import { faultOf, type MapComment, type MapCommentDefinition, mapLimits } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { type AccessDeps, type Actor, audit, isKeeper } from '../access/index.ts'
import * as q from './comments.queries.ts'
import { getMap, type MapsDeps, mapKey } from './maps.service.ts'
import { mentionedMembers, withdrawMentions, writeToMentioned } from './mentions.service.ts'

export type CommentsDeps = MapsDeps & AccessDeps

const notFound = () => new AppError('comment_not_found', 404, 'No such comment.')
const describe = (row: q.CommentRow): MapComment => ({
  id: row.id,
  text: row.text,
  part: row.part,
  answers: row.answers,
  mentions: row.mentions,
  by: { id: row.writer_id, name: row.written_by },
  at: row.written_at.toISOString(),
  resolvedAt: row.resolved_at?.toISOString() ?? null,
})

/** What people say about a map, oldest first. Throws `map_not_found`. */
export async function listComments(deps: CommentsDeps, workspaceId: string, mapId: string) {
  await getMap(deps, workspaceId, mapId)
  const rows = await q.listComments(deps.postgres, mapKey(workspaceId, mapId))
  return { items: rows.map(describe) }
}

/**
 * Keeps a comment, and writes to whom it mentions. Throws `map_not_found`, `comment_not_found` for one that it does not answer, `conflict` where
 * there are too many, `member_not_found`.
 */
export async function writeComment(
  deps: CommentsDeps,
  actor: Actor,
  mapId: string,
  said: MapCommentDefinition,
): Promise<MapComment> {
  const { workspaceId, identity } = actor
  const map = await getMap(deps, workspaceId, mapId)
  const { items } = await listComments(deps, workspaceId, mapId)
  if (items.length >= mapLimits.comments)
    throw new AppError('conflict', 409, faultOf('map_comments_too_many', { most: mapLimits.comments }))
  // An answer to an answer stands with it, under the first.
  const answered = said.answers === undefined ? undefined : items.find((one) => one.id === said.answers)
  if (said.answers !== undefined && !answered) throw notFound()
  const members = await mentionedMembers(deps, workspaceId, said.mentions)
  const row: q.CommentRow = {
    id: deps.newId(),
    part: answered ? answered.part : (said.part ?? null),
    answers: answered ? (answered.answers ?? answered.id) : null,
    text: said.text,
    mentions: members.map(({ userId, name }) => ({ id: userId, name })),
    written_by: identity?.kind === 'user' ? identity.name : actorOf(identity),
    writer_id: identity?.kind === 'user' ? identity.userId : null,
    written_at: deps.now(),
    resolved_at: null,
  }
  await deps.postgres.transaction().execute(async (postgres) => {
    const inner = { ...deps, postgres }
    await q.insertComment(postgres, mapKey(workspaceId, mapId), row)
    await writeToMentioned(inner, actor, map, row, members)
    await audit(inner, actor, 'map.commented', mapId)
  })
  deps.outbox?.wake()
  return describe(row)
}

/** Closes a comment, or opens it again. Throws `map_not_found`, `comment_not_found`. */
export async function resolveComment(
  deps: CommentsDeps,
  actor: Actor,
  place: { mapId: string; commentId: string },
  resolved: boolean,
): Promise<MapComment> {
  const key = mapKey(actor.workspaceId, place.mapId)
  const isThere =
    uuid.test(place.commentId) &&
    (await q.resolveComment(deps.postgres, key, place.commentId, resolved ? deps.now() : null))
  const { items } = await listComments(deps, actor.workspaceId, place.mapId)
  const found = items.find((one) => one.id === place.commentId)
  if (!isThere || !found) throw notFound()
  await audit(deps, actor, resolved ? 'map.comment-resolved' : 'map.comment-opened', place.mapId)
  return found
}

/** Takes a comment away with its answers: one's own, and those of others for who may change members. Throws `comment_not_found`, `forbidden`. */
export async function deleteComment(
  deps: CommentsDeps,
  actor: Actor,
  place: { mapId: string; commentId: string },
): Promise<void> {
  const { items } = await listComments(deps, actor.workspaceId, place.mapId)
  const found = items.find((one) => one.id === place.commentId)
  if (!found) throw notFound()
  const { identity } = actor
  const isOwn = identity?.kind === 'user' && identity.userId === found.by.id
  if (!isOwn && !isKeeper(actor) && identity?.kind !== 'key')
    throw new AppError('forbidden', 403, 'Only who wrote a comment may delete it, and owners and admins.')
  await q.deleteComment(deps.postgres, mapKey(actor.workspaceId, place.mapId), place.commentId)
  const gone = items.filter((one) => one.id === found.id || one.answers === found.id)
  await withdrawMentions(deps, gone)
  await audit(deps, actor, 'map.comment-deleted', place.mapId, { before: { text: found.text } })
}
