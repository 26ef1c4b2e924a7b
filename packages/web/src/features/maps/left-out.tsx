import type { ConformanceAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'

/** How many walks and people are in none of the numbers, as there were too many different walks. */
export function LeftOut({ answer: { leftOut } }: { answer: Pick<ConformanceAnswer, 'leftOut'> }) {
  const { t } = useText()
  return leftOut.people > 0 ? <p className="note">{t('maps.leftOut', leftOut)}</p> : null
}
