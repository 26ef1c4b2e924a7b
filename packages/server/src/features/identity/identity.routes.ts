import {
  DuplicatePage,
  IdentityChanged,
  IdentityReviewPage,
  IdentityRules,
  IdentityRulesChange,
  IdentityRulesPreview,
  IdentityWork,
  LinkChange,
  PageQuery,
  PairDecision,
  SharedIdentifiers,
  Unmerge,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOfRequest } from '../access/index.ts'
import type { DecisionDeps } from './change-identities.service.ts'
import { redoLink, undoLink, unmerge } from './decide-links.service.ts'
import { cancelSearch, listDuplicates, startSearch } from './duplicates.service.ts'
import { previewRules } from './preview-rules.service.ts'
import { decidePair, listReviews, listShared } from './reviews.service.ts'
import { cancelRules, changeRules, getRules } from './rules.service.ts'

export type IdentityRoutesDeps = DecisionDeps
const tags = ['identity']

/** Who is who: the rules, what waits for a decision, and decisions. */
export function identityRoutes(deps: IdentityRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/identity/rules', { schema: { tags, response: { 200: IdentityRules } } }, (request) =>
      getRules(deps, request.workspaceId),
    )
    app.put(
      '/api/v1/identity/rules',
      { schema: { tags, body: IdentityRulesChange, response: { 200: IdentityRules } } },
      (request) => changeRules(deps, actorOfRequest(request), request.body),
    )
    app.post(
      '/api/v1/identity/rules/preview',
      { schema: { tags, body: IdentityRulesChange, response: { 200: IdentityRulesPreview } } },
      (request) => previewRules(deps, request.workspaceId, request.body),
    )
    app.post(
      '/api/v1/identity/rules/cancel',
      { schema: { tags, response: { 200: IdentityRules } } },
      (request) => cancelRules(deps, actorOfRequest(request)),
    )
    app.get(
      '/api/v1/identity/reviews',
      { schema: { tags, querystring: PageQuery, response: { 200: IdentityReviewPage } } },
      (request) => listReviews(deps, request.workspaceId, request.query),
    )
    app.get(
      '/api/v1/identity/shared',
      { schema: { tags, response: { 200: SharedIdentifiers } } },
      (request) => listShared(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/identity/decisions',
      { schema: { tags, body: PairDecision, response: { 200: IdentityChanged } } },
      (request) => decidePair(deps, actorOfRequest(request), request.body),
    )
    app.post(
      '/api/v1/identity/links/undo',
      { schema: { tags, body: LinkChange, response: { 200: IdentityChanged } } },
      (request) => undoLink(deps, actorOfRequest(request), request.body.link),
    )
    app.post(
      '/api/v1/identity/links/redo',
      { schema: { tags, body: LinkChange, response: { 200: IdentityChanged } } },
      (request) => redoLink(deps, actorOfRequest(request), request.body.link),
    )
    app.get(
      '/api/v1/identity/duplicates',
      { schema: { tags, querystring: PageQuery, response: { 200: DuplicatePage } } },
      (request) => listDuplicates(deps, request.workspaceId, request.query),
    )
    app.post(
      '/api/v1/identity/duplicates/search',
      { schema: { tags, response: { 200: IdentityWork } } },
      (request) => startSearch(deps, actorOfRequest(request)),
    )
    app.post(
      '/api/v1/identity/duplicates/cancel',
      { schema: { tags, response: { 200: IdentityWork } } },
      (request) => cancelSearch(deps, actorOfRequest(request)),
    )
    app.post(
      '/api/v1/people/:personId/unmerge',
      {
        schema: {
          tags,
          params: z.object({ personId: z.string().max(100) }),
          body: Unmerge,
          response: { 200: IdentityChanged },
        },
      },
      (request) => unmerge(deps, actorOfRequest(request), request.params.personId, request.body.identifiers),
    )
  }
}
