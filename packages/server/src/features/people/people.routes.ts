import {
  Account,
  AccountPage,
  JourneyStrip,
  PageQuery,
  PeopleQuery,
  Person,
  PersonPage,
  RawEvent,
  TimelinePage,
  TimelineQuery,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { getAccount, listAccounts } from './accounts.service.ts'
import { listPeople, type PeopleDeps } from './people.service.ts'
import { getPerson } from './person.service.ts'
import { getRawEvent, readJourney, readTimeline } from './timeline.service.ts'

const tags = ['people']
const params = z.object({ personId: z.string().max(100) })

export function peopleRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/people',
      { schema: { tags, querystring: PeopleQuery, response: { 200: PersonPage } } },
      (request) => listPeople(deps, request.workspaceId, request.query),
    )
    app.get('/api/v1/people/:personId', { schema: { tags, params, response: { 200: Person } } }, (request) =>
      getPerson(deps, request.workspaceId, request.params.personId),
    )
    app.get(
      '/api/v1/people/:personId/timeline',
      { schema: { tags, params, querystring: TimelineQuery, response: { 200: TimelinePage } } },
      (request) => readTimeline(deps, request.workspaceId, request.params.personId, request.query),
    )
    app.get(
      '/api/v1/people/:personId/journey',
      {
        schema: {
          tags,
          params,
          querystring: z.object({ days: z.coerce.number().int().min(1).max(3660).default(28) }),
          response: { 200: JourneyStrip },
        },
      },
      (request) => readJourney(deps, request.workspaceId, request.params.personId, request.query.days),
    )
    app.get(
      '/api/v1/events/:eventId',
      { schema: { tags, params: z.object({ eventId: z.string().max(40) }), response: { 200: RawEvent } } },
      (request) => getRawEvent(deps, request.workspaceId, request.params.eventId),
    )
    app.get(
      '/api/v1/accounts',
      {
        schema: {
          tags,
          querystring: PageQuery.extend({ search: z.string().max(200).optional() }),
          response: { 200: AccountPage },
        },
      },
      (request) => listAccounts(deps, request.workspaceId, request.query),
    )
    app.get(
      '/api/v1/accounts/:accountId',
      { schema: { tags, params: z.object({ accountId: z.string().max(100) }), response: { 200: Account } } },
      (request) => getAccount(deps, request.workspaceId, request.params.accountId),
    )
  }
}
