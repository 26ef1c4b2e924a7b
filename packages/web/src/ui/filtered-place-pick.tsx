import type { EitherPlace } from '@teia/contracts'
import { useText } from '../i18n/text.tsx'
import { WhoPick } from './filter-bar.tsx'
import { PlacePick } from './place-pick.tsx'

/** An event or touchpoint, and which of its interactions count. */
export function FilteredPlacePick(props: {
  name: string
  place: EitherPlace
  onChange: (place: EitherPlace) => void
}) {
  const { t } = useText()
  const { place, onChange } = props
  const { filter, ...anyOfIt } = place
  return (
    <>
      <PlacePick
        name={props.name}
        place={place}
        onChange={(next) => onChange({ ...next, ...(filter && { filter }) })}
      />
      <WhoPick
        name={t('funnels.where')}
        anyone={t('funnels.always')}
        filter={filter}
        onChange={(only) => onChange(only ? { ...anyOfIt, filter: only } : anyOfIt)}
      />
    </>
  )
}
