import type {
  PathPeopleQuestion,
  PathsQuestion,
  PeopleBehindQuestion,
  PulseQuestion,
  Range,
  TrendQuestion,
} from '@teia/contracts'
import {
  type Asking,
  askPathPeople,
  askPaths,
  askPulse,
  askTrend,
  resolveRange,
} from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { getWorkspace } from '../access/index.ts'
import { findPeople } from '../people/index.ts'
import { selectPeopleBehind } from './questions.queries.ts'

export type QuestionsDeps = { clickhouse: ClickHouse; postgres: Postgres }
/** Where a question is asked, and the signal that ends it when nobody waits for the answer any more. */
export type Caller = { workspaceId: string; signal: AbortSignal }

async function open(deps: QuestionsDeps, caller: Caller, range: Range): Promise<Asking> {
  const workspace = await getWorkspace(deps, caller.workspaceId)
  return {
    clickhouse: deps.clickhouse,
    workspaceId: caller.workspaceId,
    range: resolveRange(range, workspace.timeZone),
    sessionTimeoutMs: workspace.sessionTimeoutMinutes * 60_000,
    signal: caller.signal,
  }
}

export async function trend(deps: QuestionsDeps, caller: Caller, question: TrendQuestion) {
  return askTrend(await open(deps, caller, question.range), question)
}

export async function paths(deps: QuestionsDeps, caller: Caller, question: PathsQuestion) {
  return askPaths(await open(deps, caller, question.range), question)
}

export async function pulse(deps: QuestionsDeps, caller: Caller, question: PulseQuestion) {
  return askPulse(await open(deps, caller, question.range), question)
}

export async function pathPeople(deps: QuestionsDeps, caller: Caller, question: PathPeopleQuestion) {
  const answer = await askPathPeople(await open(deps, caller, question.paths.range), question)
  const at = new Map(answer.people.map((one) => [one.personId, one.at]))
  const people = await findPeople(deps, caller.workspaceId, [...at.keys()])
  return {
    ...answer,
    people: people.map((person) => ({ ...person, at: at.get(person.id) ?? person.lastSeenAt })),
  }
}

/** Who is behind a number: everybody with an interaction that fits, latest first. */
export async function peopleBehind(deps: QuestionsDeps, caller: Caller, question: PeopleBehindQuestion) {
  const asking = await open(deps, caller, question.range)
  const { personIds, total, nextCursor, meta } = await selectPeopleBehind(asking, question)
  return { items: await findPeople(deps, caller.workspaceId, personIds), nextCursor, total, meta }
}
