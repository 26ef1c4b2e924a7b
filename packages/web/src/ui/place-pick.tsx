import { useQuery } from '@tanstack/react-query'
import { useText } from '../i18n/text.tsx'
import { catalogueQuery } from '../lib/catalogue.ts'
import { Icon } from './icons.tsx'
import { NamePane } from './name-pane.tsx'
import { Pick } from './pick.tsx'
import { useTouchpointName } from './touchpoint-name.ts'
import { useTouchpointOptions } from './touchpoint-options.tsx'
import type { Option } from './typeahead.tsx'

/** An event or a touchpoint. */
export type Place = { event?: string | undefined; touchpoint?: string | undefined }

const AT = 'touchpoint:'
const write = ({ event, touchpoint }: Place) =>
  event ?? (touchpoint === undefined ? '' : `${AT}${touchpoint}`)
const read = (text: string): Place =>
  text.startsWith(AT) ? { touchpoint: text.slice(AT.length) } : { event: text }

/** What to call an event or a touchpoint. */
export function usePlaceName() {
  const touchpointName = useTouchpointName()
  return ({ event, touchpoint }: Place) =>
    event ?? (touchpoint === undefined ? '' : touchpointName(touchpoint))
}

function Pane(props: { label: string; place: Place; onChoose: (place: Place) => void; onLeave: () => void }) {
  const { t } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const touchpoints = useTouchpointOptions()
  const options: Option[] = [
    ...(catalogue?.events ?? []).map(({ name }) => ({
      value: name,
      icon: <Icon name="dot" />,
      note: t('filters.kind_event'),
    })),
    ...touchpoints.map((one) => ({ ...one, value: `${AT}${one.value}`, label: one.label ?? one.value })),
  ]
  return (
    <NamePane
      label={props.label}
      value={write(props.place)}
      options={options}
      onLeave={props.onLeave}
      onChoose={(value) => {
        if (value !== '') props.onChoose(read(value))
      }}
    />
  )
}

/** Chooses an event or a touchpoint by its name. */
export function PlacePick(props: {
  name: string
  place: Place
  bare?: boolean
  /** What it says while nothing is chosen. */
  add?: string
  onChange: (place: Place) => void
}) {
  const { t } = useText()
  const placeName = usePlaceName()
  return (
    <Pick
      name={props.name}
      value={placeName(props.place) || (props.add ?? t('funnels.choose'))}
      bare={props.bare ?? false}
      width={320}
    >
      {(close) => (
        <Pane
          label={props.name}
          place={props.place}
          onLeave={close}
          onChoose={(place) => {
            props.onChange(place)
            close()
          }}
        />
      )}
    </Pick>
  )
}
