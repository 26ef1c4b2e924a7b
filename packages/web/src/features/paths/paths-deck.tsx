import type { PathsAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useLinkName } from './link-table.tsx'
import { type LinkFact, mostChanged } from './path-facts.ts'
import type { PathsSearch } from './paths-search.ts'

/** The sentence of the page: how many walked this way, and the link that changed most beyond chance. */
export function PathsDeck(props: {
  answer: PathsAnswer | undefined
  facts: readonly LinkFact[]
  search: PathsSearch
}) {
  const { answer, facts, search } = props
  const { t, rich, format } = useText()
  const linkName = useLinkName()
  if (!answer) return t('paths.deckWaiting')
  if (answer.walks === 0) return t('paths.deckEmpty')
  const top = mostChanged(facts, 1)[0]
  const scope = search.scope ?? 'session'
  return (
    <>
      {rich('paths.deckWalks', { scope, walks: answer.walks, people: answer.people })}{' '}
      {top?.difference && top.before && top.difference.pAdjusted < 0.05
        ? rich(search.versus ? 'paths.versus_deckChanged' : 'paths.deckChanged', {
            link: linkName(top),
            now: format.percent(top.share),
            before: format.percent(top.before.share),
          })
        : t(
            search.versus
              ? 'paths.versus_deckCalm'
              : search.compare === 'none'
                ? 'paths.deckAlone'
                : 'paths.deckCalm',
          )}
    </>
  )
}
