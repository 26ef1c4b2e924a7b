import type { RetentionPeopleQuestion, RetentionQuestion } from '@teia/contracts'
import { askRetention, askRetentionPeople } from '../../analytics/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

export async function retention(deps: QuestionsDeps, caller: Caller, question: RetentionQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  return askRetention({ ...asking, now: deps.now().getTime() }, named(question, catalogue))
}

/** The people of a cohort, or behind one of its cells, latest first. */
export async function retentionPeople(
  deps: QuestionsDeps,
  caller: Caller,
  question: RetentionPeopleQuestion,
) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.retention.range)
  const answer = await askRetentionPeople(
    { ...asking, now: deps.now().getTime() },
    { ...question, retention: named(question.retention, catalogue) },
  )
  return withPeople(deps, caller, answer)
}
