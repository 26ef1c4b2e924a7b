import type { PathsAnswer } from '@teia/contracts'
import type { RefObject } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { Flow } from './flow.tsx'
import { FlowLegend } from './flow-legend.tsx'
import type { Mark } from './flow-marks.ts'
import { LinkTable } from './link-table.tsx'
import { type LinkFact, mostChanged } from './path-facts.ts'
import type { PathsSearch } from './paths-search.ts'
import type { useMarkActions } from './use-mark-actions.ts'
import { useCompared } from './use-paths.ts'

const markOf = (fact: LinkFact): Mark => ({ source: fact.link.source, target: fact.link.target })

type Props = {
  answer: PathsAnswer
  search: PathsSearch
  view: 'sankey' | 'table'
  /** In a small window the table begins with its first rows. */
  small: boolean
  facts: readonly LinkFact[]
  selected: Mark | null
  marks: ReturnType<typeof useMarkActions>
  svgRef: RefObject<SVGSVGElement | null>
}

/** The answer drawn as a flow with the links that changed most, or as a table of all links. */
export function PathsAnswerView({ answer, search, view, small, facts, selected, marks, svgRef }: Props) {
  const { t } = useText()
  const compared = useCompared()
  const table = (rows: readonly LinkFact[], foot?: string) => (
    <LinkTable
      facts={rows}
      selected={selected?.target && `${selected.source}→${selected.target}`}
      onOpen={(one) => marks.select(markOf(one))}
      actions={(one) => marks.actions(markOf(one))}
      {...(foot ? { foot } : {})}
      {...(small ? { first: 20 } : {})}
    />
  )
  if (answer.walks === 0)
    return (
      <EmptyState title={t('paths.emptyTitle')} action={<ConnectSource />}>
        {t('paths.emptyText')}
      </EmptyState>
    )
  if (view === 'table') return table(facts, t('paths.tableFoot'))
  return (
    <>
      <Flow
        answer={answer}
        goal={search.end}
        selected={selected}
        onSelect={marks.select}
        actions={marks.actions}
        svgRef={svgRef}
      />
      <FlowLegend answer={answer} />
      {search.compare !== 'none' && (
        <Section
          className="below"
          title={compared('changedMost')}
          note={compared('changedMostNote', facts.filter((one) => one.difference).length)}
        >
          {table(mostChanged(facts))}
        </Section>
      )}
    </>
  )
}
