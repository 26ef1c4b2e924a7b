import { identityIdOf } from '../../storage/log/accepted-event.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { carriedIdentifiers, rulesOfWorkspace } from '../identity/index.ts'
import type { RefusedMessage } from '../ingest/index.ts'
import * as q from './erasures.queries.ts'

type Kept = Pick<RefusedMessage, 'message' | 'delivery'>
type Rules = Awaited<ReturnType<typeof rulesOfWorkspace>>

/**
 * Leaves out refused messages that name somebody who was erased, so that they are not kept: by the identifiers of a
 * message, or by any text of a delivery, of which nobody knows yet what is an identifier in it.
 */
export async function refusedWithoutErased<One extends Kept>(
  deps: { postgres: Postgres },
  workspaceId: string,
  refused: readonly One[],
): Promise<readonly One[]> {
  if (!(await q.listWorkspacesWithErased(deps.postgres, [workspaceId])).has(workspaceId)) return refused
  const rules = await rulesOfWorkspace(deps.postgres, workspaceId)
  const named = refused.map((one) => [one, identitiesOf(workspaceId, one, rules)] as const)
  const all = [...new Set(named.flatMap(([, ids]) => ids))]
  const erased = await q.findErased(deps.postgres, workspaceId, all)
  return named.flatMap(([one, ids]) => (ids.some((id) => erased.has(id)) ? [] : [one]))
}

function identitiesOf(workspaceId: string, one: Kept, rules: Rules): string[] {
  const idOf = (kind: string, value: string) => identityIdOf(workspaceId, kind, value)
  const carried = (traits: Record<string, unknown>, context: Record<string, unknown>) =>
    carriedIdentifiers({ type: 'identify', traits, context }, rules).map(({ kind, value }) =>
      idOf(kind, value),
    )
  const anyKind = (value: string) => [idOf('userId', value), idOf('anonymousId', value)]
  if (one.delivery)
    return textsIn(one.message).flatMap((text) => [
      ...anyKind(text),
      ...carried({ email: text, phone: text }, {}),
    ])
  if (!isObject(one.message)) return []
  const { userId, anonymousId, previousId, traits, context } = one.message
  const ids = [userId, anonymousId, previousId].filter((value) => isText(value) || typeof value === 'number')
  return [
    ...ids.flatMap((value) => anyKind(String(value))),
    ...carried(isObject(traits) ? traits : {}, isObject(context) ? context : {}),
  ]
}

const mostTexts = 1_000
const longest = 300

/** The texts and numbers of a body, as far as they may be identifiers. */
function textsIn(body: unknown): string[] {
  const found = new Set<string>()
  const waiting = [body]
  while (waiting.length > 0 && found.size < mostTexts) {
    const value = waiting.pop()
    if (isText(value) || typeof value === 'number') found.add(String(value))
    else if (typeof value === 'object' && value !== null) waiting.push(...Object.values(value))
  }
  return [...found]
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longest
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
