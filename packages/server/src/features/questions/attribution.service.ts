import type { AttributionAnswer, AttributionPeopleQuestion, AttributionQuestion } from '@teia/contracts'
import { askAttribution, askAttributionPeople } from '../../analytics/index.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

/** What led to an outcome, by several models side by side; touchpoints with whose they are. */
export async function attribution(
  deps: QuestionsDeps,
  caller: Caller,
  question: AttributionQuestion,
): Promise<AttributionAnswer> {
  const { asking, catalogue } = await openQuestion(deps, caller, question.range)
  const { touches, ...answer } = await askAttribution(asking, named(question, catalogue))
  const isPlace = question.channel === 'touchpoint'
  const { entries } = isPlace ? await deps.catalogues.find(caller.workspaceId) : { entries: [] }
  const ownerships = new Map(entries.map(({ definition }) => [definition.name, definition.ownership]))
  return {
    ...answer,
    channels: [...touches]
      .map(([channel, n]) => ({ channel, touches: n, ownership: ownerships.get(channel) ?? null }))
      .toSorted((x, y) => y.touches - x.touches || (x.channel < y.channel ? -1 : 1)),
  }
}

/** The people whose path has a channel, latest first. */
export async function attributionPeople(
  deps: QuestionsDeps,
  caller: Caller,
  question: AttributionPeopleQuestion,
) {
  const { asking, catalogue } = await openQuestion(deps, caller, question.attribution.range)
  return withPeople(deps, caller, await askAttributionPeople(asking, named(question, catalogue)))
}
