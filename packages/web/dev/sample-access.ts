import {
  ApiKeyPage,
  AuditPage,
  DemoProgress,
  InvitationPage,
  MemberPage,
  Session,
  SetupState,
  scopes,
} from '@teia/contracts'
import { type Call, DAY, typed, workspace } from './sample-common.ts'
import { iso } from './sample-data.ts'

/** Sample staff: who is signed in, members, keys, what was changed. */
export function readAccess({ path }: Call): unknown {
  if (path === '/session')
    return typed(Session, {
      user: { id: 'u1', name: 'Cecília Guabiroba', email: 'cecilia@aurora.example' },
      workspaces: [{ ...workspace, role: 'owner', rights: scopes }],
    })
  if (path === '/setup')
    return typed(SetupState, {
      needsSetup: false,
      sendsMail: true,
      demo: { email: 'demo@teia.example', password: 'demo-demo-demo' },
    })
  if (path === '/demo')
    return typed(DemoProgress, {
      state: 'done',
      sent: 412_330,
      total: 412_330,
      ratePerSecond: 0,
      etaSeconds: null,
      message: null,
    })
  if (path === '/members')
    return typed(MemberPage, {
      items: [
        {
          id: 'm1',
          userId: 'u1',
          name: 'Cecília Guabiroba',
          email: 'cecilia@aurora.example',
          role: 'owner',
          joinedAt: iso(170 * DAY),
        },
        {
          id: 'm2',
          userId: 'u2',
          name: 'Bento Figueira',
          email: 'bento@aurora.example',
          role: 'agent',
          joinedAt: iso(90 * DAY),
        },
      ],
      nextCursor: null,
    })
  if (path === '/invitations')
    return typed(InvitationPage, {
      items: [
        {
          id: 'i1',
          email: 'lia@aurora.example',
          role: 'analyst',
          createdAt: iso(DAY),
          expiresAt: iso(-6 * DAY),
          invitedBy: 'Cecília Guabiroba',
          delivery: { state: 'failed', reason: '550 No such mailbox here', at: iso(0) },
        },
      ],
      nextCursor: null,
    })
  if (path === '/invitations/view')
    return { workspaceName: workspace.name, email: 'lia@aurora.example', role: 'analyst', userExists: false }
  if (path === '/keys')
    return typed(ApiKeyPage, {
      items: [
        {
          id: 'k1',
          name: 'Export job',
          prefix: 'tk_9fA2',
          scopes: ['people:read', 'questions:read'],
          createdAt: iso(30 * DAY),
          createdBy: 'Cecília Guabiroba',
          lastUsedAt: iso(DAY),
          expiresAt: null,
        },
      ],
      nextCursor: null,
    })
  if (path === '/audit')
    return typed(AuditPage, {
      items: [
        {
          id: 'x1',
          time: iso(3_600_000),
          actor: 'Cecília Guabiroba',
          action: 'source.update',
          subject: 'Transportadora',
          before: { enabled: true, name: 'Andorinha' },
          after: { enabled: false, name: 'Transportadora' },
        },
        {
          id: 'x2',
          time: iso(DAY),
          actor: 'Bento Figueira',
          action: 'member.join',
          subject: 'bento@aurora.example',
          before: null,
          after: { role: 'agent' },
        },
      ],
      nextCursor: null,
    })
  return undefined
}
