import type { EitherPlace, Filter, FunnelPlace, FunnelQuestion } from '@teia/contracts'
import type { Fact } from './fill-workspace.ts'
import { type Asked, fitting, keyOf } from './reference.ts'

/** Funnels by trying every walk that there is: what the compiler's passes over arrays have to equal. */
export type Funnel = Pick<
  FunnelQuestion,
  'steps' | 'order' | 'window' | 'scope' | 'exclusions' | 'breakdown' | 'limit'
>
/** For each step the fact that it was taken with; null where it was not. `people` are those who take part, several in an account. */
export type Walk = { person: number; people: ReadonlySet<number>; taken: (Fact | null)[]; key: string }

/** What an interaction has to be for a place. */
export function filterOfPlace(asked: EitherPlace): Filter {
  const of = ({ event, touchpoint, filter }: FunnelPlace): Filter => ({
    and: [
      ...(event === undefined ? [] : [{ event, operator: 'equals' as const }]),
      ...(touchpoint === undefined
        ? []
        : touchpoint === 'product-page@app'
          ? [
              {
                and: [
                  { touchpoint: 'Product page', operator: 'equals' as const },
                  { channel: 'app' as const, operator: 'equals' as const },
                ],
              },
            ]
          : [{ touchpoint, operator: 'equals' as const }]),
      ...(filter ? [filter] : []),
    ],
  })
  if (!asked.anyOf) return of(asked)
  return { and: [{ or: asked.anyOf.map(of) }, ...(asked.filter ? [asked.filter] : [])] }
}

const unitMs = { second: 1e3, minute: 6e4, hour: 36e5, day: 864e5, week: 6048e5, month: 2592e6 }
type Case = Funnel & {
  fits: readonly ReadonlySet<Fact>[]
  excluded: readonly ReadonlySet<Fact>[]
  windowMs: number
  required: readonly number[]
}

/** The walk of each person or session that counts. */
export function funnelOf(asked: Asked, funnel: Funnel): Walk[] {
  const facts = fitting(asked).toSorted((x, y) => x.time - y.time || x.order - y.order)
  const those = (one: EitherPlace) => new Set(fitting({ ...asked, filter: filterOfPlace(one) }))
  const own: Case = {
    ...funnel,
    fits: funnel.steps.map(those),
    excluded: funnel.exclusions.map(those),
    windowMs: funnel.window.value * unitMs[funnel.window.unit],
    required: funnel.steps.flatMap((step, at) => (step.optional ? [] : [at])),
  }
  const units = Map.groupBy(facts, (fact) =>
    funnel.scope === 'session'
      ? `${fact.person} ${fact.device}`
      : funnel.scope === 'account'
        ? accountOf(asked, fact)
        : String(fact.person),
  )
  if (funnel.scope === 'account') units.delete('')
  const takesPart = (fact: Fact) =>
    funnel.order === 'strict' || [...own.fits, ...own.excluded].some((those) => those.has(fact))
  return [...units.values()]
    .flatMap((unit) => (funnel.scope === 'session' ? sessionsOf(unit) : [unit]))
    .flatMap((unit): Walk[] => {
      const taken = funnel.order === 'any' ? anyOrder(unit, own) : inOrder(unit, own)
      const first = taken[0]
      if (!first) return []
      const key = funnel.breakdown === undefined ? '' : keyOf(asked, first, funnel.breakdown)
      const people = new Set(unit.filter(takesPart).map((fact) => fact.person))
      return [{ person: first.person, people, taken, key }]
    })
}

/** The account that an interaction names, else the one last said of its person before the end of the range. */
function accountOf({ truth, to }: Asked, fact: Fact): string {
  if (fact.context.groupId !== undefined) return String(fact.context.groupId)
  const said = truth.facts.filter(
    (one) => one.type === 'group' && one.person === fact.person && one.time < to,
  )
  return said.toSorted((x, y) => x.time - y.time || x.order - y.order).at(-1)?.account ?? ''
}

function sessionsOf(unit: readonly Fact[]): Fact[][] {
  const sessions: Fact[][] = []
  for (const [at, fact] of unit.entries()) {
    const before = unit[at - 1]
    const session = sessions.at(-1)
    if (session && before && fact.time - before.time < 30 * 60_000) session.push(fact)
    else sessions.push([fact])
  }
  return sessions
}

