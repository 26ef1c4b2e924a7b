import { type ConformanceAnswer, conformanceLimits } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'

/** How many walks and people are in none of the numbers, as there were too many different walks, and how many only in part. */
export function LeftOut({ answer: { leftOut } }: { answer: Pick<ConformanceAnswer, 'leftOut'> }) {
  const { t } = useText()
  const { shortened } = leftOut
  return (
    <>
      {leftOut.people > 0 && <p className="note">{t('maps.leftOut', leftOut)}</p>}
      {shortened > 0 && (
        <p className="note">{t('maps.walksShortened', { n: shortened, steps: conformanceLimits.steps })}</p>
      )}
    </>
  )
}
