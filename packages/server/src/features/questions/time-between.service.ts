import type { TimeBetweenPeopleQuestion, TimeBetweenQuestion } from '@teia/contracts'
import { askTimeBetween, askTimeBetweenPeople } from '../../analytics/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

export async function timeBetween(deps: QuestionsDeps, caller: Caller, question: TimeBetweenQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  return askTimeBetween(asking, named(question, catalogue))
}

/** The people who got from one thing to the other, or never did, latest first. */
export async function timeBetweenPeople(
  deps: QuestionsDeps,
  caller: Caller,
  question: TimeBetweenPeopleQuestion,
) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.between.range)
  return withPeople(deps, caller, await askTimeBetweenPeople(asking, named(question, catalogue)))
}
