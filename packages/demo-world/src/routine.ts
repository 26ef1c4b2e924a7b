import { planHabit } from './habit.ts'
import type { Life } from './life.ts'
import { orderOnMarketplace } from './marketplace.ts'
import { makePerson, nextDice, type Person } from './people.ts'
import { openDice } from './random.ts'
import { planStoreVisit } from './store.ts'
import { askAfter } from './survey.ts'
import { DAY } from './time.ts'
import { playVisit, type VisitReason } from './visit.ts'

/** Brings a person into the world: newcomers at a drawn day, the others in their usual rhythm. */
export function settle(life: Life, index: number, known: Map<number, Person>): void {
  const { setting } = life
  const dice = openDice(setting.seed, index, 0x6c696665)
  const person = makePerson(setting, index)
  const isNewcomer = person.accountSince === undefined
  const gap = 30 / (person.archetype.visitsPerMonth * person.eagerness)
  const first = setting.start + (isNewcomer ? dice.unit() * setting.days : dice.exponential(gap)) * DAY
  if (!isNewcomer) known.set(index, person)
  if (first >= setting.until && isNewcomer) return
  if (!isNewcomer) beginRoutines(life, person, setting.start, dice.unit())
  life.agenda.plan(setting.rhythm.timeOfDay(first, person.place, dice), (now) => {
    known.set(index, person)
    comeBy(life, person, now, { kind: 'browse' })
    planVisit(life, person, now)
    if (isNewcomer) beginRoutines(life, person, now, 0)
  })
}

/** Starts what goes on beside the visits. `phase` says how much of the habit's time has already passed. */
function beginRoutines(life: Life, person: Person, at: number, phase: number): void {
  planStoreVisit(life, person, at)
  planHabit(life, person, at - phase * 0.85 * (person.archetype.habit?.everyDays ?? 0) * DAY)
  planRelationship(life, person, at)
}

/**
 * Plans the next visit as a Poisson process thinned by the rhythm of days (Lewis and Shedler 1979): candidates
 * come at the highest rate, and a quiet day refuses most of them.
 */
function planVisit(life: Life, person: Person, after: number): void {
  const { setting } = life
  const dice = nextDice(setting, person)
  const { stranger, customer } = person.archetype.staying
  if (!dice.chance(person.accountSince === undefined ? stranger : customer)) return
  const busiestDays = 30 / (person.archetype.visitsPerMonth * person.eagerness * 1.9)
  let at = after
  for (;;) {
    at += Math.max(0.02, dice.exponential(busiestDays)) * DAY
    if (at >= setting.until) return
    if (dice.chance(setting.rhythm.dayLevel(at, person.place))) break
  }
  const hour = setting.rhythm.timeOfDay(at, person.place, dice)
  life.agenda.plan(hour > after ? hour : at, (now) => {
    comeBy(life, person, now, { kind: 'browse' })
    planVisit(life, person, now)
  })
}

/** One visit by whichever device is at hand, or by the marketplace. */
export function comeBy(life: Life, person: Person, at: number, reason: VisitReason): void {
  const dice = nextDice(life.setting, person)
  if (dice.chance(life.setting.world.marketplace.share)) {
    orderOnMarketplace(life, person, at)
    return
  }
  const favourite = person.devices[0]
  if (!favourite) return
  const device = dice.chance(0.6) ? favourite : dice.pick(person.devices)
  const { comesBack } = playVisit(life, person, device, at, reason, dice)
  if (comesBack)
    life.agenda.plan(at + dice.between(0.5, 9) * DAY, (now) => comeBy(life, person, now, { kind: 'return' }))
}

function planRelationship(life: Life, person: Person, after: number): void {
  const dice = nextDice(life.setting, person)
  life.agenda.plan(after + dice.between(20, 95) * DAY, (now) => {
    if (person.accountSince !== undefined)
      askAfter(life, person, now, 'relationship', { slots: { city: person.place.city } })
    planRelationship(life, person, now + 60 * DAY)
  })
}
