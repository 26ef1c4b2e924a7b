import { useMediaQuery } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { PathNode, PathsAnswer } from '@teia/contracts'
import { type RefObject, useMemo, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Switch } from '../../ui/button.tsx'
import { chartExports } from '../../ui/chart-exports.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import type { Mark } from './flow-marks.ts'
import { useLinkName } from './link-table.tsx'
import { MarkPanel } from './mark-panel.tsx'
import { firstStep, type LinkFact, labelOf, linkFacts } from './path-facts.ts'
import { PathsAnswerView } from './paths-answer.tsx'
import { PathsDeck } from './paths-deck.tsx'
import { PathsFilters } from './paths-filters.tsx'
import type { PathsSearch } from './paths-search.ts'
import { useMarkActions } from './use-mark-actions.ts'
import { usePaths } from './use-paths.ts'

const route = getRouteApi('/shell/paths')

function find(answer: PathsAnswer | undefined, spot: PathsSearch['source']): PathNode | undefined {
  return spot && answer?.nodes.find((node) => node.depth === spot.depth && labelOf(node) === spot.label)
}

function useExports(
  data: PathsAnswer | undefined,
  facts: readonly LinkFact[],
  drawing: RefObject<SVGSVGElement | null> | null,
): Exports {
  const linkName = useLinkName()
  return chartExports(
    'paths',
    ['link', 'walks', 'of', 'share', data?.other ? 'others' : 'before', 'difference', 'low', 'high'],
    facts.map((one) => [
      linkName(one),
      one.walks,
      one.of,
      one.share,
      one.before?.share,
      one.difference?.value,
      one.difference?.low,
      one.difference?.high,
    ]),
    drawing && (() => drawing.current),
  )
}

/** Paths as walked: where people go from step to step, and which links changed. */
export function PathsPage() {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const narrowWindow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const { query, queryKey, question } = usePaths(search)
  const { data } = query
  const facts = useMemo(() => (data ? linkFacts(data) : []), [data])
  const set = (change: Partial<PathsSearch>) =>
    void navigate({ to: '/paths', search: { ...search, ...change }, resetScroll: false })
  const marks = useMarkActions(search, data, set)
  const view = search.view ?? (narrowWindow ? 'table' : 'sankey')
  const exports = useExports(data, facts, view === 'sankey' ? svg : null)
  const source = find(data, search.source)
  const target = find(data, search.target)
  const selected: Mark | null = source
    ? { source: source.id, ...(target ? { target: target.id } : {}) }
    : null
  return (
    <>
      <PageHeader
        title={t('shell.paths')}
        deck={<PathsDeck answer={data} facts={facts} search={search} />}
        actions={
          <>
            <Switch
              label={t('paths.view')}
              value={view}
              options={[
                { value: 'sankey', label: t('paths.flow') },
                { value: 'table', label: t('paths.table') },
              ]}
              onChange={(value) => set({ view: value })}
            />
            <ChartActions meta={data?.meta} exports={exports} />
          </>
        }
      />
      <PathsFilters
        search={search}
        onChange={(change) => set({ ...change, source: undefined, target: undefined })}
      />
      <div className={source ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          <AnswerArea query={query} queryKey={queryKey} rows={16}>
            {(answer) => (
              <PathsAnswerView
                {...{ answer, search, view, facts, selected, marks }}
                small={narrowWindow}
                svgRef={svg}
              />
            )}
          </AnswerArea>
        </div>
        {source && data && selected && (
          <MarkPanel
            key={`${source.id} ${target?.id ?? ''}`}
            question={question}
            source={source}
            target={target}
            fact={facts.find((one) => one.source === source && one.target === target)}
            walks={data.walks}
            first={firstStep(data.nodes)}
            onClose={() => set({ source: undefined, target: undefined })}
            onFilter={marks.filterBy(selected)}
            onExclude={marks.exclude(selected)}
            onCopy={() => void marks.copy(window.location.href)}
          />
        )}
      </div>
    </>
  )
}
