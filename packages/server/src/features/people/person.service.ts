import type { Person } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { getWorkspace } from '../access/index.ts'
import {
  describeLink,
  findComputedValues,
  type LinkRow,
  linksOfIdentities,
  mergeTraits,
} from '../identity/index.ts'
import { listAccountsOf } from './accounts.queries.ts'
import { describeAccountRef } from './accounts.service.ts'
import type { IdentifierRow } from './identifiers.queries.ts'
import { getIdentifiers } from './identifiers.service.ts'
import { findPeople, type PeopleDeps } from './people.service.ts'
import * as q from './person-facts.queries.ts'
import { channelOf } from './person-shapes.ts'
import { describeTraits, withComputed } from './person-traits.ts'
import { nameSources } from './source-names.queries.ts'

/** Everything that is known of a person but the timeline. Throws `person_not_found`. */
export async function getPerson(deps: PeopleDeps, workspaceId: string, id: string): Promise<Person> {
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const personId = identifiers[0]?.person_id ?? id
  const identityIds = identifiers.map((row) => row.identity_id)
  const { sessionTimeoutMinutes } = await getWorkspace(deps, workspaceId)
  const [[person], links, sourceNames, [computed], accounts, facts] = await Promise.all([
    findPeople(deps, workspaceId, [personId]),
    linksOfIdentities(deps.postgres, workspaceId, identityIds),
    nameSources(deps.postgres, workspaceId),
    findComputedValues(deps.postgres, workspaceId, [personId]),
    listAccountsOf(deps.postgres, workspaceId, identityIds),
    q.selectFacts(
      deps.clickhouse,
      workspaceId,
      identityIds,
      deps.now().getTime(),
      sessionTimeoutMinutes * 60_000,
    ),
  ])
  if (!person) throw new AppError('person_not_found', 404, 'No such person.')
  return {
    ...person,
    identifiers: describeIdentifiers(identifiers, links),
    links: links.map(describeLink),
    traits: withComputed(
      describeTraits(
        identifiers.map((one) => ({ name: one.value, traits: one.traits })),
        (id) => sourceNames.get(id ?? '') ?? null,
      ),
      computed,
    ),
    accounts: accounts.map(describeAccountRef),
    consents: describeConsents(identifiers),
    interactions: facts?.interactions ?? 0,
    sessions: facts?.sessions ?? 0,
    touchpoints: (facts?.touchpoints ?? []).map((one) => ({ ...one, channel: channelOf(one.channel) })),
    scores: (facts?.scores ?? []).map(({ time_ms, metric, score }) => ({
      time: new Date(time_ms).toISOString(),
      metric,
      score,
    })),
    value: {
      orders: facts?.orders ?? 0,
      total: facts?.total ?? 0,
      previousTotal: facts?.previous_total ?? 0,
      medianDaysBetween: facts?.median_days ?? null,
      daysSinceLast: facts?.days_since ?? null,
    },
  }
}

/** What belongs to the person, and what is only shown with them: shared things, and kinds that do not join. */
function describeIdentifiers(
  own: readonly IdentifierRow[],
  links: readonly LinkRow[],
): Person['identifiers'] {
  const listed = new Map<string, Person['identifiers'][number]>()
  for (const row of own)
    if (row.is_seen || (row.kind !== 'userId' && row.kind !== 'anonymousId'))
      listed.set(row.identity_id, {
        id: row.identity_id,
        kind: row.kind,
        value: row.value,
        firstSeenAt: row.first_seen_at.toISOString(),
        lastSeenAt: row.last_seen_at.toISOString(),
        isShared: row.is_shared,
        isShown: false,
      })
  const ownIds = new Set(own.map((row) => row.identity_id))
  for (const link of links)
    if ((link.state === 'shown' || link.state === 'shared') && ownIds.has(link.a) && !listed.has(link.b))
      listed.set(link.b, {
        id: link.b,
        kind: link.b_kind,
        value: link.b_value,
        firstSeenAt: link.first_seen_at.toISOString(),
        lastSeenAt: link.last_seen_at.toISOString(),
        isShared: link.state === 'shared',
        isShown: link.state === 'shown',
      })
  return [...listed.values()]
}

function describeConsents(identifiers: readonly IdentifierRow[]): Person['consents'] {
  return Object.entries(mergeTraits(...identifiers.map((one) => one.consents))).map(
    ([purpose, [said, at]]) => {
      // With an end it is kept as an object; without one as the bare answer.
      const { granted, until } =
        typeof said === 'object' && said !== null
          ? (said as { granted?: unknown; until?: string })
          : { granted: said, until: undefined }
      return { purpose, granted: granted === true, at: new Date(at).toISOString(), expiresAt: until ?? null }
    },
  )
}
