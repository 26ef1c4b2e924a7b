import {
  ListedOutcome,
  ListedPeople,
  PageQuery,
  PersonSegments,
  Segment,
  SegmentDefinition,
  SegmentList,
  SegmentMembers,
  SegmentPreview,
  SegmentPreviewQuestion,
  SegmentVersions,
  segmentLimits,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { callerSignal } from '../../platform/caller-signal.ts'
import { refuseOutsizedRules } from '../../platform/rule-size.ts'
import { actorOfRequest } from '../access/index.ts'
import * as lists from './lists.service.ts'
import * as segments from './segments.service.ts'

const tags = ['segments']
const outsized = {
  levels: segmentLimits.levels,
  conditions: 4 * segmentLimits.conditions,
  code: 'invalid_segment',
} as const
const params = z.object({ segmentId: z.string().max(100) })
const seenBy = (request: { headers: Record<string, unknown> }) => {
  const seen = request.headers['if-match']
  return typeof seen === 'string' ? seen : undefined
}

/** Segments: rules over people with their members, and lists. Answers with one carry its ETag, which a change sends as If-Match. */
export function segmentsRoutes(deps: segments.SegmentsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('preValidation', async ({ body }) => refuseOutsizedRules(body, outsized))
    app.addHook('preSerialization', async (_request, reply, payload) => {
      const segment = Segment.safeParse(payload)
      if (segment.success) reply.header('etag', segments.etagOf(segment.data))
      return payload
    })
    app.get('/api/v1/segments', { schema: { tags, response: { 200: SegmentList } } }, (request) =>
      segments.listSegments(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/segments',
      { schema: { tags, body: SegmentDefinition, response: { 201: Segment } } },
      async (request, reply) =>
        reply.status(201).send(await segments.createSegment(deps, actorOfRequest(request), request.body)),
    )
    app.post(
      '/api/v1/segments/preview',
      { schema: { tags, body: SegmentPreviewQuestion, response: { 200: SegmentPreview } } },
      (request, reply) =>
        segments.previewSegment(
          deps,
          { workspaceId: request.workspaceId, signal: callerSignal(reply) },
          request.body.rule,
        ),
    )
    const one = '/api/v1/segments/:segmentId'
    app.get(one, { schema: { tags, params, response: { 200: Segment } } }, (request) =>
      segments.getSegment(deps, request.workspaceId, request.params.segmentId),
    )
    app.put(
      one,
      { schema: { tags, params, body: SegmentDefinition, response: { 200: Segment } } },
      (request) =>
        segments.changeSegment(
          deps,
          actorOfRequest(request),
          request.params.segmentId,
          seenBy(request),
          request.body,
        ),
    )
    app.delete(one, { schema: { tags, params } }, async (request, reply) => {
      await segments.deleteSegment(deps, actorOfRequest(request), request.params.segmentId)
      return reply.status(204).send()
    })
    app.get(
      `${one}/people`,
      { schema: { tags, params, querystring: PageQuery, response: { 200: SegmentMembers } } },
      (request) => segments.listMembers(deps, request.workspaceId, request.params.segmentId, request.query),
    )
    app.post(
      `${one}/people`,
      { schema: { tags, params, body: ListedPeople, response: { 200: ListedOutcome } } },
      (request) =>
        lists.addToList(deps, actorOfRequest(request), request.params.segmentId, request.body.people),
    )
    app.delete(`${one}/people`, { schema: { tags, params, body: ListedPeople } }, async (request, reply) => {
      const { people } = request.body
      await lists.takeOffList(deps, actorOfRequest(request), request.params.segmentId, people)
      return reply.status(204).send()
    })
    app.get(`${one}/versions`, { schema: { tags, params, response: { 200: SegmentVersions } } }, (request) =>
      segments.listSegmentVersions(deps, request.workspaceId, request.params.segmentId),
    )
    app.get(
      '/api/v1/people/:personId/segments',
      {
        schema: {
          tags,
          params: z.object({ personId: z.string().max(100) }),
          response: { 200: PersonSegments },
        },
      },
      (request) => segments.segmentsOfPerson(deps, request.workspaceId, request.params.personId),
    )
  }
}
