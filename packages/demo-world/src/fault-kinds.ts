import { z } from 'zod'

const share = z.number().min(0).max(1)
const daysBefore = z.number().positive()
const text = z.string().min(1)

/** Payments of mobile shoppers get slow for some days: they time out and people give up. */
const GatewaySlowdown = z.strictObject({
  id: text,
  kind: z.literal('gateway-slowdown'),
  gateway: text,
  startDaysBefore: daysBefore,
  days: z.number().positive(),
  latencyFactor: z.number().min(1),
  timedOut: share,
  giveUp: share,
})

/** A carrier starts to be late in one region and stays so. */
const CarrierLate = z.strictObject({
  id: text,
  kind: z.literal('carrier-late'),
  carrier: text,
  region: text,
  startDaysBefore: daysBefore,
  lateRate: share,
})

/** A team works with a tool it was not trained on: returns are opened again. */
const TeamUntrained = z.strictObject({
  id: text,
  kind: z.literal('team-untrained'),
  team: text,
  tool: text,
  startDaysBefore: daysBefore,
  reopened: share,
  trained: z.number().int().nonnegative(),
  members: z.number().int().positive(),
})

/** An advertising channel brings people who buy later by another way, rarely in the same visit. */
const AssistOnlyChannel = z.strictObject({
  id: text,
  kind: z.literal('assist-only-channel'),
  entry: text,
  closing: share,
  returning: share,
})

/** The monthly mobile purchase of one persona becomes rarer from a date on. */
const PersonaDrift = z.strictObject({
  id: text,
  kind: z.literal('persona-drift'),
  archetype: text,
  startDaysBefore: daysBefore,
  mobileShare: share,
})

/** Every kind of fault that a world file can plant. Dates count days back from the end of the window. */
export const Fault = z.discriminatedUnion('kind', [
  GatewaySlowdown,
  CarrierLate,
  TeamUntrained,
  AssistOnlyChannel,
  PersonaDrift,
])
export type Fault = z.infer<typeof Fault>
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>
