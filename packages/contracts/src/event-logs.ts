import { z } from 'zod'

/**
 * Cases as an event log: `xes` (IEEE 1849), a trace a case; `ocel` (OCEL 2.0 as JSON) with people, accounts, sessions, touchpoints,
 * orders, tickets, survey answers and products as objects.
 */
export const EventLogForm = z.enum(['xes', 'ocel']).default('xes')
export type EventLogForm = z.infer<typeof EventLogForm>
