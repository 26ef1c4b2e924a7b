import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  type FunnelStep,
  SeparatesAnswer,
  type SeparatesQuestion,
  type SeparatingThing,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { askLong } from '../../lib/asked.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { useChannelName } from '../../ui/channel-name.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { questionOf, stepsOf } from '../funnels/use-funnel.ts'
import type { OpenThing, SeparatesSearch } from './separates-search.ts'

export const USUAL_DAYS = 30

/** What a page asks: only what it leaves to the server is left out. */
export type AskedSeparates = Pick<SeparatesQuestion, 'funnel' | 'step' | 'lookbackDays'>

/** The steps from which somebody can go on, counted from 1. */
export const stepsToLeave = (steps: readonly FunnelStep[]) =>
  steps.flatMap((_, at) => (steps.some((one, place) => place > at && !one.optional) ? [at + 1] : []))

/** The question of an address; null where its funnel has no step to go on from. */
function asked(search: SeparatesSearch, steps: FunnelStep[], timeZone: string): AskedSeparates | null {
  const funnel = questionOf(search, steps, timeZone)
  const leaving = stepsToLeave(steps)
  const step = leaving.find((one) => one === search.step) ?? leaving.at(-1)
  if (!funnel || step === undefined || funnel.order === 'any') return null
  return { funnel: { ...funnel, compare: 'none' }, step, lookbackDays: search.days ?? USUAL_DAYS }
}

export function useSeparates(search: SeparatesSearch) {
  const { format } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const steps = stepsOf(search, catalogue)
  const question = asked(search, steps, format.timeZone)
  const queryKey = ['questions', 'separates', question]
  const query = useQuery({
    queryKey,
    queryFn: (context) => askLong(SeparatesAnswer, '/questions/separates', question, context),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question, steps, isKnown: search.steps !== undefined || catalogue !== undefined }
}

/** What is asked for the people behind a share. */
export const peopleQuestion = (separates: AskedSeparates, { part, has, ...thing }: OpenThing) => ({
  separates,
  thing,
  part,
  has,
})

/** What to call a thing: the event, touchpoint or channel, or the property or trait with its value. */
export function useThingName() {
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  return ({ kind, name, value }: SeparatingThing): string => {
    if (kind === 'channel') return channelName(name)
    if (kind === 'touchpoint') return touchpointName(name)
    return kind === 'event' ? name : `${name} = ${value ?? ''}`
  }
}
