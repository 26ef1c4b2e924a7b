import type { Planted } from './fault-plan.ts'
import { iso } from './time.ts'

/** A plain count of how often something happened out of how often it could. */
export type Rate = { n: number; hits: number; share: number }

export type FaultTruth = {
  id: string
  kind: string
  from: string
  to: string
  /** What `before` and `during` count. */
  measure: string
  /** The same cases outside the time of the fault, or for standing faults, the cases it does not touch. */
  before: Rate
  during: Rate
  /** People whose own experience was hit. */
  peopleHit: number
  parameters: Record<string, unknown>
}

/** What was planted and what really happened: the answer sheet of a world. The product never reads it. */
export type WorldTruth = {
  world: string
  seed: number
  people: number
  days: number
  start: string
  until: string
  events: { total: number; duplicates: number; late: number; byName: Record<string, number> }
  identity: {
    /** People with at least one event. */
    peopleSeen: number
    peopleKnown: number
    anonymousIds: number
    /** How many people have one, two, … anonymous identifiers. */
    anonymousIdsPerPerson: Record<string, number>
    households: number
    sharedDevices: number
  }
  personas: { id: string; name: string; seen: number; buyers: number }[]
  faults: FaultTruth[]
}

/** Counts of one fault while the world runs. */
export type FaultTally = {
  count(planted: Planted, during: boolean, hit: boolean): void
  hitPerson(planted: Planted, person: number): void
  read(): FaultTruth[]
}

const measures: Record<Planted['fault']['kind'], string> = {
  'gateway-slowdown': 'mobile checkouts with payment info that did not end in an order',
  'carrier-late': 'parcels of the carrier in the region delivered after the promised day',
  'team-untrained': 'returns opened again after they were received',
  'assist-only-channel': 'visits that ended in an order; before: other ways in, during: this one',
  'persona-drift': 'thirty-day habits of the persona fulfilled by a mobile order',
}

/** Starts counting the planted faults. */
export function openFaultTally(all: readonly Planted[]): FaultTally {
  const counts = new Map(
    all.map((planted) => [
      planted,
      { before: { n: 0, hits: 0 }, during: { n: 0, hits: 0 }, people: new Set<number>() },
    ]),
  )
  return {
    count(planted, during, hit) {
      const cell = counts.get(planted)?.[during ? 'during' : 'before']
      if (!cell) return
      cell.n++
      if (hit) cell.hits++
    },
    hitPerson(planted, person) {
      counts.get(planted)?.people.add(person)
    },
    read: () =>
      [...counts].map(([planted, cell]) => {
        const { id, kind, ...parameters } = planted.fault
        return {
          id,
          kind,
          from: iso(planted.from),
          to: iso(planted.to),
          measure: measures[kind],
          before: rate(cell.before),
          during: rate(cell.during),
          peopleHit: cell.people.size,
          parameters,
        }
      }),
  }
}

function rate({ n, hits }: { n: number; hits: number }): Rate {
  return { n, hits, share: n === 0 ? 0 : Math.round((hits / n) * 10000) / 10000 }
}
