import type { Account } from '@teia/contracts'
import { balanceOfAnswers, wilson } from '@teia/methods'
import type { AccountFacts } from './account-facts.queries.ts'

const dayMs = 86_400_000
/** Fewer interactions than this in the 28 days before tell nothing about a fall. */
const fewestToFall = 10

type Health = Account['health']
type State = Health['state']
const worstFirst: readonly State[] = ['bad', 'caution', 'good', 'unknown']

/**
 * What the numbers of an account say together. Each part stands for itself and none is averaged away: the worst decides.
 * Presence: nobody has come for 28 days though somebody did before (bad). Course: less than half of the 28 days before
 * (caution). Answers: more of them are discontent than content, beyond chance (bad) or as counted (caution).
 */
export function describeHealth(facts: AccountFacts | undefined): Health {
  const now = facts?.interactions ?? 0
  const before = facts?.previous_interactions ?? 0
  const isSilent = now === 0 && before > 0
  const isFalling = !isSilent && before >= fewestToFall && now < before / 2
  const balance = describeBalance(facts)
  const presence: State = isSilent ? 'bad' : now > 0 ? 'good' : 'unknown'
  const course: State = isFalling ? 'caution' : before >= fewestToFall && !isSilent ? 'good' : 'unknown'
  const answers: State = !balance
    ? 'unknown'
    : balance.high < 0
      ? 'bad'
      : balance.score < 0
        ? 'caution'
        : 'good'
  const parts: Health['parts'] = [
    { kind: 'presence', state: presence },
    { kind: 'course', state: course },
    { kind: 'answers', state: answers },
  ]
  const reasons = parts.flatMap(({ kind, state }) =>
    state === 'bad' || state === 'caution' ? [{ kind: reasonOf[kind], tone: state }] : [],
  )
  const state = worstFirst.find((one) => parts.some((part) => part.state === one)) ?? 'unknown'
  return { state, reasons, parts }
}
const reasonOf = { presence: 'silent', course: 'falling', answers: 'detracting' } as const

const metrics = ['nps', 'csat', 'ces'] as const
const total = (facts: AccountFacts | undefined, place: 1 | 2 | 3) =>
  (facts?.answers ?? []).reduce((sum, row) => sum + row[place], 0)

/** The scores of a year that were answered, each with its 95 % interval and its part of all answers. */
export function describeScores(facts: AccountFacts | undefined): Account['scores'] {
  const all = total(facts, 1)
  return metrics.flatMap((metric) => {
    const [, n = 0, content = 0, discontent = 0] = facts?.answers.find(([name]) => name === metric) ?? []
    if (n === 0) return []
    const { estimate, low, high } =
      metric === 'nps' ? balanceOfAnswers(content, discontent, n) : wilson(content, n)
    return [{ metric, score: estimate, low, high, n, weight: n / all }]
  })
}

/** All answers of a year together, each with the same weight; null without one. */
export function describeBalance(facts: AccountFacts | undefined): Account['balance'] {
  const n = total(facts, 1)
  if (n === 0) return null
  const { estimate, low, high } = balanceOfAnswers(total(facts, 2), total(facts, 3), n)
  return { score: estimate, low, high, n }
}

/** The numbers of an account; `daysSinceLast` is null where nobody has ever come. */
export function describeAccountNumbers(
  facts: AccountFacts | undefined,
  now: number,
): Pick<Account, 'activity' | 'value'> {
  return {
    activity: {
      interactions28d: facts?.interactions ?? 0,
      previousInteractions28d: facts?.previous_interactions ?? 0,
      people28d: facts?.people ?? 0,
      daysSinceLast:
        facts?.last_ms === undefined || facts.last_ms === null
          ? null
          : Math.max(0, (now - facts.last_ms) / dayMs),
    },
    value: {
      orders: facts?.orders ?? 0,
      total: facts?.total ?? 0,
      previousTotal: facts?.previous_total ?? 0,
    },
  }
}
