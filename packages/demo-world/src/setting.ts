import { type FaultPlan, planFaults } from './fault-plan.ts'
import { hashText, type Lottery, lotteryOf, mix, openLottery } from './random.ts'
import { openRhythm, type Rhythm } from './rhythm.ts'
import { DAY } from './time.ts'
import type {
  Archetype,
  Carrier,
  Category,
  DeviceKind,
  Entry,
  Language,
  Place,
  Product,
} from './world-parts.ts'
import type { World } from './world-schema.ts'

export type WorldOptions = {
  world: World
  /** How many people live in the world. Growing it keeps those who were there. */
  people: number
  /** Length of the window in whole days. */
  days: number
  /** End of the window, ISO 8601; nothing happens or arrives at or after it. */
  until: string
  seed: number
}

export type Item = Product & { category: Category; rank: number }

/** A world made ready to run: its dates fixed and its draws prepared. */
export type Setting = {
  world: World
  seed: number
  people: number
  days: number
  start: number
  until: number
  /** Start of every message id, so that two different runs never share one. */
  idPrefix: string
  rhythm: Rhythm
  faults: FaultPlan
  archetypes: Lottery<Archetype>
  places: Lottery<Place>
  entries: Map<string, Entry>
  languagesOf: Map<Place, Lottery<Language>>
  carriersOf: Map<string, Lottery<Carrier>>
  draws: Map<Archetype, ArchetypeDraws>
}

export type ArchetypeDraws = {
  devices: Lottery<DeviceKind>
  deviceCount: Lottery<string>
  entries: Lottery<string>
  items: Lottery<Item>
}

/** Checks the numbers of a run and prepares its draws. */
export function prepare(options: WorldOptions): Setting {
  const { world, seed, people, days } = options
  const until = Date.parse(options.until)
  if (Number.isNaN(until)) throw new RangeError(`until is not an ISO 8601 time: ${options.until}`)
  for (const [name, value] of Object.entries({ people, days }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} must be a whole number of at least 1.`)
  if (!Number.isSafeInteger(seed)) throw new RangeError('seed must be a whole number.')

  const start = until - days * DAY
  const carriersOf = new Map<string, Lottery<Carrier>>()
  for (const { country } of world.places) {
    const serving = world.carriers.filter((carrier) => carrier.countries.includes(country))
    carriersOf.set(country, openLottery(serving.map((carrier) => [carrier, carrier.weight])))
  }
  return {
    world,
    seed,
    people,
    days,
    start,
    until,
    idPrefix: mix(hashText(world.id), seed, days, Math.floor(until / 1000)).toString(36),
    rhythm: openRhythm(world, start, days),
    faults: planFaults(world, start, until),
    archetypes: openLottery(world.archetypes.map((archetype) => [archetype, archetype.share])),
    places: openLottery(world.places.map((place) => [place, place.weight])),
    entries: new Map(world.entries.map((entry) => [entry.id, entry])),
    languagesOf: new Map(world.places.map((place) => [place, lotteryOf<Language>(place.languages)])),
    carriersOf,
    draws: new Map(world.archetypes.map((archetype) => [archetype, drawsOf(world, archetype)])),
  }
}

function drawsOf(world: World, archetype: Archetype): ArchetypeDraws {
  const items: [Item, number][] = []
  for (const category of world.catalogue.categories) {
    const liking = archetype.categories[category.id] ?? 1
    category.products.forEach((product, at) => {
      items.push([{ ...product, category, rank: at + 1 }, liking / (at + 1) ** world.catalogue.zipf])
    })
  }
  return {
    devices: lotteryOf<DeviceKind>(archetype.devices),
    deviceCount: lotteryOf(archetype.deviceCount),
    entries: lotteryOf(archetype.entries),
    items: openLottery(items),
  }
}
