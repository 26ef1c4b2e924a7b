import type { FunnelExclusion, FunnelStep } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { IconButton } from '../../ui/button.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { PlacePick } from '../../ui/place-pick.tsx'
import { useStepName } from './step-name.ts'

const MOST = 5

/** What must not happen between steps. */
export function ExclusionLines({
  exclusions,
  steps,
  onChange,
}: {
  exclusions: readonly FunnelExclusion[]
  steps: readonly FunnelStep[]
  onChange: (exclusions: FunnelExclusion[] | undefined) => void
}) {
  const { t } = useText()
  const stepName = useStepName()
  const set = (next: FunnelExclusion[]) => onChange(next.length > 0 ? next : undefined)
  return (
    <>
      {exclusions.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an exclusion is its place
        <span key={at} className="either">
          <PlacePick
            name={t('funnels.without')}
            place={one}
            onChange={(place) => {
              const { event: _e, touchpoint: _t, ...rest } = one
              set(exclusions.with(at, { ...rest, ...place }))
            }}
          />
          <ChoicePick
            name={t('funnels.between')}
            value={String(one.after ?? '')}
            choices={[
              { value: '', label: t('funnels.anySteps') },
              ...steps.slice(1).map((_, place) => ({
                value: String(place + 1),
                label: t('funnels.afterStep', { n: place + 1, name: stepName(steps[place]) }),
              })),
            ]}
            onChange={(value) => {
              const { after: _, ...rest } = one
              set(exclusions.with(at, value === '' ? rest : { ...rest, after: Number(value) }))
            }}
          />
          <IconButton
            icon="close"
            label={t('funnels.removeExclusion')}
            onClick={() => set(exclusions.toSpliced(at, 1))}
          />
        </span>
      ))}
      {exclusions.length < MOST && (
        <PlacePick
          name={t('funnels.addExclusion')}
          place={{}}
          bare
          add={t('funnels.addExclusion')}
          onChange={(place) => set([...exclusions, place])}
        />
      )}
    </>
  )
}
