import type { PathNode } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { wilson } from '../../lib/intervals.ts'
import { useChannelName } from '../../ui/channel-name.ts'
import { Facts } from '../../ui/hover-card.tsx'
import type { PlacedLink } from './flow-layout.ts'
import type { LinkFact } from './path-facts.ts'
import { useCompared, useNodeName, useStepChannels } from './use-paths.ts'

/** The facts of a step: its walks, their share of all with its interval, its people, where it is met. */
export function NodeCard({ node, walks, step }: { node: PathNode; walks: number; step: number }) {
  const { t, format } = useText()
  const nameOf = useNodeName()
  const channelName = useChannelName()
  const channels = useStepChannels()(node)
  const interval = wilson(node.walks, walks)
  return (
    <Facts
      kind={t('paths.nodeKind', { step })}
      title={nameOf(node)}
      pairs={[
        [t('paths.walks'), <b key="walks">{format.whole(node.walks)}</b>],
        [
          t('paths.share'),
          `${format.percent(walks === 0 ? 0 : node.walks / walks)} [${format.percentSpan(interval.low, interval.high)}]`,
        ],
        [t('paths.people'), format.whole(node.people)],
        ...(channels.length > 0
          ? [[t('filters.channel'), channels.map(channelName).join(', ')] as const]
          : []),
      ]}
    />
  )
}

/** The facts of a link: its walks, their share at its source with the interval, and the period before. */
export function LinkCard({ link, fact }: { link: PlacedLink; fact: LinkFact | undefined }) {
  const { t, format } = useText()
  const compared = useCompared()
  const nameOf = useNodeName()
  return (
    <Facts
      title={`${nameOf(link.from)} → ${nameOf(link.to)}`}
      pairs={[
        [
          t('paths.walks'),
          <>
            <b>{format.whole(link.walks)}</b> {t('paths.ofN', { n: link.from.walks })}
          </>,
        ],
        ...(fact
          ? ([
              [
                t('paths.share'),
                `${format.percent(fact.share)} [${format.percentSpan(fact.interval.low, fact.interval.high)}]`,
              ],
            ] as const)
          : []),
        ...(fact?.before ? ([[compared('before'), format.percent(fact.before.share)]] as const) : []),
        ...(fact?.difference
          ? ([
              [
                compared('change'),
                t('pulse.points', { n: format.points(fact.difference.value) }) +
                  (fact.difference.pAdjusted < 0.05 ? '' : `, ${t('pulse.within')}`),
              ],
            ] as const)
          : []),
      ]}
    />
  )
}
