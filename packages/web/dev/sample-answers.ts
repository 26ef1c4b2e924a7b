import { readAccess } from './sample-access.ts'
import { type Call, DAY, sources, workspace } from './sample-common.ts'
import { iso } from './sample-data.ts'
import { readPeople } from './sample-people.ts'
import { question } from './sample-questions.ts'
import { readData } from './sample-records.ts'

let signedIn = true

/** The sample answer to a call; null for one without a body, undefined where there is no sample. */
export function answers(call: Call): unknown {
  const { method, path, body } = call
  if (path === '/api/auth/sign-in/email' || path === '/api/auth/sign-out') {
    signedIn = path.endsWith('email')
    return {}
  }
  if (path === '/session' && !signedIn) return undefined
  if (path.startsWith('/questions/')) return question(path, body)
  if (method === 'GET') return readAccess(call) ?? readPeople(call) ?? readData(call)
  if (method === 'DELETE') return null
  if (method === 'PATCH' && path.startsWith('/sources/')) return { ...sources[0], ...(body as object) }
  if (method === 'POST' && path === '/sources') return { ...sources[0], ...(body as object), id: 's9' }
  if (path === '/workspace') return { ...workspace, ...(body as object) }
  if (path === '/keys')
    return {
      id: 'k9',
      name: 'New',
      kind: 'secret',
      key: 'tk_9fA2xxxxxxxxxxxxxxxxxxxxxxxx',
      scopes: ['people:read'],
    }
  if (path === '/invitations')
    return {
      id: 'i9',
      email: 'x@y.example',
      role: 'viewer',
      createdAt: iso(0),
      expiresAt: iso(-7 * DAY),
      invitedBy: 'Cecília Guabiroba',
      delivery: { state: 'waiting', reason: null, at: iso(0) },
      acceptUrl: null,
    }
  return {}
}
