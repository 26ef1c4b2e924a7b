import { useText } from '../i18n/text.tsx'
import { useBreakdownChoices } from './breakdown-choices.ts'
import { ChoicePick } from './pick.tsx'

/** Chooses what an answer is split by, or nothing. */
export function BreakdownPick(props: {
  breakdown: string | undefined
  onChange: (breakdown: string | undefined) => void
}) {
  const { t } = useText()
  const choices = useBreakdownChoices()
  const { breakdown, onChange } = props
  return (
    <ChoicePick
      name={t('trends.splitBy')}
      value={breakdown ?? ''}
      set={breakdown !== undefined}
      choices={choices}
      onChange={(value) => onChange(value || undefined)}
    />
  )
}
