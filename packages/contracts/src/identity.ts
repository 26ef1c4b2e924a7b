import { z } from 'zod'
import { Id, Instant, pageOf } from './common.ts'

/**
 * The kinds of identifier. `userId` and `anonymousId` are what an event speaks for; the others only tie those together.
 * `external:<type>` is an id of another system, as `context.externalIds` carries it.
 */
export const IdentifierKind = z
  .string()
  .regex(/^(userId|anonymousId|email|phone|device|advertisingId|external:[\w.:-]{1,60})$/)

/** What a blocked value may be: plain text, in which `*` stands for any text and `?` for one character. Case does not matter. */
export const BlockedPattern = z.string().trim().min(1).max(200)

/** How identifiers of one kind are treated. */
export const KindRule = z.strictObject({
  /** `join`: people who have the same one are one person. `show`: it is only shown with them. */
  use: z.enum(['join', 'show']),
  /** Whose joins come first: the smaller number. Joins that somebody asked for in so many words come before all. */
  priority: z.number().int().min(1).max(1000),
  /** How many one person may have. A join that would exceed it waits for a decision. */
  limit: z.number().int().min(1).max(10_000),
  /** One that is linked with more than so many identifiers of another kind is a shared thing and joins nobody. */
  sharedAfter: z.number().int().min(2).max(100_000),
  /** Values that identify nobody. */
  blocked: z.array(BlockedPattern).max(500),
})
export type KindRule = z.infer<typeof KindRule>

/**
 * How ids of another system are read before they are compared: as they are; with capital and small letters alike; or by
 * their letters and digits alone, so that `CRM-0012` is `crm 0012`.
 */
export const externalReadings = ['as_is', 'ignore_case', 'letters_and_digits'] as const
export const ExternalRule = KindRule.extend({ read: z.enum(externalReadings).optional() })
export type ExternalRule = z.infer<typeof ExternalRule>

export const ruleKinds = [
  'userId',
  'anonymousId',
  'email',
  'phone',
  'device',
  'advertisingId',
  'external',
] as const
export type RuleKind = (typeof ruleKinds)[number]

/** What is told by these words is known to say nothing, whatever the kind. */
export const defaultBlocked = [
  'null',
  'undefined',
  'unknown',
  'none',
  'n/a',
  'anonymous',
  '0',
  '-1',
  '00000000-0000-0000-0000-000000000000',
  '[object Object]',
]

/** The type of an id of another system, as `context.externalIds` names it. */
export const ExternalType = z.string().regex(/^[\w.:-]{1,60}$/)

export const IdentityRulesShape = z.strictObject({
  kinds: z.strictObject({
    userId: KindRule,
    anonymousId: KindRule,
    email: KindRule,
    phone: KindRule,
    device: KindRule,
    advertisingId: KindRule,
    external: KindRule,
  }),
  /** Rules of single types of `external`, by type; others follow `external`. */
  externalTypes: z.record(ExternalType, ExternalRule),
  /** Values blocked for every kind. */
  blocked: z.array(BlockedPattern).max(500),
  /** ISO 3166 code of the country that phone numbers without one are of; null: such numbers identify nobody. */
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  /** Reading of e-mail addresses: `a+tag@x` as `a@x`, and `a.b@x` as `ab@x`. */
  email: z.strictObject({ ignoreTag: z.boolean(), ignoreDots: z.boolean() }),
})
export type IdentityRules = z.infer<typeof IdentityRulesShape>

/** Long work over a workspace's people. `total` is null while it is not known. */
export const IdentityWork = z.object({
  state: z.enum(['none', 'running', 'done', 'cancelled', 'failed']),
  done: z.number().int(),
  total: z.number().int().nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  problem: z.string().nullable(),
})
export type IdentityWork = z.infer<typeof IdentityWork>

/** The rules of a workspace. A change names the version it was made from; people are then computed anew in the background. */
export const IdentityRules = IdentityRulesShape.extend({
  version: z.number().int(),
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
  work: IdentityWork,
  /** Reading events again after a change of how values are read. */
  reading: IdentityWork,
})
export type IdentityRulesView = z.infer<typeof IdentityRules>
export const IdentityRulesChange = IdentityRulesShape.extend({ version: z.number().int().min(0) })

