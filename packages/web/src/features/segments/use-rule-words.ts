import { useQuery } from '@tanstack/react-query'
import type { SegmentRule } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { segmentsQuery } from '../../lib/segments.ts'
import { useChannelName } from '../../ui/channel-name.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { ruleWords } from './rule-words.ts'

/** Says a whole rule in one sentence of the language. */
export function useRuleWords(): (rule: SegmentRule) => string {
  const { t, format } = useText()
  const touchpoint = useTouchpointName()
  const channel = useChannelName()
  const { data } = useQuery(segmentsQuery)
  const segment = (name: string) => data?.items.find(({ id }) => id === name)?.name ?? name
  return (rule) => ruleWords(rule, { t, format }, { touchpoint, channel: (name) => channel(name), segment })
}
