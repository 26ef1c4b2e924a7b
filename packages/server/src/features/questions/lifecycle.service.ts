import type {
  LifecyclePeopleQuestion,
  LifecycleQuestion,
  Range,
  StickinessPeopleQuestion,
  StickinessQuestion,
} from '@teia/contracts'
import {
  askLifecycle,
  askLifecyclePeople,
  askStickiness,
  askStickinessPeople,
} from '../../analytics/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

async function openNow(deps: QuestionsDeps, caller: Caller, range: Range) {
  const { asking, catalogue } = await openQuestion(deps, caller, range)
  return { asking: { ...asking, now: deps.now().getTime() }, catalogue }
}

export async function lifecycle(deps: QuestionsDeps, caller: Caller, question: LifecycleQuestion) {
  const { asking, catalogue } = await openNow(deps, caller, question.range)
  return askLifecycle(asking, named(question, catalogue))
}

/** The people who are new, stay, are back or stay away in a period, latest first. */
export async function lifecyclePeople(
  deps: QuestionsDeps,
  caller: Caller,
  question: LifecyclePeopleQuestion,
) {
  const { asking, catalogue } = await openNow(deps, caller, question.lifecycle.range)
  return withPeople(deps, caller, await askLifecyclePeople(asking, named(question, catalogue)))
}

export async function stickiness(deps: QuestionsDeps, caller: Caller, question: StickinessQuestion) {
  const { asking, catalogue } = await openNow(deps, caller, question.range)
  return askStickiness(asking, named(question, catalogue))
}

/** The people who are active on so many days of a period, latest first. */
export async function stickinessPeople(
  deps: QuestionsDeps,
  caller: Caller,
  question: StickinessPeopleQuestion,
) {
  const { asking, catalogue } = await openNow(deps, caller, question.stickiness.range)
  return withPeople(deps, caller, await askStickinessPeople(asking, named(question, catalogue)))
}
