import type { AttributionAnswer, AttributionPeopleQuestion, AttributionQuestion } from '@teia/contracts'
import { askAttribution, askAttributionPeople } from '../../analytics/index.ts'
import { spendOfDays } from '../spend/index.ts'
import { daysOfRange, toldSpend, withCost } from './attribution-spend.ts'
import type { Caller } from './caller.ts'
import { named, openQuestion, type QuestionsDeps } from './open-question.ts'
import { withPeople } from './people-of-answer.ts'

/** What led to an outcome, by several models side by side; with what was spent, and touchpoints with whose they are. */
export async function attribution(
  deps: QuestionsDeps,
  caller: Caller,
  question: AttributionQuestion,
): Promise<AttributionAnswer> {
  const { workspaceId } = caller
  const { asking, catalogue, workspace } = await openQuestion(deps, caller, question.range)
  const { touches, models, ...answer } = await askAttribution(asking, named(question, catalogue))
  const { days, ...between } = daysOfRange(asking.range)
  const { currency } = workspace
  const spent = await spendOfDays(deps, { workspaceId, by: question.channel, ...between }, currency)
  const isPlace = question.channel === 'touchpoint'
  const { entries } = isPlace ? await deps.catalogues.find(workspaceId) : { entries: [] }
  const ownerships = new Map(entries.map(({ definition }) => [definition.name, definition.ownership]))
  const hasValue = question.outcome.valueProperty !== undefined
  return {
    ...answer,
    spend: toldSpend(spent, { currency, days, met: new Set(touches.keys()) }),
    models: models.map(({ model, channels }) => ({
      model,
      channels: channels.map((one) => withCost(one, spent?.channels.get(one.channel)?.spend, hasValue)),
    })),
    channels: [...touches]
      .map(([channel, n]) => ({
        ...{ channel, touches: n, ownership: ownerships.get(channel) ?? null },
        spend: spent?.channels.get(channel)?.spend ?? null,
        spendDays: spent?.channels.get(channel)?.days ?? 0,
      }))
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
