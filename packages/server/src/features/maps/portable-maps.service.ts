import { faultOf, isSame, type PortableMap, type PortableMapComment } from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import { findStaff, listMembers } from '../access/index.ts'
import * as comments from './comments.queries.ts'
import * as images from './images.queries.ts'
import { imageOf, keepImage } from './keep-image.service.ts'
import * as q from './maps.queries.ts'
import { changeMap, createMap, etagOf, type MapsDeps } from './maps.service.ts'

const scopes = { write: 'maps:read', read: 'maps:write' } as const

/** Maps as lines of an export, by their ids. What an import changes is a version more. */
export function portableMaps(deps: MapsDeps): PortableKind<'teia.map'> {
  return {
    type: 'teia.map',
    scopes,
    async *write({ workspaceId }) {
      yield* inPages(await idsOf(deps, workspaceId), async (mapId): Promise<PortableMap[]> => {
        const row = await q.findMap(deps.postgres, { workspaceId, mapId })
        return row ? [{ type: 'teia.map', id: mapId, document: row.document }] : []
      })
    },
    async read(actor, lines) {
      const outcomes: ReadOutcome[] = []
      for (const { id, document } of lines) {
        const known = await q.findMap(deps.postgres, { workspaceId: actor.workspaceId, mapId: id })
        if (known && isSame(known.document, document)) outcomes.push('known')
        else
          outcomes.push(
            await (known
              ? changeMap(deps, actor, id, etagOf(known), document)
              : createMap({ ...deps, newId: () => id }, actor, document)
            ).then((): ReadOutcome => 'added', refusalOf),
          )
      }
      return outcomes
    },
  }
}

/** The images of maps, each a line. */
export function portableMapImages(deps: MapsDeps): PortableKind<'teia.map-image'> {
  return {
    type: 'teia.map-image',
    scopes,
    async *write({ workspaceId }) {
      for (const mapId of await idsOf(deps, workspaceId))
        for (const image of await images.listImages(deps.postgres, { workspaceId, mapId }))
          yield [{ type: 'teia.map-image', map: mapId, id: image.id, data: image.bytes.toString('base64') }]
    },
    async read({ workspaceId }, lines) {
      const outcomes: ReadOutcome[] = []
      for (const { map, id, data } of lines) {
        const key = { workspaceId, mapId: map }
        if (!(await q.findMap(deps.postgres, key))) outcomes.push(unknownMap(map))
        else if (await images.findImage(deps.postgres, key, id)) outcomes.push('known')
        else
          outcomes.push(
            await Promise.resolve()
              .then(() => imageOf(Buffer.from(data, 'base64')))
              .then((image) => keepImage(deps.postgres, key, { ...image, id }))
              .then((): ReadOutcome => 'added', refusalOf),
          )
      }
      return outcomes
    },
  }
}

/** What people said about maps, in the order in which they did. */
export function portableMapComments(deps: MapsDeps): PortableKind<'teia.map-comment'> {
  return {
    type: 'teia.map-comment',
    scopes,
    async *write({ workspaceId }) {
      const { items } = await listMembers(deps, workspaceId)
      const emails = new Map(items.map((one) => [one.userId, one.email]))
      const emailOf = (id: string | null) => emails.get(id ?? '') ?? null
      yield* inPages(await idsOf(deps, workspaceId), async (mapId) =>
        (await comments.listComments(deps.postgres, { workspaceId, mapId })).map(
          (row): PortableMapComment => ({
            ...{ type: 'teia.map-comment', map: mapId, id: row.id, part: row.part, answers: row.answers },
            text: row.text,
            mentions: row.mentions.flatMap((one) => emailOf(one.id) ?? []),
            by: emailOf(row.writer_id),
            at: row.written_at.toISOString(),
            resolvedAt: row.resolved_at?.toISOString() ?? null,
          }),
        ),
      )
    },
    async read(actor, lines) {
      const { workspaceId } = actor
      const staff = await findStaff(deps, actor)
      const { items } = await listMembers(deps, workspaceId)
      const outcomes: ReadOutcome[] = []
      for (const line of lines) {
        const key = { workspaceId, mapId: line.map }
        if (!(await q.findMap(deps.postgres, key))) {
          outcomes.push(unknownMap(line.map))
          continue
        }
        const there = await comments.listComments(deps.postgres, key)
        if (there.some((one) => one.id === line.id)) {
          outcomes.push('known')
          continue
        }
        const writer = staff.vouchedFor(line.by)
        await comments.insertComment(deps.postgres, key, {
          id: line.id,
          part: line.part,
          answers: line.answers,
          text: line.text,
          mentions: line.mentions.flatMap((email) => {
            const member = items.find((one) => one.email.toLowerCase() === email.toLowerCase())
            return member ? [{ id: member.userId, name: member.name }] : []
          }),
          written_by: items.find((one) => one.userId === writer?.userId)?.name ?? staff.nameOf(line.by),
          writer_id: writer?.userId ?? null,
          written_at: new Date(line.at),
          resolved_at: line.resolvedAt === null ? null : new Date(line.resolvedAt),
        })
        outcomes.push('added')
      }
      return outcomes
    },
  }
}

const idsOf = async (deps: MapsDeps, workspaceId: string) =>
  (await q.listMaps(deps.postgres, workspaceId)).map((row) => row.id).toSorted()

async function* inPages<Line>(ids: readonly string[], linesOf: (id: string) => Promise<Line[]>) {
  for (const id of ids) yield await linesOf(id)
}

const unknownMap = (id: string): ReadOutcome => ({ refusal: faultOf('map_unknown', { id }) })

function refusalOf(error: unknown): ReadOutcome {
  if (error instanceof AppError && error.status < 500) return { refusal: faultOfError(error) }
  throw error
}
