import { useQueries, useQuery } from '@tanstack/react-query'
import { conditionsOf, type SegmentRule, type StepLeaf, stepsOf } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { mapQuery } from '../../lib/maps.ts'
import { segmentsQuery } from '../../lib/segments.ts'
import { useChannelName } from '../../ui/channel-name.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { ruleWords } from './rule-words.ts'

const stepsIn = (rule: SegmentRule | null): StepLeaf[] =>
  (rule ? conditionsOf(rule) : []).filter((leaf) => 'step' in leaf)

/** What steps of maps are called; until a map is read, and where it may not be, a step goes by its id. */
function useStepNames(rule: SegmentRule | null) {
  const { t } = useText()
  const ids = [...new Set(stepsIn(rule).map((leaf) => leaf.map))]
  const maps = useQueries({ queries: ids.map((id) => mapQuery(id)) })
  return ({ step, map, state = 'asIs' }: StepLeaf) => {
    const document = maps.find(({ data }) => data?.id === map)?.data?.document
    const drawn = stepsOf(document?.[state] ?? null).find((one) => one.id === step)
    const name = document?.name ?? '…'
    return {
      step: drawn?.name ?? step,
      map: state === 'asIs' ? name : t('segments.sayDrawing', { map: name, state: t('maps.toBe') }),
    }
  }
}

/** Says a whole rule in one sentence of the language; null without a rule. */
export function useRuleWords(rule: SegmentRule | null): string | null {
  const { t, format, maybe } = useText()
  const touchpoint = useTouchpointName()
  const channel = useChannelName()
  const step = useStepNames(rule)
  const { data } = useQuery(segmentsQuery)
  const segment = (name: string) => data?.items.find(({ id }) => id === name)?.name ?? name
  if (!rule) return null
  return ruleWords(
    rule,
    { t, format, maybe },
    { touchpoint, channel: (name) => channel(name), segment, step },
  )
}
