import { isActive } from './fault-plan.ts'
import type { Life } from './life.ts'
import { nextDice, type Person } from './people.ts'
import { DAY } from './time.ts'
import { playVisit } from './visit.ts'

/** Plans the purchase that a person of habit makes every so many days, mostly on the phone. */
export function planHabit(life: Life, person: Person, after: number): void {
  const { habit } = person.archetype
  if (!habit) return
  const dice = nextDice(life.setting, person)
  const due = after + habit.everyDays * dice.between(0.9, 1.1) * DAY
  const at = life.setting.rhythm.timeOfDay(due, person.place, dice)
  life.agenda.plan(Math.max(at, after), (now) => {
    restock(life, person, now)
    planHabit(life, person, now)
  })
}

function restock(life: Life, person: Person, at: number): void {
  const dice = nextDice(life.setting, person)
  const { habit } = person.archetype
  if (!habit) return
  const drift = life.setting.faults
    .of('persona-drift')
    .find(({ fault }) => fault.archetype === person.archetype.id)
  const during = drift !== undefined && isActive(drift, at)
  const mobile = person.devices.find((device) => device.isMobile)
  const wantsMobile = dice.chance(during ? drift.fault.mobileShare : habit.mobileShare)
  let ordered = false
  if (mobile && wantsMobile) {
    for (let attempt = 0; attempt < 3 && !ordered; attempt++)
      ordered = playVisit(
        life,
        person,
        mobile,
        at + attempt * dice.between(3, 20) * 3_600_000,
        { kind: 'habit' },
        dice,
      ).ordered
  } else if (dice.chance(habit.elsewhereShare)) {
    const other = person.devices.find((device) => !device.isMobile)
    if (other) playVisit(life, person, other, at, { kind: 'habit' }, dice)
  }
  if (!drift) return
  life.faults.count(drift, during, ordered)
  if (during && !ordered) life.faults.hitPerson(drift, person.index)
}
