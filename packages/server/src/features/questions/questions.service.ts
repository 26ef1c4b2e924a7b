import type {
  PathPeopleQuestion,
  PathsQuestion,
  PeopleBehindQuestion,
  PulseQuestion,
  TrendQuestion,
} from '@teia/contracts'
import { askPathPeople, askPaths, askPulse, askTrend } from '../../analytics/index.ts'
import { findPeople } from '../people/index.ts'
import type { Caller } from './caller.ts'
import { type Named, named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { selectPeopleBehind } from './questions.queries.ts'

/** Without `by`, steps are touchpoints; but the name of an event that has one would then never be met. */
function withSteps(question: PathsQuestion, catalogue: Named): PathsQuestion {
  const isEvent = (end: string | undefined) =>
    end !== undefined && catalogue.isPlaced(end) && !catalogue.names.isTouchpoint(end)
  const by = question.by ?? (isEvent(question.from) || isEvent(question.to) ? 'event' : 'touchpoint')
  return { ...named(question, catalogue), by }
}

export async function trend(deps: QuestionsDeps, caller: Caller, question: TrendQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  return askTrend(asking, named(question, catalogue))
}

export async function paths(deps: QuestionsDeps, caller: Caller, question: PathsQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  return askPaths(asking, withSteps(question, catalogue))
}

export async function pulse(deps: QuestionsDeps, caller: Caller, question: PulseQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  return askPulse(asking, named(question, catalogue))
}

export async function pathPeople(deps: QuestionsDeps, caller: Caller, question: PathPeopleQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.paths.range)
  const answer = await askPathPeople(asking, { ...question, paths: withSteps(question.paths, catalogue) })
  const at = new Map(answer.people.map((one) => [one.personId, one.at]))
  const people = await findPeople(deps, caller.workspaceId, [...at.keys()])
  return {
    ...answer,
    people: people.map((person) => ({ ...person, at: at.get(person.id) ?? person.lastSeenAt })),
  }
}

/** Who is behind a number: everybody with an interaction that fits, latest first. */
export async function peopleBehind(deps: QuestionsDeps, caller: Caller, question: PeopleBehindQuestion) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  const { personIds, total, nextCursor, meta } = await selectPeopleBehind(asking, named(question, catalogue))
  return { items: await findPeople(deps, caller.workspaceId, personIds), nextCursor, total, meta }
}
