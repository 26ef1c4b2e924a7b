import { useQuery } from '@tanstack/react-query'
import { Channel, channels, type InteractionPattern } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { useChannelName } from '../../ui/channel-name.ts'
import { WhoPick } from '../../ui/filter-bar.tsx'
import { useTouchpointOptions } from '../../ui/touchpoint-options.tsx'
import { Typeahead } from '../../ui/typeahead.tsx'

/** Which interactions are meant: event, touchpoint, channel and what they hold; what is left empty may be any. */
export function PatternFields({
  pattern,
  onChange,
}: {
  pattern: InteractionPattern
  onChange: (pattern: InteractionPattern) => void
}) {
  const { t } = useText()
  const channelName = useChannelName()
  const touchpoints = useTouchpointOptions()
  const { data: catalogue } = useQuery(catalogueQuery)
  const set = <K extends keyof InteractionPattern>(key: K, value: InteractionPattern[K] | '') => {
    const { [key]: _, ...rest } = pattern
    onChange(value === '' || value === undefined ? rest : { ...rest, [key]: value })
  }
  return (
    <>
      <div className="rule-name">
        <Typeahead
          label={t('segments.event')}
          hideLabel
          value={pattern.event ?? ''}
          options={(catalogue?.events ?? []).map(({ name }) => ({ value: name }))}
          placeholder={t('segments.anyEvent')}
          onChange={(event) => set('event', event)}
        />
      </div>
      <div className="rule-name">
        <Typeahead
          label={t('filters.kind_touchpoint')}
          hideLabel
          value={pattern.touchpoint ?? ''}
          options={touchpoints}
          placeholder={t('segments.anyTouchpoint')}
          onChange={(touchpoint) => set('touchpoint', touchpoint)}
        />
      </div>
      <select
        className="input"
        aria-label={t('filters.channel')}
        value={pattern.channel ?? ''}
        onChange={(event) => set('channel', Channel.safeParse(event.target.value).data)}
      >
        <option value="">{t('segments.anyChannel')}</option>
        {channels.map((channel) => (
          <option key={channel} value={channel}>
            {channelName(channel)}
          </option>
        ))}
      </select>
      <WhoPick
        name={t('segments.where')}
        anyone={t('segments.whereAny')}
        kinds={['property']}
        filter={pattern.where}
        onChange={(where) => set('where', where)}
      />
    </>
  )
}
