/** One event of a person: time in milliseconds; `ingest` says which of two at the same time came first. */
export type WalkEvent = { name: string; time: number; ingest: number }

/** A step is reached by any of its events; an optional one may be passed over. */
export type FunnelStep = { events: readonly string[]; optional?: boolean }

export type FunnelRules = {
  /** Ordered: other events may lie between. Strict: none. Any: all in one window, whatever their order. */
  order: 'ordered' | 'strict' | 'any'
  windowMs: number
  /** What the window is measured from; it includes its last moment. With order `any` always the first event. */
  from: 'first' | 'previous'
  /** Events that end a walk if they lie between the places of two steps (0 is the first); with order `any` anywhere in it. */
  exclusions?: readonly { event: string; after: number; before: number }[]
}

/** How far a walk went: `depth` steps, those passed over included; with order `any` how many were done. Event by step. */
export type FunnelWalk = { depth: number; events: (WalkEvent | null)[] }

/**
 * The deepest walk of one person through a funnel; among equally deep ones the earliest, by its required steps and then by its
 * optional ones (with order `any` by its beginning). Every event that fits the first step (or one behind leading optional ones) is tried as the beginning. Small
 * rather than quick: the reference that queries are compared with.
 */
export function walkFunnel(
  events: readonly WalkEvent[],
  steps: readonly FunnelStep[],
  rules: FunnelRules,
): FunnelWalk {
  const sorted = events.toSorted((a, b) => a.time - b.time || a.ingest - b.ingest)
  const best = rules.order === 'any' ? inAnyOrder(sorted, steps, rules) : inOrder(sorted, steps, rules)
  return {
    depth: best.depth,
    events: steps.map((_, step) => sorted[best.places[step] ?? -1] ?? null),
  }
}

/** Places of the events of each step in time; undefined where it was passed over or not reached. */
type Walk = { depth: number; places: (number | undefined)[] }

function isBetter(walk: Walk, than: Walk, steps: readonly FunnelStep[]): boolean {
  if (walk.depth !== than.depth) return walk.depth > than.depth
  const numbers = [...steps.keys()]
  const required = numbers.filter((step) => !steps[step]?.optional)
  const optional = numbers.filter((step) => steps[step]?.optional)
  for (const step of [...required, ...optional]) {
    const [a, b] = [walk.places[step] ?? Infinity, than.places[step] ?? Infinity]
    if (a !== b) return a < b
  }
  return false
}

const fits = (step: FunnelStep | undefined, event: WalkEvent | undefined): boolean =>
  step !== undefined && event !== undefined && step.events.includes(event.name)

/** Steps that may come next after so many: all optional ones and the first that is not. */
function nextSteps(steps: readonly FunnelStep[], done: number): number[] {
  const required = steps.findIndex((step, at) => at >= done && !step.optional)
  const last = required < 0 ? steps.length - 1 : required
  return Array.from({ length: Math.max(0, last - done + 1) }, (_, ahead) => done + ahead)
}

const noWalk: Walk = { depth: 0, places: [] }

/** The best of the walks from each possible beginning. */
function inOrder(events: readonly WalkEvent[], steps: readonly FunnelStep[], rules: FunnelRules): Walk {
  return events
    .flatMap((first, place) =>
      nextSteps(steps, 0)
        .filter((step) => fits(steps[step], first))
        .map((step) => walkOn(events, steps, rules, first.time + rules.windowMs)(step, place)),
    )
    .reduce((best, walk) => (isBetter(walk, best, steps) ? walk : best), noWalk)
}

/** The best walk on from an event that was taken as a step, remembered for each pair of the two. */
function walkOn(
  events: readonly WalkEvent[],
  steps: readonly FunnelStep[],
  rules: FunnelRules,
  end: number,
): (step: number, place: number) => Walk {
  const known = new Map<string, Walk>()
  const isInTime = (place: number, next: number) =>
    (events[next]?.time ?? 0) <= (rules.from === 'first' ? end : (events[place]?.time ?? 0) + rules.windowMs)
  const bestFrom = (step: number, place: number): Walk => {
    const found = known.get(`${step} ${place}`)
    if (found) return found
    const places: number[] = []
    places[step] = place
    let best: Walk = { depth: step + 1, places }
    for (let next = place + 1; next < events.length && isInTime(place, next); next += 1) {
      if (rules.order === 'strict' && next > place + 1) break
      for (const ahead of nextSteps(steps, step + 1)) {
        if (!fits(steps[ahead], events[next]) || isExcluded(events, rules, [step, place], [ahead, next]))
          continue
        const rest = bestFrom(ahead, next)
        const walk = { depth: rest.depth, places: rest.places.with(step, place) }
        if (isBetter(walk, best, steps)) best = walk
      }
    }
    known.set(`${step} ${place}`, best)
    return best
  }
  return bestFrom
}

type Taken = readonly [step: number, place: number]

function isExcluded(events: readonly WalkEvent[], rules: FunnelRules, last: Taken, next: Taken): boolean {
  const between = events.slice(last[1] + 1, next[1])
  return (rules.exclusions ?? []).some(
    ({ event, after, before }) =>
      last[0] < before && next[0] > after && between.some(({ name }) => name === event),
  )
}

/** As many steps as can be done from any one event on, each by an event of its own; from the earliest such event. */
function inAnyOrder(events: readonly WalkEvent[], steps: readonly FunnelStep[], rules: FunnelRules): Walk {
  const excluded = new Set((rules.exclusions ?? []).map(({ event }) => event))
  return events
    .map((first, place) => {
      const stop = events.findIndex(
        ({ name, time }, at) => at >= place && (excluded.has(name) || time > first.time + rules.windowMs),
      )
      const end = stop < 0 ? events.length : stop
      return match(
        events,
        steps,
        Array.from({ length: end - place }, (_, at) => place + at),
      )
    })
    .reduce((best, walk) => (walk.depth > best.depth ? walk : best), noWalk)
}

/**
 * A largest matching of events with steps (Kuhn 1955). Events are taken in order, so that the matching has the earliest ones; one
 * that finds its steps taken sends the holder of one to another.
 */
function match(events: readonly WalkEvent[], steps: readonly FunnelStep[], places: readonly number[]): Walk {
  const holder: (number | undefined)[] = steps.map(() => undefined)
  const place = (at: number, tried: Set<number>): boolean => {
    const fitting = [...steps.keys()].filter((step) => fits(steps[step], events[at]) && !tried.has(step))
    const free = fitting.find((step) => holder[step] === undefined)
    if (free !== undefined) {
      holder[free] = at
      return true
    }
    return fitting.some((step) => {
      tried.add(step)
      if (!place(holder[step] ?? -1, tried)) return false
      holder[step] = at
      return true
    })
  }
  for (const at of places) place(at, new Set())
  return { depth: holder.filter((at) => at !== undefined).length, places: holder }
}
