import type { Role, Scope } from '@teia/contracts'
import { scopes } from '@teia/contracts'

/** What each role may do. A role not listed for a scope may not. */
export const rolePolicy: Record<Role, readonly Scope[]> = {
  owner: scopes,
  admin: scopes,
  editor: [
    'people:read',
    'people:write',
    'questions:read',
    'sources:read',
    'touchpoints:read',
    'touchpoints:write',
    'workspace:read',
    'members:read',
  ],
  analyst: [
    'people:read',
    'questions:read',
    'sources:read',
    'touchpoints:read',
    'workspace:read',
    'members:read',
  ],
  agent: [
    'people:read',
    'people:write',
    'questions:read',
    'touchpoints:read',
    'workspace:read',
    'members:read',
  ],
  viewer: ['questions:read', 'touchpoints:read', 'workspace:read'],
}

/** `public`: nobody is asked. `signed-in`: any member of staff, in no workspace yet. Otherwise the scope that is needed. */
export type Access = 'public' | 'signed-in' | Scope

/**
 * The one table that says who may call what. A route under /api/v1 that is missing here stops the server from starting,
 * so that no route is open by forgetting.
 */
export const routePolicy: Record<string, Access> = {
  'GET /api/v1/setup': 'public',
  'POST /api/v1/setup': 'public',
  'GET /api/v1/invitations/view': 'public',
  'POST /api/v1/invitations/accept': 'public',
  'GET /api/v1/session': 'signed-in',
  'GET /api/v1/demo': 'workspace:read',
  'GET /api/v1/workspace': 'workspace:read',
  'PATCH /api/v1/workspace': 'workspace:write',
  'GET /api/v1/members': 'members:read',
  'PATCH /api/v1/members/:memberId': 'members:write',
  'DELETE /api/v1/members/:memberId': 'members:write',
  'GET /api/v1/invitations': 'members:read',
  'POST /api/v1/invitations': 'members:write',
  'DELETE /api/v1/invitations/:invitationId': 'members:write',
  'GET /api/v1/keys': 'keys:write',
  'POST /api/v1/keys': 'keys:write',
  'DELETE /api/v1/keys/:keyId': 'keys:write',
  'GET /api/v1/audit': 'audit:read',
  'GET /api/v1/sources': 'sources:read',
  'POST /api/v1/sources': 'sources:write',
  'PATCH /api/v1/sources/:sourceId': 'sources:write',
  'DELETE /api/v1/sources/:sourceId': 'sources:write',
  'GET /api/v1/sources/:sourceId/recent': 'sources:read',
  'GET /api/v1/sources/:sourceId/traffic': 'sources:read',
  'GET /api/v1/sources/:sourceId/live': 'sources:read',
  'GET /api/v1/live': 'people:read',
  'GET /api/v1/live/recent': 'people:read',
  'GET /api/v1/people': 'people:read',
  'GET /api/v1/people/:personId': 'people:read',
  'GET /api/v1/people/:personId/timeline': 'people:read',
  'GET /api/v1/people/:personId/journey': 'people:read',
  'GET /api/v1/events/:eventId': 'people:read',
  'GET /api/v1/accounts': 'people:read',
  'GET /api/v1/accounts/:accountId': 'people:read',
  'GET /api/v1/touchpoints': 'touchpoints:read',
  'GET /api/v1/catalogue': 'questions:read',
  'GET /api/v1/catalogue/values': 'questions:read',
  'POST /api/v1/questions/trend': 'questions:read',
  'POST /api/v1/questions/paths': 'questions:read',
  'POST /api/v1/questions/pulse': 'questions:read',
  'POST /api/v1/questions/path-people': 'people:read',
  'POST /api/v1/questions/people': 'people:read',
}
