import type { FunnelPeopleQuestion, FunnelQuestion } from '@teia/contracts'
import { askFunnel, askFunnelPeople } from '../../analytics/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

export async function funnel(deps: QuestionsDeps, caller: Caller, question: FunnelQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  return askFunnel(asking, named(question, catalogue))
}

/** The people behind a step of a funnel, latest first. */
export async function funnelPeople(deps: QuestionsDeps, caller: Caller, question: FunnelPeopleQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.funnel.range)
  return withPeople(
    deps,
    caller,
    await askFunnelPeople(asking, { ...question, funnel: named(question.funnel, catalogue) }),
  )
}