/** What other rules would make of the people there are. `isTooLarge`: there are too many to say it beforehand. */
export const IdentityRulesPreview = z.object({
  isTooLarge: z.boolean(),
  /** People, by the rules as they are and by the others. */
  before: z.number().int(),
  after: z.number().int(),
  /** Of those there are now, how many would be one with another, and how many would fall apart. */
  joining: z.number().int(),
  parting: z.number().int(),
})

/** One identifier, named by the id that links use. */
export const LinkEnd = z.object({ id: Id, kind: z.string(), value: z.string() })

/** What has become of a link: it joins; it is passed over, with the reason; somebody took it back. */
export const LinkState = z.enum(['applied', 'skipped', 'undone'])
/** `limit`: a person would have too many of `limitKind`. `apart`: somebody said that the two are not the same. */
export const SkipReason = z.enum(['limit', 'apart', 'blocked', 'shared', 'shown'])

/** Why two identifiers are one person, or are not: the rule, the event that said so first, and what became of it. */
export const IdentityLink = z.object({
  id: Id,
  a: z.string(),
  b: z.string(),
  from: LinkEnd,
  to: LinkEnd,
  /** `alias`, `accepted` (by a member of staff), `identify` (a device with a user), or the kind of identifier that both had. */
  rule: z.string(),
  assertedAt: Instant,
  applied: z.boolean(),
  state: LinkState,
  reason: SkipReason.nullable(),
  limitKind: z.string().nullable(),
  /** The first event that said so; null for what a member of staff said, and before events were kept with links. */
  event: z
    .object({ messageId: z.string(), eventId: z.string().nullable(), source: z.string().nullable() })
    .nullable(),
  /** Who took it back or, for `accepted`, who said so. */
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
})
export type IdentityLink = z.infer<typeof IdentityLink>

export const LinkChange = z.strictObject({ link: z.string().min(1).max(300) })
/** Without identifiers the latest join is taken back; with them they are taken out of the person. */
export const Unmerge = z.strictObject({ identifiers: z.array(z.string().max(100)).max(200).default([]) })
/** Who is who after a change: the persons that the identifiers concerned belong to now. */
export const IdentityChanged = z.object({
  people: z.array(z.object({ id: Id, name: z.string() })),
  links: z.array(Id),
})
export type IdentityChanged = z.infer<typeof IdentityChanged>

const PersonName = z.object({ id: Id, name: z.string(), isKnown: z.boolean(), lastSeenAt: Instant })

/** Two people whom links would join, if they did not break a rule. */
export const IdentityReview = z.object({
  id: Id,
  people: z.tuple([PersonName, PersonName]),
  links: z.array(IdentityLink),
})
export type IdentityReview = z.infer<typeof IdentityReview>
export const IdentityReviewPage = pageOf(IdentityReview).extend({ total: z.number().int().nullable() })
export const PairDecision = z.strictObject({
  people: z.tuple([z.string().max(100), z.string().max(100)]),
  /** `undecided` takes back that somebody said they are not the same. */
  decision: z.enum(['same', 'different', 'undecided']),
})
export type PairDecision = z.infer<typeof PairDecision>

/** Identifiers that so many share that they join nobody, the widest first. */
export const SharedIdentifiers = z.object({
  items: z.array(LinkEnd.extend({ linked: z.number().int(), lastSeenAt: Instant })),
})

export type SharedIdentifiers = z.infer<typeof SharedIdentifiers>

/** How two persons compare in one field: log2 of how much likelier the agreement is for one person than for two. */
export const DuplicateEvidence = z.object({
  field: z.string(),
  level: z.enum(['same', 'close', 'different', 'missing']),
  weight: z.number(),
  a: z.string().nullable(),
  b: z.string().nullable(),
})
export type DuplicateEvidence = z.infer<typeof DuplicateEvidence>
export const Duplicate = z.object({
  id: Id,
  people: z.tuple([PersonName, PersonName]),
  /** Sum of the weights, in bits. */
  score: z.number(),
  /** Probability that the two are one person, by the model's own estimate of how common that is. */
  probability: z.number(),
  evidence: z.array(DuplicateEvidence),
})
export type Duplicate = z.infer<typeof Duplicate>
export const DuplicatePage = pageOf(Duplicate).extend({
  total: z.number().int().nullable(),
  work: IdentityWork,
})
