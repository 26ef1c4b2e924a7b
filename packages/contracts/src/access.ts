import { z } from 'zod'
import { Id, Instant, Language, pageOf } from './common.ts'
import { Fault } from './faults.ts'

/** Roles of staff in a workspace, most powerful first. */
export const roles = ['owner', 'admin', 'editor', 'analyst', 'agent', 'viewer'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** What a route may ask for. A secret key carries a list of these; a role implies one. */
export const scopes = [
  'people:read',
  'people:write',
  'people:erase',
  'questions:read',
  'sources:read',
  'sources:write',
  'touchpoints:read',
  'touchpoints:write',
  'maps:read',
  'maps:write',
  'maps:comment',
  'workspace:read',
  'workspace:write',
  'members:read',
  'members:write',
  'keys:write',
  'audit:read',
] as const
export const Scope = z.enum(scopes)
export type Scope = z.infer<typeof Scope>

export const Workspace = z.object({
  id: Id,
  name: z.string(),
  slug: z.string(),
  timeZone: z.string(),
  language: Language,
  currency: z.string(),
  sessionTimeoutMinutes: z.number().int(),
  isDemo: z.boolean(),
})
export type Workspace = z.infer<typeof Workspace>

export const WorkspaceChange = z
  .object({
    name: z.string().trim().min(1).max(120),
    timeZone: z.string().max(64),
    language: Language,
    currency: z.string().length(3),
    sessionTimeoutMinutes: z.number().int().min(1).max(1440),
  })
  .partial()

/** Who is signed in, and where they may go. */
export const Session = z.object({
  user: z.object({ id: Id, name: z.string(), email: z.string() }),
  /** `rights`: what the role may do there, by the policy of the server. */
  workspaces: z.array(Workspace.extend({ role: Role, rights: z.array(Scope) })),
})
export type Session = z.infer<typeof Session>

/** What the sign-in page must know before anyone is signed in. */
export const SetupState = z.object({
  needsSetup: z.boolean(),
  demo: z.object({ email: z.string(), password: z.string() }).nullable(),
  /** Whether this Teia sends e-mail. Without it, invitations are handed over as links. */
  sendsMail: z.boolean(),
})
export type SetupState = z.infer<typeof SetupState>

/** First-run set-up: the first owner and the first workspace. */
export const SetupRequest = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(254),
  password: z.string().min(10).max(200),
  workspaceName: z.string().trim().min(1).max(120),
  timeZone: z.string().max(64),
  language: Language,
})
export type SetupRequest = z.infer<typeof SetupRequest>

/** Long work of the whole workspace that the interface shows: the filling of the demo, for one. */
export const DemoProgress = z.object({
  state: z.enum(['none', 'running', 'done', 'failed']),
  sent: z.number().int(),
  total: z.number().int(),
  ratePerSecond: z.number(),
  etaSeconds: z.number().nullable(),
  message: z.string().nullable(),
})
export type DemoProgress = z.infer<typeof DemoProgress>

export const Member = z.object({
  id: Id,
  userId: Id,
  name: z.string(),
  email: z.string(),
  role: Role,
  joinedAt: Instant,
})
export type Member = z.infer<typeof Member>
export const MemberPage = pageOf(Member)
export const MemberChange = z.object({ role: Role })

/** How an invitation went out: by a link that was handed over, or by e-mail, which may still be on its way. */
export const Delivery = z.object({
  state: z.enum(['link', 'waiting', 'sent', 'failed']),
  /** Why it was not delivered, or not yet: the words of the mail server, or our own. */
  reason: z.string().nullable(),
  /** What `reason` says where the words are our own. */
  faults: z.array(Fault),
  at: Instant,
})
export type Delivery = z.infer<typeof Delivery>
export const Invitation = z.object({
  id: Id,
  email: z.string(),
  role: Role,
  createdAt: Instant,
  expiresAt: Instant,
  invitedBy: z.string(),
  delivery: Delivery,
})
export type Invitation = z.infer<typeof Invitation>
export const InvitationPage = pageOf(Invitation)
export const NewInvitation = z.object({ email: z.email().max(254), role: Role })
/** `acceptUrl` is shown once, to be handed over; null when the invitation goes by e-mail. */
export const InvitationCreated = Invitation.extend({ acceptUrl: z.string().nullable() })
export type InvitationCreated = z.infer<typeof InvitationCreated>
/** The old link of the invitation stops working. */
export const InvitationRenewal = z.object({ by: z.enum(['e-mail', 'link']) })
export const InvitationView = z.object({
  workspaceName: z.string(),
  email: z.string(),
  role: Role,
  userExists: z.boolean(),
})
export type InvitationView = z.infer<typeof InvitationView>
export const InvitationAcceptance = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1).max(120),
  password: z.string().min(10).max(200),
})

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(Scope),
  createdAt: Instant,
  createdBy: z.string(),
  lastUsedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>
export const ApiKeyPage = pageOf(ApiKey)
export const NewApiKey = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(['secret', 'write']).default('secret'),
  scopes: z.array(Scope).min(1).optional(),
  expiresAt: Instant.optional(),
})
/** The secret is in this answer and nowhere else. For `kind: write` it is the write key of a new source. */
export const ApiKeyCreated = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(['secret', 'write']),
  key: z.string(),
  scopes: z.array(Scope),
})
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>

export const AuditEntry = z.object({
  id: Id,
  time: Instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown().nullable(),
  after: z.unknown().nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditPage = pageOf(AuditEntry)
