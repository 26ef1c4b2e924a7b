import { useMediaQuery } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { PathNode, PathsAnswer } from '@teia/contracts'
import { useMemo, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { saveFile, svgText, svgToPng, toCsv } from '../../lib/export.ts'
import { narrow } from '../../lib/filter-edit.ts'
import { Switch } from '../../ui/button.tsx'
import { ChartActions } from '../../ui/chart-frame.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { useCopy } from '../../ui/sql-dialog.tsx'
import { Flow, FlowLegend, type Mark } from './flow.tsx'
import { LinkTable, useLinkName } from './link-table.tsx'
import { MarkPanel } from './mark-panel.tsx'
import {
  excludeByMark,
  filterByMark,
  firstStep,
  type LinkFact,
  linkFacts,
  mostChanged,
} from './path-facts.ts'
import { PathsFilters } from './paths-filters.tsx'
import type { PathsSearch } from './paths-search.ts'
import { usePaths } from './use-paths.ts'

const route = getRouteApi('/shell/paths')

function useDeck(answer: PathsAnswer | undefined, facts: readonly LinkFact[], search: PathsSearch) {
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
        ? rich('paths.deckChanged', {
            link: linkName(top),
            now: format.percent(top.share),
            before: format.percent(top.before.share),
          })
        : t(search.compare === 'none' ? 'paths.deckAlone' : 'paths.deckCalm')}
    </>
  )
}

function find(answer: PathsAnswer | undefined, spot: PathsSearch['source']): PathNode | undefined {
  return spot && answer?.nodes.find((node) => node.depth === spot.depth && node.label === spot.label)
}

/** What a mark of the drawing or a row of the table can do; the same everywhere. */
function useMarkActions(
  search: PathsSearch,
  answer: PathsAnswer | undefined,
  set: (change: Partial<PathsSearch>) => void,
) {
  const { t } = useText()
  const copy = useCopy()
  const by = search.by ?? 'touchpoint'
  const spot = (id: string | undefined) => {
    const node = answer?.nodes.find((one) => one.id === id)
    return node && { depth: node.depth, label: node.label }
  }
  const select = (mark: Mark) => set({ source: spot(mark.source), target: spot(mark.target) })
  const ends = (mark: Mark) => {
    const source = answer?.nodes.find((node) => node.id === mark.source)
    const target = answer?.nodes.find((node) => node.id === mark.target)
    return { source, target }
  }
  const filterBy = (mark: Mark) => {
    const { source, target } = ends(mark)
    const filter = source && filterByMark(by, source, target)
    if (!filter) return null
    const leaves = 'and' in filter ? filter.and : [filter]
    return () =>
      set({
        filter: leaves.reduce<PathsSearch['filter']>(
          (all, leaf) => narrow(all, leaf as Parameters<typeof narrow>[1]),
          search.filter,
        ),
        source: undefined,
        target: undefined,
      })
  }
  const exclude = (mark: Mark) => {
    const { source, target } = ends(mark)
    const filter = source && excludeByMark(by, source, target)
    if (!filter) return null
    return () =>
      set({
        filter: narrow(search.filter, filter as Parameters<typeof narrow>[1]),
        source: undefined,
        target: undefined,
      })
  }
  const actions = (mark: Mark): Action[] => {
    const filter = filterBy(mark)
    const without = exclude(mark)
    return [
      { label: t('common.openPeople'), icon: 'people', onSelect: () => select(mark) },
      ...(filter ? [{ label: t('common.filterBy'), icon: 'filter' as const, onSelect: filter }] : []),
      ...(without ? [{ label: t('common.exclude'), icon: 'exclude' as const, onSelect: without }] : []),
      {
        label: t('common.copyLink'),
        icon: 'link',
        onSelect: () => {
          select(mark)
          setTimeout(() => void copy(window.location.href), 50)
        },
      },
    ]
  }
  return { select, filterBy, exclude, actions, copy }
}

