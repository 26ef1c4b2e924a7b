import type { Fault, FaultOf } from './fault-kinds.ts'
import { DAY } from './time.ts'
import type { World } from './world-schema.ts'

/** A planted fault with its dates worked out. `to` is the end of the window where the fault does not end. */
export type Planted<Kind extends Fault['kind'] = Fault['kind']> = Kind extends Fault['kind']
  ? { fault: FaultOf<Kind>; from: number; to: number }
  : never

export type FaultPlan = {
  all: Planted[]
  /** Faults of one kind, whether or not they are active now. */
  of<Kind extends Fault['kind']>(kind: Kind): Planted<Kind>[]
}

/** Works out when each fault of a world starts and ends, given the window. */
export function planFaults(world: World, start: number, until: number): FaultPlan {
  const all = world.faults.map((fault): Planted => {
    const from = 'startDaysBefore' in fault ? until - fault.startDaysBefore * DAY : start
    const to = 'days' in fault ? from + fault.days * DAY : until
    return { fault, from, to: Math.min(to, until) } as Planted
  })
  return {
    all,
    of: <Kind extends Fault['kind']>(kind: Kind) =>
      all.filter((planted) => planted.fault.kind === kind) as Planted<Kind>[],
  }
}

/** True while the fault acts. */
export function isActive(planted: { from: number; to: number }, at: number): boolean {
  return at >= planted.from && at < planted.to
}
