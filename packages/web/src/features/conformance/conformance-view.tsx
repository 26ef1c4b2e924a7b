import { getRouteApi, Link } from '@tanstack/react-router'
import type { ConformanceAnswer, JourneyMap } from '@teia/contracts'
import { useRef } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { saveFile, svgText, svgToPng, toCsv } from '../../lib/export.ts'
import { wilson } from '../../lib/intervals.ts'
import { AnswerArea, Running } from '../../ui/answer-area.tsx'
import { Switch } from '../../ui/button.tsx'
import { ChartActions } from '../../ui/chart-frame.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { readSort, writeSort } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import type { ConformanceMark, ConformanceSearch } from './conformance-search.ts'
import { DepartedPanel } from './departed-panel.tsx'
import { DeviationsTable } from './deviations-table.tsx'
import { FitnessBars } from './fitness-bars.tsx'
import { FitnessTable } from './fitness-table.tsx'
import { SegmentsPick } from './segments-pick.tsx'
import { type Series, useConformance } from './use-conformance.ts'

const route = getRouteApi('/shell/maps/$mapId/conformance')
type Change = (change: Partial<ConformanceSearch>) => void

/** The sentence of the page: how many walked as drawn, how well walks fit on average, and what departs most. */
function Deck({
  answer,
  stepName,
}: {
  answer: ConformanceAnswer | undefined
  stepName: (id: string) => string
}) {
  const { t, rich, format } = useText()
  if (!answer) return t('conformance.deckWaiting')
  if (answer.people === 0) return t('maps.deckNobody')
  const { fitting, people, fitness, low, high, deviations } = answer
  const number = (one: number) => format.numbers.format(one)
  const span = wilson(fitting, people)
  const [most] = deviations
  return (
    <>
      {rich('conformance.deck', {
        n: fitting,
        people,
        share: format.percent(fitting / people),
        span: format.percentSpan(span.low, span.high),
        fitness: number(fitness),
        low: number(low),
        high: number(high),
      })}{' '}
      {most &&
        t('conformance.deckMost', {
          step: stepName(most.step),
          kind: t(`conformance.kind_${most.kind}`),
          share: format.percent(most.people / people),
        })}
    </>
  )
}

const csvOf = (answer: ConformanceAnswer, stepName: (id: string) => string) =>
  toCsv(
    ['kind', 'step', 'name', 'people', 'of', 'times', 'score_loss', 'revenue_loss'],
    answer.deviations.map((one) => [
      ...[one.kind, one.step, stepName(one.step), one.people, answer.people, one.times],
      ...[one.scoreLoss, one.revenueLoss],
    ]),
  )

function useMarks(set: Change) {
  const { t } = useText()
  const may = useMay()
  const copy = useCopy()
  const open = (mark: ConformanceMark) => set({ open: mark })
  const copyLink = () => void copy(window.location.href)
  const actions = (mark: ConformanceMark): Action[] => [
    {
      label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
      icon: 'people',
      onSelect: () => open(mark),
    },
    {
      label: t('common.copyLink'),
      icon: 'link',
      onSelect: () => {
        open(mark)
        setTimeout(copyLink, 50)
      },
    },
  ]
  return { open, actions, copyLink }
}

