import { useMediaQuery } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { FunnelAnswer, Leaf } from '@teia/contracts'
import { funnelTable } from '@teia/contracts/answer-tables'
import { type RefObject, useRef } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMarkMenu } from '../../app/use-mark-menu.ts'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Between } from '../../ui/between.tsx'
import { tableExports } from '../../ui/chart-exports.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { Unasked } from '../../ui/unasked.tsx'
import { ViewSwitch } from '../../ui/view-switch.tsx'
import { FunnelBars } from './funnel-bars.tsx'
import { FunnelPanel, filterOfSpot } from './funnel-panel.tsx'
import { SeriesTable, StepTable } from './funnel-tables.tsx'
import { FunnelTabs } from './funnel-tabs.tsx'
import { FunnelsFilters } from './funnels-filters.tsx'
import type { FunnelsSearch, Spot } from './funnels-search.ts'
import { useStepName } from './step-name.ts'
import { StepsEditor } from './steps-editor.tsx'
import { useFunnel } from './use-funnel.ts'

const route = getRouteApi('/shell/funnels')

/** The sentence of the page: how many begin, how many arrive, and where most are lost. */
function Deck({ answer, names }: { answer: FunnelAnswer | undefined; names: readonly string[] }) {
  const { t, rich, format } = useText()
  const [first] = answer?.steps ?? []
  const last = answer?.steps.findLast((step) => !step.optional)
  if (!answer || !first || !last) return t('funnels.deckWaiting')
  if (first.walks === 0) return t('funnels.deckEmpty')
  const losses = answer.steps.map((step, at) => ({
    at,
    share: at > 0 && !step.optional ? 1 - step.fromPrevious.conversion : 0,
  }))
  const most = losses.reduce((worst, one) => (one.share > worst.share ? one : worst))
  return (
    <>
      {rich('funnels.deckShare', {
        share: format.percent(last.conversion),
        span: format.percentSpan(last.low, last.high),
        n: first.walks,
      })}{' '}
      {most.share > 0 &&
        rich('funnels.deckLoss', { name: names[most.at] ?? '', share: format.percent(most.share) })}
    </>
  )
}

function useExports(
  answer: FunnelAnswer | undefined,
  names: readonly string[],
  svg: RefObject<SVGSVGElement | null> | null,
): Exports {
  return tableExports('funnel', answer && funnelTable(answer, [...names]), svg && (() => svg.current))
}

/** What a bar or a row can do; the same everywhere. */
function useSpots(
  search: FunnelsSearch,
  question: ReturnType<typeof useFunnel>['question'],
  set: (change: Partial<FunnelsSearch>) => void,
) {
  const { t } = useText()
  const navigate = useNavigate()
  const open = (spot: Spot) => set({ open: spot })
  const filterBy = (spot: Spot) => {
    const leaves = question && filterOfSpot(question, spot)
    if (!leaves) return null
    return () =>
      set({
        filter: leaves.reduce<FunnelsSearch['filter']>(
          (all, leaf) => narrow(all, leaf as Leaf),
          search.filter,
        ),
        open: undefined,
      })
  }
  const separate = ({ step }: Spot) => {
    if (!question || question.order === 'any') return null
    if (!question.steps.some((one, at) => at >= step && !one.optional)) return null
    const { open: _o, view: _v, breakdown: _b, ...funnel } = search
    return () => void navigate({ to: '/funnels/separates', search: { ...funnel, step } })
  }
  const { menu, copyLink } = useMarkMenu(open)
  const actions = (spot: Spot) => {
    const filter = filterBy(spot)
    const onSeparate = separate(spot)
    return menu(spot, [
      ...(onSeparate ? [{ label: t('separates.open'), icon: 'eye' as const, onSelect: onSeparate }] : []),
      ...(filter ? [{ label: t('common.filterBy'), icon: 'filter' as const, onSelect: filter }] : []),
    ])
  }
  return { open, filterBy, separate, actions, copyLink }
}

function Empty({ steps }: { steps: number }) {
  const { t } = useText()
  return (
    <EmptyState
      title={t(steps < 2 ? 'funnels.newTitle' : 'funnels.emptyTitle')}
      action={steps < 2 ? undefined : <ConnectSource />}
    >
      {t(steps < 2 ? 'funnels.newText' : 'funnels.emptyText')}
    </EmptyState>
  )
}

/** How far people get over the steps, where they are lost, and how long it takes. */
export function FunnelsPage() {
  const { t, format } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const { query, queryKey, question, steps, isKnown } = useFunnel(search)
  const stepName = useStepName()
  const data = question ? query.data : undefined
  const names = steps.map(stepName)
  const set = (change: Partial<FunnelsSearch>) =>
    void navigate({ to: '/funnels', search: { ...search, ...change }, resetScroll: false })
  const ask = (change: Partial<FunnelsSearch>) => set({ ...change, open: undefined })
  const spots = useSpots(search, question, set)
  const view = search.view ?? (isNarrow ? 'table' : 'bars')
  const exports = useExports(data, names, view === 'bars' ? svg : null)
  const parts = { names, selected: search.open, onOpen: spots.open, actions: spots.actions }
  return (
    <>
      <PageHeader
        title={t('shell.funnels')}
        deck={<Deck answer={data} names={names} />}
        actions={
          <>
            <ViewSwitch view={view} onChange={(value) => set({ view: value })} />
            <ChartActions meta={data?.meta} exports={exports} />
          </>
        }
      />
      <FunnelTabs here="/funnels" search={search} />
      <FunnelsFilters search={search} onChange={ask} />
      <StepsEditor steps={steps} search={search} onChange={ask} />
      <div className={search.open && data ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          {question === null ? (
            <Unasked isKnown={isKnown}>
              <Empty steps={steps.length} />
            </Unasked>
          ) : (
            <AnswerArea query={query} queryKey={queryKey} rows={10}>
              {(answer) =>
                answer.steps[0]?.walks === 0 ? (
                  <Empty steps={steps.length} />
                ) : (
                  <>
                    {view === 'bars' ? (
                      <FunnelBars {...parts} answer={answer} svgRef={svg} />
                    ) : (
                      <StepTable {...parts} answer={answer} />
                    )}
                    {view === 'bars' && <p className="note">{t('funnels.legend')}</p>}
                    {search.breakdown && answer.series.length > 0 && (
                      <Section className="below" title={t('trends.bySeries')}>
                        <SeriesTable {...parts} answer={answer} breakdown={search.breakdown} />
                      </Section>
                    )}
                    {answer.timeToConvert && (
                      <Section
                        className="below"
                        title={t('funnels.timeToConvert')}
                        note={t('paths.betweenNote', {
                          median: format.duration(answer.timeToConvert.median),
                          p90: format.duration(answer.timeToConvert.p90),
                        })}
                      >
                        <div style={{ maxWidth: 296 }}>
                          <Between between={answer.timeToConvert} />
                        </div>
                      </Section>
                    )}
                  </>
                )
              }
            </AnswerArea>
          )}
        </div>
        {search.open && data && question && (
          <FunnelPanel
            key={JSON.stringify(search.open)}
            question={question}
            answer={data}
            names={names}
            spot={search.open}
            onClose={() => set({ open: undefined })}
            onFilter={spots.filterBy(search.open)}
            onSeparate={spots.separate(search.open)}
            onCopy={spots.copyLink}
          />
        )}
      </div>
    </>
  )
}
