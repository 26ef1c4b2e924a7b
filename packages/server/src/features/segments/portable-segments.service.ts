import {
  faultOf,
  isSame,
  type PortableListed,
  type PortableSegment,
  SegmentDefinition,
} from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { identityIdOf } from '../../storage/log/accepted-event.ts'
import { audit } from '../access/index.ts'
import { type KnownRows, listKnown } from './known-rules.service.ts'
import * as listed from './listed.queries.ts'
import { askedIn } from './resolve-rule.ts'
import * as q from './segments.queries.ts'
import { changeSegment, createSegment, etagOf, type SegmentsDeps } from './segments.service.ts'

/** Segments as lines of an export, those first that others ask for. Who is in a live one is found anew. */
export function portableSegments(deps: SegmentsDeps): PortableKind<'teia.segment'> {
  return {
    type: 'teia.segment',
    scopes: { write: 'people:read', read: 'people:write' },
    async *write({ workspaceId }) {
      yield inOrder(await listKnown(deps.postgres, workspaceId)).map(lineOf)
    },
    async read(actor, lines) {
      const outcomes: ReadOutcome[] = []
      for (const line of lines) {
        const rows = await q.listSegments(deps.postgres, actor.workspaceId)
        const known = rows.find((row) => row.id === line.id)
        const { type: _type, id, ...definition } = line
        if (known && isSame(lineOf(known), line)) outcomes.push('known')
        else
          outcomes.push(
            await (known
              ? changeSegment(deps, actor, id, etagOf(known), SegmentDefinition.parse(definition))
              : createSegment({ ...deps, newId: () => id }, actor, SegmentDefinition.parse(definition))
            ).then((): ReadOutcome => 'added', refusalOf),
          )
      }
      return outcomes
    },
  }
}

/** Who is on lists, named by the identifier under which they were put there. */
export function portableListed(deps: SegmentsDeps): PortableKind<'teia.segment-listed'> {
  return {
    type: 'teia.segment-listed',
    scopes: { write: 'people:read', read: 'people:write' },
    async *write({ workspaceId }) {
      for (let after: listed.ListedPlace | null = null; ; ) {
        const rows: listed.WholeListed[] = await listed.listAllListed(
          deps.postgres,
          workspaceId,
          after,
          1_000,
        )
        const last = rows.at(-1)
        if (!last) return
        yield rows.map(
          (row): PortableListed => ({
            type: 'teia.segment-listed',
            segment: row.segment_id,
            person: { kind: row.kind as PortableListed['person']['kind'], value: row.value },
          }),
        )
        after = last
      }
    },
    async read(actor, lines) {
      const { workspaceId } = actor
      const by = { at: deps.now(), who: actorOf(actor.identity) }
      const rows = lines.map((line) => ({
        segmentId: line.segment,
        identityId: identityIdOf(workspaceId, line.person.kind, line.person.value),
      }))
      const there = await listed.findIdentities(
        deps.postgres,
        workspaceId,
        rows.map((row) => row.identityId),
      )
      const lists = new Map(
        (await q.listSegments(deps.postgres, workspaceId))
          .filter((one) => one.kind === 'list')
          .map((one) => [one.id, one.name]),
      )
      const outcomes: ReadOutcome[] = []
      const grown = new Set<string>()
      for (const { segmentId, identityId } of rows) {
        if (!lists.has(segmentId)) {
          outcomes.push({ refusal: faultOf('segment_unknown', { name: segmentId }) })
        } else if (!there.has(identityId)) {
          outcomes.push({ refusal: faultOf('identifier_absent') })
        } else {
          const added = await listed.addListed(deps.postgres, { workspaceId, segmentId }, [identityId], by)
          if (added > 0) grown.add(segmentId)
          outcomes.push(added > 0 ? 'added' : 'known')
        }
      }
      await q.countAnew(deps.postgres, workspaceId, [...grown])
      for (const id of grown) await audit(deps, actor, 'segment.listed', lists.get(id) ?? id)
      return outcomes
    },
  }
}

function refusalOf(error: unknown): ReadOutcome {
  if (error instanceof AppError && error.status < 500) return { refusal: faultOfError(error) }
  throw error
}

const lineOf = (row: q.SegmentRow): PortableSegment => ({
  type: 'teia.segment',
  id: row.id,
  name: row.name,
  description: row.description,
  kind: row.kind,
  ...(row.rule && { rule: row.rule as PortableSegment['rule'] }),
})

/** Each after all that its rule asks for. */
function inOrder(known: KnownRows): q.SegmentRow[] {
  const byId = new Map(known.segments.map((row) => [row.id, row]))
  const placed = new Map<string, q.SegmentRow>()
  const place = (row: q.SegmentRow): void => {
    if (placed.has(row.id)) return
    for (const id of askedIn(row.rule, known)) {
      const asked = byId.get(id)
      if (asked) place(asked)
    }
    placed.set(row.id, row)
  }
  for (const row of known.segments) place(row)
  return [...placed.values()]
}
