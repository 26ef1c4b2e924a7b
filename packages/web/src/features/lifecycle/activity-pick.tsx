import type { EitherPlace } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { IconButton } from '../../ui/button.tsx'
import { WhoPick } from '../../ui/filter-bar.tsx'
import { PlacePick } from '../../ui/place-pick.tsx'

/** What counts as being active: anything, or an event or touchpoint with what else has to hold. */
export function ActivityPick(props: {
  activity: EitherPlace | undefined
  onChange: (activity: EitherPlace | undefined) => void
}) {
  const { t } = useText()
  const { activity, onChange } = props
  return (
    <>
      <PlacePick
        name={t('lifecycle.activity')}
        place={activity ?? {}}
        add={t('lifecycle.anything')}
        onChange={(place) => onChange({ ...place, ...(activity?.filter && { filter: activity.filter }) })}
      />
      {activity && (
        <>
          <WhoPick
            name={t('funnels.where')}
            anyone={t('funnels.always')}
            filter={activity.filter}
            onChange={(filter) => {
              const { filter: _, ...rest } = activity
              onChange(filter ? { ...rest, filter } : rest)
            }}
          />
          <IconButton icon="close" label={t('lifecycle.anythingAgain')} onClick={() => onChange(undefined)} />
        </>
      )}
    </>
  )
}