/** The deepest walk; of equally deep ones the first that is found, as they are tried from the earliest. */
function inOrder(unit: readonly Fact[], own: Case): (Fact | null)[] {
  let best: number[] = []
  const tryFrom = (walk: readonly number[]) => {
    if (walk.length > best.length) best = [...walk]
    if (walk.length < own.required.length)
      for (let place = (walk.at(-1) ?? -1) + 1; place < unit.length; place += 1)
        if (mayFollow(unit, own, walk, place)) tryFrom([...walk, place])
  }
  tryFrom([])
  return withOptional(unit, own, best)
}

function mayFollow(unit: readonly Fact[], own: Case, walk: readonly number[], place: number): boolean {
  const fact = unit[place]
  const last = walk.at(-1)
  if (!fact || !own.fits[own.required[walk.length] ?? -1]?.has(fact)) return false
  if (last === undefined) return true
  const since = unit[(own.window.from === 'first' ? walk[0] : last) ?? 0]
  if (fact.time - (since?.time ?? 0) > own.windowMs) return false
  const between = unit.slice(last + 1, place)
  if (own.order === 'strict') return between.length === 0
  return !between.some((one) => isExcluded(own, one, walk.length))
}

/** Whether a fact must not be between so many required steps and the next. */
function isExcluded(own: Case, fact: Fact, gap: number): boolean {
  return own.exclusions.some(({ after }, at) => {
    const gapOf = after === undefined ? gap : own.required.filter((step) => step < after).length
    return gapOf === gap && own.excluded[at]?.has(fact)
  })
}

/** Puts in the optional steps that are met on the way. */
function withOptional(unit: readonly Fact[], own: Case, walk: readonly number[]): (Fact | null)[] {
  const taken: (Fact | null)[] = []
  let cursor = -1
  for (const [step, { optional }] of own.steps.entries()) {
    const before = own.required.filter((one) => one < step).length
    if (!optional) {
      const place = walk[before]
      if (place !== undefined) cursor = place
      taken.push(place === undefined ? null : (unit[place] ?? null))
      continue
    }
    const since = unit[(own.window.from === 'first' ? walk[0] : walk[before - 1]) ?? -1]
    const place = unit.findIndex(
      (fact, at) =>
        since !== undefined &&
        walk.length >= before &&
        own.fits[step]?.has(fact) &&
        at > cursor &&
        at < (walk[before] ?? unit.length) &&
        fact.time - since.time <= own.windowMs,
    )
    if (place >= 0) cursor = place
    taken.push(unit[place] ?? null)
  }
  return taken
}

/** The most steps from the first on that were all met within a window, where that was first complete. */
function anyOrder(unit: readonly Fact[], own: Case): (Fact | null)[] {
  for (let depth = own.required.length; depth > 0; depth -= 1)
    for (const [end, last] of unit.entries()) {
      const met = own.required.slice(0, depth).map((step) => {
        const near = (fact: Fact, at: number) =>
          at <= end && last.time - fact.time <= own.windowMs && own.fits[step]?.has(fact)
        return unit.find(near)
      })
      const whole = met.filter((fact) => fact !== undefined)
      if (whole.length < depth) continue
      const begun = Math.min(...whole.map((fact) => fact.time))
      return own.steps.map(({ optional }, step) => {
        if (!optional) return met[own.required.indexOf(step)] ?? null
        const isMet = (fact: Fact) =>
          own.fits[step]?.has(fact) && fact.time >= begun && fact.time - begun <= own.windowMs
        return unit.find(isMet) ?? null
      })
    }
  return []
}

/** Seconds that a step of a walk took since the required step before it, as the answer says. */
export function gapOf({ steps, order }: Funnel, { taken }: Walk, step: number): number | null {
  const fact = taken[step]
  const required = steps.flatMap((one, at) => (one.optional ? [] : [at]))
  const before = required.filter((one) => one < step)
  if (!fact || before.length === 0) return null
  const times = (those: readonly number[]) => those.flatMap((one) => taken[one]?.time ?? [])
  if (order !== 'any') return (fact.time - (taken[before.at(-1) ?? 0]?.time ?? 0)) / 1000
  if (steps[step]?.optional) return (fact.time - Math.min(...times(required))) / 1000
  return (Math.max(...times([...before, step])) - Math.max(...times(before))) / 1000
}
