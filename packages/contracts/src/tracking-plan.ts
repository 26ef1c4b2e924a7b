import { z } from 'zod'
import { Instant, JsonObject } from './common.ts'

const EventName = z.string().trim().min(1).max(256)

/** What an event of a source should look like: a JSON Schema of its properties, or of its traits. */
export const PlanEvent = z.object({
  event: z.string(),
  /** Counts from one, for this event. */
  version: z.number().int(),
  /** Null: this version took the event out of the plan. */
  schema: JsonObject.nullable(),
  changedBy: z.string(),
  changedAt: Instant,
})
export type PlanEvent = z.infer<typeof PlanEvent>

/** The plan as it stands: the newest version of each event. */
export const TrackingPlan = z.object({ events: z.array(PlanEvent) })
/** Every version, newest first; of one event when it is named. */
export const PlanVersionQuery = z.object({ event: EventName.optional() })

/** `schema: null` takes the event out of the plan; its versions stay. */
export const PlanChange = z.object({ event: EventName, schema: JsonObject.nullable() })

/** What arrives, as schemas that every event of the last seven days that was looked at keeps to. Nothing is stored. */
export const InferredPlan = z.object({
  events: z.array(z.object({ event: z.string(), seen: z.number().int(), schema: JsonObject })),
})
export type InferredPlan = z.infer<typeof InferredPlan>

/** An event as plan and reality see it: planned and seen, seen and not planned, or planned and never seen. */
export const PlanState = z.object({
  event: z.string(),
  state: z.enum(['planned', 'unplanned', 'unseen']),
  /** Of the last 30 days. */
  seen: z.number().int(),
  /** Of those, how many were let in though they are not as the plan says. */
  flagged: z.number().int(),
  lastSeenAt: Instant.nullable(),
  version: z.number().int().nullable(),
  changedBy: z.string().nullable(),
  changedAt: Instant.nullable(),
})
export type PlanState = z.infer<typeof PlanState>
export const PlanStates = z.object({ events: z.array(PlanState) })