/** Everything that is told of the answers: side by side, the scale, and what departs. */
function Answers(props: {
  series: readonly Series[]
  shown: Series
  search: ConformanceSearch
  set: Change
  stepName: (id: string) => string
  marks: ReturnType<typeof useMarks>
}) {
  const { t } = useText()
  const svg = useRef<SVGSVGElement>(null)
  const { series, shown, search, set, marks } = props
  const { data } = shown.query
  const mark = (fitness: number): ConformanceMark => ({
    of: { fitness },
    ...(shown.id !== undefined && { whose: shown.id }),
  })
  const { open } = search
  const withSvg = (use: (drawing: SVGSVGElement) => void) => () => svg.current && use(svg.current)
  return (
    <>
      <Section title={t('conformance.fits')} note={t('maps.fitnessNote')}>
        <FitnessTable series={series} whose={shown.id} onWhose={(whose) => set({ whose })} />
        {series.some(({ query }) => query.data?.isPartial) && <p className="note">{t('maps.partial')}</p>}
      </Section>
      {data && data.people > 0 && (
        <Section
          className="below"
          title={t('conformance.distribution')}
          note={shown.name}
          actions={
            <ChartActions
              exports={{
                csv: () =>
                  saveFile(
                    'teia-fitness.csv',
                    toCsv(
                      ['from', 'to', 'people'],
                      data.distribution.map((n, at) => [
                        at / data.distribution.length,
                        (at + 1) / data.distribution.length,
                        n,
                      ]),
                    ),
                  ),
                svg: withSvg((drawing) => saveFile('teia-fitness.svg', svgText(drawing), 'image/svg+xml')),
                png: withSvg(
                  (drawing) => void svgToPng(drawing).then((blob) => saveFile('teia-fitness.png', blob)),
                ),
              }}
            />
          }
        >
          <FitnessBars
            answer={data}
            svgRef={svg}
            selected={open && 'fitness' in open.of && open.whose === shown.id ? open.of.fitness : undefined}
            onOpen={(part) => marks.open(mark(part))}
            actions={(part) => marks.actions(mark(part))}
          />
        </Section>
      )}
      <Section className="below" title={t('conformance.deviations')}>
        <DeviationsTable
          series={series}
          stepName={props.stepName}
          sort={readSort(search.sort, { id: 'people', down: true })}
          onSort={(sort) => set({ sort: writeSort(sort) })}
          open={open}
          onOpen={marks.open}
          actions={marks.actions}
        />
      </Section>
    </>
  )
}

/** The whole page of one map. */
export function ConformanceView({ map, search }: { map: JourneyMap; search: ConformanceSearch }) {
  const { t } = useText()
  const navigate = route.useNavigate()
  const { series, state, isMeasured, stepName } = useConformance(map, search)
  const set: Change = (change) =>
    void navigate({ search: (was) => ({ ...was, ...change }), replace: true, resetScroll: false })
  const marks = useMarks(set)
  const [all, ...segments] = series
  const shown = series.find(({ id }) => id === search.whose) ?? all
  const opened = search.open && series.find(({ id }) => id === search.open?.whose)
  const answer = all?.query.data
  const { period, from, to, filter } = search
  return (
    <>
      <PageHeader
        crumbs={
          <>
            {t('shell.journeys')} / <Link to="/maps">{t('maps.title')}</Link> /{' '}
            <Link to="/maps/$mapId" params={{ mapId: map.id }} search={{ period, from, to, filter }}>
              {map.document.name}
            </Link>
          </>
        }
        title={t('conformance.title')}
        deck={isMeasured ? <Deck {...{ answer, stepName }} /> : t('maps.deckUnbound')}
        actions={
          <>
            {map.document.toBe && (
              <Switch
                label={t('maps.state')}
                value={state}
                options={[
                  { value: 'asIs', label: t('maps.asIs') },
                  { value: 'toBe', label: t('maps.toBe') },
                ]}
                onChange={(next) => set({ state: next === 'toBe' ? next : undefined, open: undefined })}
              />
            )}
            <ChartActions
              meta={answer?.meta}
              {...(answer && {
                exports: { csv: () => saveFile('teia-deviations.csv', csvOf(answer, stepName)) },
              })}
            />
          </>
        }
      />
      <FilterBar
        search={search}
        onChange={(change) => set({ ...change, open: undefined })}
        alone
        after={
          <SegmentsPick
            chosen={search.segments ?? []}
            onChange={(chosen) =>
              set({ segments: chosen.length > 0 ? chosen : undefined, whose: undefined, open: undefined })
            }
          />
        }
      />
      <div className={opened?.query.data ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          {!isMeasured || !all || !shown ? (
            <EmptyState title={t('conformance.unbound')}>{t('maps.deckUnbound')}</EmptyState>
          ) : (
            <AnswerArea query={all.query} queryKey={all.queryKey} rows={12}>
              {(data) =>
                data.people === 0 ? (
                  <EmptyState title={t('conformance.emptyTitle')}>{t('conformance.emptyText')}</EmptyState>
                ) : (
                  <>
                    {segments.map(({ id, query, queryKey }) => (
                      <Running key={id} running={query.fetchStatus === 'fetching'} queryKey={queryKey} />
                    ))}
                    <Answers {...{ series, shown, search, set, stepName, marks }} />
                  </>
                )
              }
            </AnswerArea>
          )}
        </div>
        {opened?.query.data && search.open && (
          <DepartedPanel
            series={opened}
            mark={search.open}
            answer={opened.query.data}
            stepName={stepName}
            onClose={() => set({ open: undefined })}
            onCopy={marks.copyLink}
          />
        )}
      </div>
    </>
  )
}
