import type { SeparatesPeopleQuestion, SeparatesQuestion } from '@teia/contracts'
import { askSeparates, askSeparatesPeople } from '../../analytics/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

export async function separates(deps: QuestionsDeps, caller: Caller, question: SeparatesQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.funnel.range)
  return askSeparates(asking, named(question, catalogue))
}

/** The people behind one share, latest first. */
export async function separatesPeople(
  deps: QuestionsDeps,
  caller: Caller,
  question: SeparatesPeopleQuestion,
) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.separates.funnel.range)
  return withPeople(deps, caller, await askSeparatesPeople(asking, named(question, catalogue)))
}
