import { faultOf, type PortableLink, type PortableSeparation } from '@teia/contracts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import { identityIdOf } from '../../storage/log/accepted-event.ts'
import { type Actor, findStaff, staffOf } from '../access/index.ts'
import { loadNodes } from './assertion-rows.queries.ts'
import { type Change, changeIdentities, type DecisionDeps } from './change-identities.service.ts'
import * as q from './portable-decisions.queries.ts'

const atOnce = 500
const start: q.DecisionPlace = ['', '', '', '', '']

/** What somebody said of who is who, as lines of an export: links made by hand and links taken back. */
export function portableLinks(deps: DecisionDeps): PortableKind<'teia.identity-link'> {
  return {
    type: 'teia.identity-link',
    scopes: { write: 'people:read', read: 'people:write' },
    async *write({ workspaceId }) {
      for (let after = start; ; ) {
        const rows = await q.listDecidedLinks(deps.postgres, workspaceId, after, atOnce)
        const last = rows.at(-1)
        if (!last) return
        yield rows.map(linkOf)
        after = [last.a_kind, last.a_value, last.b_kind, last.b_value, last.rule]
      }
    },
    async read(actor, lines) {
      const staff = await findStaff(deps, actor)
      const by = (one: PortableLink['undone']) => (one === null ? null : staff.nameOf(one.decidedBy))
      const links = lines.map((line) => ({
        ...pairOf(actor.workspaceId, line, line.rule === 'accepted'),
        rule: line.rule,
        first_asserted_at: line.firstAssertedAt,
        decided_at: line.decided?.decidedAt ?? null,
        decided_by: by(line.decided),
        undone_at: line.undone?.decidedAt ?? null,
        undone_by: by(line.undone),
      }))
      return decide(deps, actor, links, (change, known) =>
        q.writeDecidedLinks(change.trx, change.workspaceId, known),
      )
    },
  }
}

/** Pairs of whom somebody said that they are not one person, as lines of an export. */
export function portableSeparations(deps: DecisionDeps): PortableKind<'teia.identity-separation'> {
  return {
    type: 'teia.identity-separation',
    scopes: { write: 'people:read', read: 'people:write' },
    async *write({ workspaceId }) {
      for (let after = start; ; ) {
        const rows = await q.listDecidedSeparations(deps.postgres, workspaceId, after, atOnce)
        const last = rows.at(-1)
        if (!last) return
        yield rows.map(separationOf)
        after = [last.a_kind, last.a_value, last.b_kind, last.b_value, '']
      }
    },
    async read(actor, lines) {
      const staff = await findStaff(deps, actor)
      const pairs = lines.map((line) => ({
        ...pairOf(actor.workspaceId, line, true),
        decided_at: line.decidedAt,
        decided_by: staff.nameOf(line.decidedBy),
      }))
      return decide(deps, actor, pairs, (change, known) =>
        q.writeDecidedSeparations(change.trx, change.workspaceId, known),
      )
    },
  }
}

type Pair = { a: string; b: string }

/** Writes decisions about identifiers that are there, all or none, and computes anew who is who around those that are new. */
async function decide<One extends Pair>(
  deps: DecisionDeps,
  actor: Actor,
  decisions: readonly One[],
  write: (change: Change, known: One[]) => Promise<Pair[]>,
): Promise<ReadOutcome[]> {
  const ids = [...new Set(decisions.flatMap(({ a, b }) => [a, b]))]
  const found = await loadNodes(deps.postgres, actor.workspaceId, ids)
  const there = new Set(found.map((node) => node.identity_id))
  const isThere = ({ a, b }: Pair) => there.has(a) && there.has(b) && a !== b
  const known = decisions.filter(isThere)
  const isNew = new Set<string>()
  if (known.length > 0)
    await changeIdentities(deps, actor, 'identity.import', async (change) => {
      const written = await write(change, known)
      const touched = [...new Set(written.flatMap(({ a, b }) => [a, b]))]
      for (const one of written) isNew.add(nameOf(one))
      if (touched.length > 0) await change.settle(touched)
      return { identifiers: touched, links: [], subject: `${written.length}`, after: { decisions: written } }
    })
  return decisions.map((one): ReadOutcome => {
    if (!isThere(one)) return { refusal: faultOf('identifiers_absent') }
    return isNew.has(nameOf(one)) ? 'added' : 'known'
  })
}

const nameOf = (one: Pair & { rule?: string }) => `${one.a}:${one.b}:${one.rule ?? ''}`

function pairOf(
  workspaceId: string,
  line: Pick<PortableLink, 'a' | 'b'>,
  isEqual: boolean,
): { a: string; b: string } {
  const [a, b] = [line.a, line.b].map((one) => identityIdOf(workspaceId, one.kind, one.value)) as [
    string,
    string,
  ]
  return isEqual && a > b ? { a: b, b: a } : { a, b }
}

const decisionOf = (at: Date | null, by: string | null) =>
  at === null ? null : { decidedAt: at.toISOString(), decidedBy: staffOf(by) }
const ends = (row: Pick<q.DecidedLink, 'a_kind' | 'a_value' | 'b_kind' | 'b_value'>) => ({
  a: { kind: row.a_kind, value: row.a_value },
  b: { kind: row.b_kind, value: row.b_value },
})

const linkOf = (row: q.DecidedLink): PortableLink => ({
  type: 'teia.identity-link',
  ...ends(row),
  rule: row.rule,
  firstAssertedAt: row.first_asserted_at.toISOString(),
  decided: decisionOf(row.decided_at, row.decided_by),
  undone: decisionOf(row.undone_at, row.undone_by),
})

const separationOf = (row: q.DecidedSeparation): PortableSeparation => ({
  type: 'teia.identity-separation',
  ...ends(row),
  decidedAt: row.decided_at.toISOString(),
  decidedBy: staffOf(row.decided_by),
})
