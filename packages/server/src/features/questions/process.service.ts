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
import { xesOfCases } from './process-log.ts'
import { ocelOfCases } from './process-ocel.ts'

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

/** The cases of a process as an event log, in pieces, so that any amount needs little memory. */
export async function processLog(deps: QuestionsDeps, caller: Caller, question: ProcessLogQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.process.range)
  const log = await openProcessLog(asking, named(question.process, catalogue), question.form === 'ocel')
  return question.form === 'xes'
    ? { type: 'application/xml; charset=utf-8', fileName: 'teia-process.xes', pieces: xesOfCases(log) }
    : {
        type: 'application/json; charset=utf-8',
        fileName: 'teia-process.jsonocel',
        pieces: ocelOfCases(log),
      }
}
