import type { IdentityRules } from '@teia/contracts'
import { type AcceptedEvent, identityIdOf } from '../../storage/log/accepted-event.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { carriedIdentifiers, rulesOfWorkspace } from '../identity/index.ts'
import * as q from './erasures.queries.ts'

/**
 * Leaves out events of people who were erased: by user id, device, e-mail address, phone or any other identifier that
 * an event carries. An event of somebody else on a device of theirs stays, without the device.
 */
export async function withoutErased(
  deps: { postgres: Postgres },
  events: readonly AcceptedEvent[],
): Promise<readonly AcceptedEvent[]> {
  const byWorkspace = Map.groupBy(events, (event) => event.workspaceId)
  const concerned = await q.listWorkspacesWithErased(deps.postgres, [...byWorkspace.keys()])
  if (concerned.size === 0) return events
  const left = new Map<AcceptedEvent, AcceptedEvent | null>()
  for (const workspaceId of concerned) {
    const rules = await rulesOfWorkspace(deps.postgres, workspaceId)
    const read = (byWorkspace.get(workspaceId) ?? []).map(
      (event) => [event, identitiesOf(event, rules)] as const,
    )
    const erased = await q.findErased(deps.postgres, workspaceId, [
      ...new Set(read.flatMap(([, { device, others }]) => (device === null ? others : [device, ...others]))),
    ])
    if (erased.size > 0) for (const [event, own] of read) left.set(event, whatIsLeft(event, own, erased))
  }
  return events.flatMap((event) => {
    const kept = left.get(event)
    return kept === null ? [] : [kept ?? event]
  })
}

type Identities = { hasUser: boolean; device: string | null; others: string[] }

function identitiesOf(event: AcceptedEvent, rules: IdentityRules): Identities {
  const { workspaceId, userId, anonymousId, previousId } = event
  const idOf = (kind: string, value: string) => identityIdOf(workspaceId, kind, value)
  return {
    hasUser: userId !== null,
    device: anonymousId === null ? null : idOf('anonymousId', anonymousId),
    others: [
      ...(userId === null ? [] : [idOf('userId', userId)]),
      ...(previousId === null ? [] : [idOf('userId', previousId), idOf('anonymousId', previousId)]),
      ...carriedIdentifiers(event, rules).map(({ kind, value }) => idOf(kind, value)),
    ],
  }
}

function whatIsLeft(
  event: AcceptedEvent,
  own: Identities,
  erased: ReadonlySet<string>,
): AcceptedEvent | null {
  if (own.others.some((id) => erased.has(id))) return null
  if (own.device === null || !erased.has(own.device)) return event
  if (!own.hasUser) return null
  const { anonymousId: _device, ...raw } = event.raw
  return { ...event, anonymousId: null, raw }
}
