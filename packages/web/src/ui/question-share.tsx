import { type QueryKey, useQuery } from '@tanstack/react-query'
import type { QuestionProgress } from '@teia/contracts'
import type { MessageKey } from '../i18n/text.tsx'
import { useText } from '../i18n/text.tsx'
import { progressQuery } from '../lib/asked.ts'

const words: Record<QuestionProgress['phase'], MessageKey> = {
  counting: 'common.askedCounting',
  aligning: 'common.askedAligning',
  dividing: 'common.askedDividing',
}

/** How much of a question is done, as words and as a bar; that it is still at work, where that is all that is known. */
export function QuestionShare({ queryKey }: { queryKey: QueryKey }) {
  const { t, format } = useText()
  const { data } = useQuery(progressQuery(queryKey))
  const still = t('common.stillAsking')
  if (!data?.total) return <span role="status">{still}</span>
  const { phase, done, total } = data
  const share = Math.min(1, done / total)
  const told = t(words[phase], { done: format.whole(done), total: format.whole(total) })
  return (
    <>
      <span role="status" className="visually-hidden">
        {still}
      </span>
      <span aria-hidden="true">{told}</span>
      <span
        className="share"
        role="progressbar"
        aria-label={still}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={told}
      >
        <i style={{ width: `${share * 100}%` }} />
      </span>
    </>
  )
}
