import { useQuery } from '@tanstack/react-query'
import { useText } from '../i18n/text.tsx'
import { touchpointsQuery } from '../lib/catalogue.ts'
import { useChannelName } from './channel-name.ts'
import { Facts, useHoverCard } from './hover-card.tsx'
import { useTouchpointName } from './touchpoint-name.ts'

/** The facts of a touchpoint, in the channel where it was met. */
export function TouchpointFacts({ name, channel }: { name: string; channel: string | undefined }) {
  const { t, format } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const { data } = useQuery(touchpointsQuery)
  const named = (data?.items ?? []).filter((item) => item.name === name)
  const one = named.find((item) => item.channel === channel) ?? named[0]
  const met = channel ?? one?.channel
  return (
    <Facts
      kind={t('touchpoints.name')}
      title={touchpointName(name)}
      pairs={[
        ...(met ? [[t('filters.channel'), channelName(met)] as const] : []),
        ...(one
          ? ([
              [t('touchpoints.ownership'), t(`touchpoints.${one.ownership}`)],
              [t('touchpoints.people28d'), format.whole(one.people28d)],
              [t('touchpoints.interactions28d'), format.whole(one.interactions28d)],
            ] as const)
          : []),
      ]}
    />
  )
}

/**
 * Gives the name of a touchpoint its card.
 * @example <span {...withTouchpointCard('Cart', 'app')}>
 */
export function useTouchpointCard() {
  const withCard = useHoverCard()
  return (name: string, channel?: string) => withCard(() => <TouchpointFacts name={name} channel={channel} />)
}
