import { evaluateFilter, type Filter, type FilterEvent, textOf, valueAt } from '@teia/contracts'
import { DateTime, IANAZone } from 'luxon'
import type { Fact, Truth } from './fill-workspace.ts'

/** Answers questions by plain loops over everything that was sent: what the compiler's SQL has to equal. */
export type Asked = { truth: Truth; from: number; to: number; timeZone: string; filter: Filter | undefined }

export const isInteraction = (fact: Fact) => ['track', 'page', 'screen'].includes(fact.type)
export const within = (asked: Asked, fact: Fact) => fact.time >= asked.from && fact.time < asked.to
export const personsOf = (facts: readonly Fact[]) => new Set(facts.map((fact) => fact.person)).size

export function propertyOf(fact: Fact, name: string): unknown {
  if (name.startsWith('context.')) return valueAt(fact.context, name.slice('context.'.length))
  return valueAt(
    fact.type === 'page' || fact.type === 'screen' ? fact.properties : fact.properties,
    name.replace(/^properties\./, ''),
  )
}

/** The interactions of the range that fit the filter. */
export function fitting(asked: Asked, kind: (fact: Fact) => boolean = isInteraction): Fact[] {
  const { truth } = asked
  const own = truth.facts.filter((fact) => within(asked, fact))
  return own.filter(
    (fact) =>
      kind(fact) &&
      evaluateFilter(asked.filter, {
        event: fact,
        property: (name) => propertyOf(fact, name),
        trait: (name) => valueAt(truth.traits.get(fact.person), name),
        did: (fits: (event: FilterEvent) => boolean) =>
          own.some((other) => other.person === fact.person && isInteraction(other) && fits(other)),
      }),
  )
}

/** The asked number of local days before, day by day; between other moments as many days, or as much time. */
export function before(asked: Asked): Asked {
  const at = (ms: number) => DateTime.fromMillis(ms, { zone: asked.timeZone })
  const isDay = (ms: number) => startOf(ms, 'day', asked.timeZone) === ms
  let start = asked.from
  if (isDay(asked.from) && isDay(asked.to)) {
    for (let day = asked.from; day < asked.to; day = at(day).plus({ days: 1 }).startOf('day').toMillis())
      start = startOf(start - 1, 'day', asked.timeZone)
  } else {
    const days = at(asked.to).diff(at(asked.from), 'days').days
    start = Number.isInteger(days) ? at(asked.from).minus({ days }).toMillis() : 2 * asked.from - asked.to
  }
  return { ...asked, from: start, to: asked.from }
}

/** What a fact is split by. */
export function keyOf(asked: Asked, fact: Fact, name: string): string {
  if (name === 'event') return fact.name
  if (name === 'touchpoint') return fact.touchpoint
  if (name === 'channel') return fact.channel
  if (name === 'entry') return fact.entry
  if (name.startsWith('trait:')) return textOf(valueAt(asked.truth.traits.get(fact.person), name.slice(6)))
  return textOf(propertyOf(fact, name.replace(/^property:/, '')))
}

export type Interval = 'hour' | 'day' | 'week' | 'month'
/**
 * The start of the local interval that a moment lies in. An hour begins when the clock last showed a full hour: where
 * clocks are set back by an hour at a quarter to, luxon would name an hour that has ended before another one began.
 */
export function startOf(ms: number, interval: Interval, timeZone: string): number {
  if (interval === 'hour') {
    const zone = IANAZone.create(timeZone)
    let minute = Math.floor(ms / 60_000)
    while ((minute + zone.offset(minute * 60_000)) % 60 !== 0) minute -= 1
    return minute * 60_000
  }
  return DateTime.fromMillis(ms, { zone: timeZone }).startOf(interval).toMillis()
}

type Walk = { person: number; steps: string[]; shift: number }
type PathsAsked = {
  by: 'touchpoint' | 'event'
  depth: number
  scope: 'session' | 'person'
  collapseRepeats: boolean
  minShare: number
  entry: boolean
  from?: string | undefined
  to?: string | undefined
}
const left = '…left'
const other = '…other'

