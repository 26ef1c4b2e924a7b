import type { FunnelStep } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { usePlaceName } from '../../ui/place-pick.tsx'

/** What to call a step: its label, or the events and touchpoints that it is. */
export function useStepName() {
  const { t } = useText()
  const placeName = usePlaceName()
  return (step: Pick<FunnelStep, 'label' | 'event' | 'touchpoint' | 'anyOf'> | undefined): string =>
    step === undefined
      ? ''
      : (step.label ?? (step.anyOf ?? [step]).map(placeName).join(` ${t('funnels.or')} `))
}
