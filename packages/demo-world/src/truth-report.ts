import type { NetworkTally } from './arrival.ts'
import type { Life } from './life.ts'
import type { Person } from './people.ts'
import type { Setting } from './setting.ts'
import { iso } from './time.ts'
import type { WorldTruth } from './truth.ts'

/** Which identifiers truly belong to one person. */
export type IdentityTruth = {
  person: number
  userId: string | null
  anonymousIds: string[]
  household: string | null
}

type Ledger = {
  setting: Setting
  network: NetworkTally
  byName: ReadonlyMap<string, number>
  known: ReadonlyMap<number, Person>
  life: Life
}

/** Sums a run up. Totals per name count messages sent once, without repeats. */
export function sumUp({ setting, network, byName, known, life }: Ledger): WorldTruth {
  const seen = [...known.values()].filter((person) => person.messages > 0)
  const perPerson: Record<string, number> = {}
  let anonymousIds = 0
  for (const person of seen) {
    const count = String(person.anonymousIds.size)
    perPerson[count] = (perPerson[count] ?? 0) + 1
    anonymousIds += person.anonymousIds.size
  }
  const shared = new Set(
    seen.flatMap((person) => person.devices.filter((d) => d.isShared).map((d) => d.anonymousId)),
  )
  return {
    world: setting.world.id,
    seed: setting.seed,
    people: setting.people,
    days: setting.days,
    start: iso(setting.start),
    until: iso(setting.until),
    events: {
      total: network.delivered + network.duplicates,
      duplicates: network.duplicates,
      late: network.late,
      byName: Object.fromEntries([...byName].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    identity: {
      peopleSeen: seen.length,
      peopleKnown: seen.filter((person) => person.accountSince !== undefined).length,
      anonymousIds,
      anonymousIdsPerPerson: perPerson,
      households: new Set(seen.flatMap((person) => (person.grouped ? [person.household?.groupId] : []))).size,
      sharedDevices: shared.size,
    },
    personas: setting.world.archetypes.map((archetype) => {
      const members = seen.filter((person) => person.archetype === archetype)
      return {
        id: archetype.id,
        name: archetype.name,
        seen: members.length,
        buyers: members.filter((person) => life.buyers.has(person.index)).length,
      }
    }),
    faults: life.faults.read(),
  }
}

/** Lists the identifiers of each person who was seen. */
export function* identitiesOf(known: ReadonlyMap<number, Person>): Generator<IdentityTruth, void, undefined> {
  for (const person of known.values())
    yield {
      person: person.index,
      userId: person.accountSince === undefined ? null : person.userId,
      anonymousIds: [...person.anonymousIds],
      household: person.household?.groupId ?? null,
    }
}