/** Each walk of each person (in session scope: on each device, up to a pause), cut as asked. */
export function walksOf(asked: Asked, question: PathsAsked): Walk[] {
  const sorted = fitting(asked).toSorted((x, y) => x.time - y.time || x.order - y.order)
  const units = Map.groupBy(
    sorted,
    (fact) => `${fact.person} ${question.scope === 'session' ? fact.device : ''}`,
  )
  return [...units.values()]
    .flatMap((unit) => (question.scope === 'session' ? sessionsOf(unit) : [unit]))
    .flatMap((run) => cut(run, question))
}

export function sessionsOf(unit: readonly Fact[]): Fact[][] {
  const sessions: Fact[][] = []
  for (const fact of unit) {
    const last = sessions.at(-1)
    const before = last?.at(-1)
    if (last && before && fact.time - before.time < 30 * 60_000) last.push(fact)
    else sessions.push([fact])
  }
  return sessions
}

function cut(run: readonly Fact[], question: PathsAsked): Walk[] {
  const { depth, from, to } = question
  const person = run[0]?.person ?? -1
  const names = run.map((fact) => (question.by === 'event' ? fact.name : fact.touchpoint || fact.name))
  const walked = question.collapseRepeats ? names.filter((name, at) => name !== names[at - 1]) : names
  const walk = (steps: string[], shift = 0) => [{ person, steps, shift }]
  if (from === undefined && to === undefined) {
    const way = question.entry ? [run.find((fact) => fact.entry !== '')?.entry ?? 'Direct'] : []
    return walk([...way, ...walked, left].slice(0, depth + way.length))
  }
  if (from === undefined) {
    const end = walked.indexOf(to ?? '')
    const steps = walked.slice(Math.max(0, end + 1 - depth), end + 1)
    return end < 0 ? [] : walk(steps, depth - steps.length)
  }
  const start = walked.indexOf(from)
  if (start < 0) return []
  if (to === undefined) return walk([...walked, left].slice(start, start + depth))
  const end = walked.indexOf(to, start + 1)
  return end < 0 || end - start >= depth ? [] : walk(walked.slice(start, end + 1))
}

/** Nodes and links as `{ 'depth:label': [walks, people] }`, with small steps, or all but the `kept`, folded. */
export function pathsOf(asked: Asked, question: PathsAsked, kept?: ReadonlySet<string>) {
  const walks = walksOf(asked, question)
  const sizes = new Map<string, number>()
  for (const { steps, shift } of walks)
    for (const [at, step] of steps.entries())
      sizes.set(`${at + shift}:${step}`, (sizes.get(`${at + shift}:${step}`) ?? 0) + 1)
  const isEnd = (step: string) => question.from !== undefined && step === question.to
  const isLarge = (place: string) =>
    kept ? kept.has(place) : (sizes.get(place) ?? 0) >= question.minShare * walks.length
  const shown = (depth: number, step: string) =>
    step === left || isEnd(step) || isLarge(`${depth}:${step}`) ? `${depth}:${step}` : `${depth}:${other}`
  const nodes = new Tally()
  const links = new Tally()
  for (const { person, steps, shift } of walks)
    for (const [at, step] of steps.entries()) {
      const node = shown(at + shift, step)
      nodes.add(node, person)
      const next = steps[at + 1]
      if (next !== undefined) links.add(`${node} > ${shown(at + shift + 1, next)}`, person)
    }
  return {
    walks: walks.length,
    people: new Set(walks.map((walk) => walk.person)).size,
    nodes: nodes.sums(),
    links: links.sums(),
  }
}

class Tally {
  readonly #all = new Map<string, number[]>()
  add(key: string, person: number): void {
    this.#all.set(key, [...(this.#all.get(key) ?? []), person])
  }
  sums(): Record<string, [walks: number, people: number]> {
    return Object.fromEntries(
      [...this.#all].map(([key, people]) => [key, [people.length, new Set(people).size]]),
    )
  }
}