const markOf = (fact: LinkFact): Mark => ({ source: fact.link.source, target: fact.link.target })

/** Paths as walked: where people go from step to step, and which links changed. */
export function PathsPage() {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const narrowWindow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const { data, error, refetch, isPlaceholderData, question } = usePaths(search)
  const facts = useMemo(() => (data ? linkFacts(data) : []), [data])
  const deck = useDeck(data, facts, search)
  const set = (change: Partial<PathsSearch>) =>
    void navigate({ to: '/paths', search: { ...search, ...change }, resetScroll: false })
  const marks = useMarkActions(search, data, set)
  const view = search.view ?? (narrowWindow ? 'table' : 'sankey')
  const source = find(data, search.source)
  const target = find(data, search.target)
  const selected: Mark | null = source
    ? { source: source.id, ...(target ? { target: target.id } : {}) }
    : null
  const fact = source && target && facts.find((one) => one.source === source && one.target === target)
  const linkName = useLinkName()
  const saveCsv = () =>
    saveFile(
      'teia-paths.csv',
      toCsv(
        ['link', 'walks', 'of', 'share', 'before'],
        facts.map((one) => [linkName(one), one.walks, one.of, one.share, one.before?.share]),
      ),
    )
  const table = (rows: LinkFact[], foot?: string) => (
    <LinkTable
      facts={rows}
      selected={fact?.id}
      onOpen={(one) => marks.select(markOf(one))}
      actions={(one) => marks.actions(markOf(one))}
      {...(foot ? { foot } : {})}
    />
  )
  return (
    <>
      <PageHeader
        title={t('shell.paths')}
        deck={deck}
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
            <ChartActions
              meta={data?.meta}
              exports={{
                csv: saveCsv,
                svg:
                  view === 'sankey'
                    ? () => svg.current && saveFile('teia-paths.svg', svgText(svg.current), 'image/svg+xml')
                    : undefined,
                png:
                  view === 'sankey'
                    ? () =>
                        svg.current &&
                        void svgToPng(svg.current).then((blob) => saveFile('teia-paths.png', blob))
                    : undefined,
              }}
            />
          </>
        }
      />
      <PathsFilters
        search={search}
        onChange={(change) => set({ ...change, source: undefined, target: undefined })}
      />
      <div className={source ? 'with-panel' : undefined}>
        <div className={`stage-area ${isPlaceholderData ? 'stale' : ''}`} style={{ paddingTop: 14 }}>
          {error ? (
            <ErrorNotice error={error} onRetry={() => void refetch()} />
          ) : !data ? (
            <Skeleton rows={16} />
          ) : data.walks === 0 ? (
            <EmptyState title={t('paths.emptyTitle')}>{t('paths.emptyText')}</EmptyState>
          ) : view === 'table' ? (
            table(facts, t('paths.tableFoot'))
          ) : (
            <>
              <Flow
                answer={data}
                goal={search.end}
                selected={selected}
                onSelect={marks.select}
                actions={marks.actions}
                svgRef={svg}
              />
              <FlowLegend answer={data} />
              {search.compare !== 'none' && (
                <Section
                  className="below"
                  title={t('paths.changedMost')}
                  note={t('paths.changedMostNote', { n: facts.filter((one) => one.difference).length })}
                >
                  {table(mostChanged(facts))}
                </Section>
              )}
            </>
          )}
        </div>
        {source && data && (
          <MarkPanel
            key={`${source.id} ${target?.id ?? ''}`}
            question={question}
            source={source}
            target={target}
            fact={fact}
            walks={data.walks}
            first={firstStep(data.nodes)}
            onClose={() => set({ source: undefined, target: undefined })}
            onFilter={marks.filterBy({ source: source.id, ...(target ? { target: target.id } : {}) })}
            onExclude={marks.exclude({ source: source.id, ...(target ? { target: target.id } : {}) })}
            onCopy={() => void marks.copy(window.location.href)}
          />
        )}
      </div>
    </>
  )
}
