import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { touchpointsQuery } from '../../lib/catalogue.ts'
import { ChannelIcon } from '../../ui/icons.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { Typeahead } from '../../ui/typeahead.tsx'

type Change = { touchpoint: string | undefined; text: string }

/** A touchpoint of the catalogue, or any other by its name. */
export function TouchpointField(props: {
  value: string | undefined
  text: string
  onChange: (change: Change) => void
  onPick: (change: Change) => void
}) {
  const { t } = useText()
  const touchpointName = useTouchpointName()
  const { data } = useQuery(touchpointsQuery)
  const items = data?.items ?? []
  const changeOf = (typed: string): Change =>
    items.some((one) => one.id === typed)
      ? { touchpoint: typed, text: '' }
      : { touchpoint: undefined, text: typed }
  return (
    <Typeahead
      label={t('maps.cardTouchpoint')}
      hideLabel
      autoFocus
      value={props.value ?? props.text}
      options={items.map((one) => ({
        value: one.id,
        label: touchpointName(one.name),
        icon: <ChannelIcon channel={one.channel} />,
      }))}
      placeholder={t('maps.cardTouchpoint')}
      onChange={(typed) => props.onChange(changeOf(typed))}
      onPick={(id) => props.onPick(changeOf(id))}
    />
  )
}
