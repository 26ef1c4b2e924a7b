import type {
  ProcessLogQuestion,
  ProcessPeopleQuestion,
  ProcessQuestion,
  ProcessReplayQuestion,
  ProcessVariantsQuestion,
} from '@teia/contracts'
import {
  askProcess,
  askProcessPeople,
  askProcessReplay,
  askProcessVariants,
  openProcessLog,
} from '../../analytics/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

export async function process(deps: QuestionsDeps, caller: Caller, question: ProcessQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  return askProcess(asking, named(question, catalogue))
}

export async function processVariants(
  deps: QuestionsDeps,
  caller: Caller,
  question: ProcessVariantsQuestion,
) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.process.range)
  return askProcessVariants(asking, named(question, catalogue))
}

export async function processReplay(deps: QuestionsDeps, caller: Caller, question: ProcessReplayQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.process.range)
  return askProcessReplay(asking, named(question, catalogue))
}

/** The people behind a step, an edge or a variant, latest first. */
export async function processPeople(deps: QuestionsDeps, caller: Caller, question: ProcessPeopleQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.process.range)
  return withPeople(deps, caller, await askProcessPeople(asking, named(question, catalogue)))
}

/** The cases of a process, to be read as an event log. */
export async function processLog(deps: QuestionsDeps, caller: Caller, question: ProcessLogQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.process.range)
  return openProcessLog(asking, named(question.process, catalogue), question.form === 'ocel')
}
