import { openAgenda } from './agenda.ts'
import { openNetwork } from './arrival.ts'
import { sendCampaign } from './email.ts'
import type { Life } from './life.ts'
import type { WorldEvent } from './message.ts'
import type { Person } from './people.ts'
import { comeBy, settle } from './routine.ts'
import { prepare, type WorldOptions } from './setting.ts'
import { planSignals } from './signals.ts'
import { openTeller } from './teller.ts'
import { openWriter } from './text.ts'
import { DAY, HOUR } from './time.ts'
import { openFaultTally, type WorldTruth } from './truth.ts'
import { type IdentityTruth, identitiesOf, sumUp } from './truth-report.ts'

/** A world that is running. */
export type Simulation = {
  /** Every message in order of arrival. It can be walked once and holds about a day of messages in memory. */
  events: Generator<WorldEvent, void, undefined>
  /** How much of the window has been handed over, from 0 to 1. */
  progress(): number
  /** What was planted and what happened so far; complete once the events are exhausted. */
  truth(): WorldTruth
  /** The anonymous ids of every person seen so far, one row each. */
  identities(): Generator<IdentityTruth, void, undefined>
}

/**
 * Opens a world. The same options give the same messages, byte for byte, on every machine.
 * @throws RangeError for people, days, seed or until that cannot be
 */
export function openWorld(options: WorldOptions): Simulation {
  const setting = prepare(options)
  const agenda = openAgenda(setting.start, setting.days)
  const network = { delivered: 0, duplicates: 0, late: 0 }
  const byName = new Map<string, number>()
  const carrier = openNetwork(setting, network)
  const tell = openTeller(setting, carrier, (name) => byName.set(name, (byName.get(name) ?? 0) + 1))
  const life: Life = {
    setting,
    agenda,
    tell,
    writer: openWriter(setting.world),
    faults: openFaultTally(setting.faults.all),
    buyers: new Set(),
  }
  const known = new Map<number, Person>()
  let daysDone = 0

  function* run(): Generator<WorldEvent, void, undefined> {
    planSignals(life)
    planCampaigns(life, known)
    for (let index = 0; index < setting.people; index++) settle(life, index, known)
    for (let day = 0; day < setting.days; day++) {
      agenda.runDay(day)
      yield* carrier.arrivalsOn(day)
      daysDone = day + 1
    }
  }

  return {
    events: run(),
    progress: () => daysDone / setting.days,
    truth: () => sumUp({ setting, network, byName, known, life }),
    identities: () => identitiesOf(known),
  }
}

function planCampaigns(life: Life, known: Map<number, Person>): void {
  const { email } = life.setting.world
  const first = Math.ceil(life.setting.start / DAY) * DAY + 13 * HOUR
  for (let round = 0; ; round++) {
    const at = first + round * email.everyDays * DAY
    if (at >= life.setting.until) return
    const campaign = email.campaigns[round % email.campaigns.length] ?? 'campaign'
    life.agenda.plan(at, (now) => {
      for (const person of known.values())
        sendCampaign(life, person, now, campaign, (who, clickedAt, name) =>
          comeBy(life, who, clickedAt, { kind: 'email', campaign: name }),
        )
    })
  }
}
