import type { Person } from './people.ts'
import type { Dice } from './random.ts'
import type { Slots } from './text.ts'

/** What one person went through in one matter: the reason for scores, words and complaints. */
export type Experience = {
  daysLate?: number
  delivered?: boolean
  pickedUp?: boolean
  declined?: number
  timedOut?: number
  wrongItem?: boolean
  returned?: boolean
  reopened?: boolean
  waitedMinutes?: number
  solved?: boolean
  store?: boolean
  slots: Slots
}

/** The answer from 0 to 10 that this experience earns, on the Net Promoter question. */
export function scoreOutOfTen(person: Person, lived: Experience, dice: Dice): number {
  let score = 8.5 + person.mood + dice.normal(0, 1.25)
  if (lived.daysLate) score -= 2.6 + 0.45 * Math.min(lived.daysLate, 7)
  score -= 1.1 * (lived.declined ?? 0) + 2.1 * (lived.timedOut ?? 0)
  if (lived.wrongItem) score -= 2.2
  if (lived.returned) score -= lived.reopened ? 4.2 : 0.7
  if (lived.waitedMinutes !== undefined) score += 0.5 - Math.min(3.5, lived.waitedMinutes / 90)
  if (lived.solved === false) score -= 3
  if (lived.pickedUp) score += 0.5
  if (lived.store) score += 0.7
  return Math.max(0, Math.min(10, Math.round(score)))
}

/** The subjects somebody would speak about after this, most pressing first. */
export function subjectsOf(lived: Experience, isGood: boolean, dice: Dice): string[] {
  const pressing: string[] = []
  if (lived.reopened) pressing.push('return-reopened')
  if (lived.daysLate) pressing.push('late', 'tracking')
  if (lived.timedOut || lived.declined) pressing.push('payment')
  if (lived.wrongItem) pressing.push('wrong-item')
  if (lived.returned && !lived.reopened) pressing.push('return')
  if (lived.solved === false || (lived.waitedMinutes ?? 0) > 60) pressing.push('support')
  if (pressing.length > 0 && !isGood) return pressing

  const usual = lived.store
    ? ['store', 'price', 'assortment']
    : lived.waitedMinutes !== undefined
      ? ['support']
      : lived.returned
        ? ['return']
        : lived.pickedUp
          ? ['pickup', 'quality', 'price']
          : lived.delivered
            ? ['delivery', 'packaging', 'quality', 'price', 'tracking', 'freight']
            : ['app', 'price', 'assortment', 'payment']
  const first = dice.whole(0, usual.length - 1)
  return [...usual.slice(first), ...usual.slice(0, first)]
}

/** Bad experience keeps people away and cools them down, good experience brings them back a little. */
export function remember(person: Person, score: number): void {
  if (score <= 6) {
    person.eagerness *= 0.82
    person.mood = Math.max(-4, person.mood - 0.35)
  } else if (score >= 9) {
    person.eagerness = Math.min(6, person.eagerness * 1.04)
    person.mood = Math.min(1.5, person.mood + 0.05)
  }
}
