import type { IdentityChanged } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import type { Actor } from '../access/index.ts'
import { loadAssertions } from './assertion-rows.queries.ts'
import { type Change, changeIdentities, type DecisionDeps } from './change-identities.service.ts'
import * as d from './decisions.queries.ts'
import { type IdentifierRow, loadPersons } from './identity.queries.ts'
import { type Assertion, linkKey } from './identity-graph.ts'
import { latestJoin } from './latest-join.ts'

/** Takes one link back. The same assertion coming again does not bring it back; `redo` does. */
export function undoLink(deps: DecisionDeps, actor: Actor, link: string): Promise<IdentityChanged> {
  return changeLink(deps, actor, 'identity.undo', link, (change, name) =>
    d.undoLinks(change.trx, change.workspaceId, [name], change.by),
  )
}

export function redoLink(deps: DecisionDeps, actor: Actor, link: string): Promise<IdentityChanged> {
  return changeLink(deps, actor, 'identity.redo', link, (change, name) =>
    d.redoLinks(change.trx, change.workspaceId, [name]),
  )
}

function changeLink(
  deps: DecisionDeps,
  actor: Actor,
  action: string,
  link: string,
  apply: (change: Change, name: d.LinkName) => Promise<d.LinkName[]>,
): Promise<IdentityChanged> {
  const name = readLink(link)
  return changeIdentities(deps, actor, action, async (change) => {
    const found = name && uuid.test(name.a) && uuid.test(name.b) ? await apply(change, name) : []
    if (!name || found.length === 0) throw new AppError('identity_link_not_found', 404, 'No such link.')
    await change.settle([name.a, name.b])
    return { identifiers: [name.a, name.b], links: [link], subject: name.rule, after: { link } }
  })
}

function readLink(link: string): d.LinkName | null {
  const [a = '', b = '', ...rule] = link.split(':')
  return rule.length === 0 ? null : { a, b, rule: rule.join(':') }
}

/**
 * Takes identifiers out of a person, with their events, traits, consents and accounts: every link between them and the
 * rest is taken back, and so is what would join them in its place. Without identifiers it is the latest join that is
 * taken back. Throws `person_not_found`, `nothing_joined`.
 */
export function unmerge(
  deps: DecisionDeps,
  actor: Actor,
  personId: string,
  identifiers: readonly string[],
): Promise<IdentityChanged> {
  return changeIdentities(deps, actor, 'identity.unmerge', async (change) => {
    const { trx, workspaceId } = change
    const known = uuid.test(personId) ? await d.findPersonsOf(trx, workspaceId, [personId]) : new Map()
    const rows = await loadPersons(trx, workspaceId, [...known.values()])
    if (rows.length === 0) throw new AppError('person_not_found', 404, 'No such person.')
    const part = partToTakeOut(rows, identifiers, await applied(change, rows))
    if (part.size === 0 || part.size === rows.length)
      throw new AppError('nothing_joined', 409, 'Nothing of this person can be taken out of it.')
    const undone: string[] = []
    for (let crossing = await crossingLinks(change, rows, part); crossing.length > 0; ) {
      await d.undoLinks(trx, workspaceId, crossing, change.by)
      undone.push(...crossing.map(linkKey))
      await change.settle(rows.map((row) => row.identity_id))
      crossing = await crossingLinks(change, rows, part)
    }
    const values = rows.filter((row) => part.has(row.identity_id)).map(({ kind, value }) => ({ kind, value }))
    return {
      identifiers: rows.map((row) => row.identity_id),
      links: undone,
      subject: personId,
      after: { takenOut: values, links: undone },
    }
  })
}

function partToTakeOut(
  rows: readonly IdentifierRow[],
  asked: readonly string[],
  links: readonly Assertion[],
): ReadonlySet<string> {
  if (asked.length === 0) return latestJoin(rows, links)
  const own = new Set(rows.map((row) => row.identity_id))
  return new Set(asked.filter((id) => own.has(id)))
}

async function applied({ trx, workspaceId }: Change, rows: readonly IdentifierRow[]): Promise<Assertion[]> {
  const ids = new Set(rows.map((row) => row.identity_id))
  const all = await loadAssertions(trx, workspaceId, [...ids], [])
  return all.filter((one) => one.outcome === 'applied' && ids.has(one.a) && ids.has(one.b))
}

/** Applied links that join the part, directly or through others, with what is not of it. */
async function crossingLinks(
  change: Change,
  rows: readonly IdentifierRow[],
  part: ReadonlySet<string>,
): Promise<Assertion[]> {
  return (await applied(change, rows)).filter((one) => part.has(one.a) !== part.has(one.b))
}
