import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { TimeBetweenAnswer, TimeBetweenQuestion } from '@teia/contracts'
import { timeBetweenTable } from '@teia/contracts/answer-tables'
import { type RefObject, useRef } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMarkMenu } from '../../app/use-mark-menu.ts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { BreakdownPick } from '../../ui/breakdown-pick.tsx'
import { tableExports } from '../../ui/chart-exports.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { FilteredPlacePick } from '../../ui/filtered-place-pick.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { Unasked } from '../../ui/unasked.tsx'
import { FunnelTabs } from '../funnels/funnel-tabs.tsx'
import { useStepName } from '../funnels/step-name.ts'
import { TimeBetweenPanel } from './time-between-panel.tsx'
import { TimeBars, TimeTable, useQuantileText } from './time-between-parts.tsx'
import type { TimeBetweenMark, TimeBetweenSearch } from './time-between-search.ts'
import { useTimeBetween } from './use-time-between.ts'

const route = getRouteApi('/shell/funnels/time-between')
type Change = (change: Partial<TimeBetweenSearch>) => void

/** The sentence of the page: how long half of them and nine of ten take, and how many never get there. */
function Deck(props: { answer: TimeBetweenAnswer | undefined; question: TimeBetweenQuestion | null }) {
  const { t, rich } = useText()
  const stepName = useStepName()
  const quantileText = useQuantileText()
  const { answer, question } = props
  if (!answer || !question) return t('timeBetween.deckWaiting')
  const names = { first: stepName(question.first), next: stepName(question.next) }
  if (!answer.seconds) return t('timeBetween.deckNone', { n: answer.people, ...names })
  const [median, p90] = [quantileText(answer.seconds.median), quantileText(answer.seconds.p90)]
  return rich('timeBetween.deck', {
    ...names,
    n: answer.people,
    reached: answer.reached,
    median: median.value,
    span: median.span,
    p90: p90.value,
  })
}

function useExports(answer: TimeBetweenAnswer | undefined, svg: RefObject<SVGSVGElement | null>): Exports {
  return tableExports('time-between', answer && timeBetweenTable(answer), () => svg.current)
}

function Filters(props: { search: TimeBetweenSearch; question: TimeBetweenQuestion; onChange: Change }) {
  const { t } = useText()
  const { search, question, onChange } = props
  const { first, next } = question
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      alone
      before={
        <>
          <FilteredPlacePick
            name={t('timeBetween.first')}
            place={first}
            onChange={(place) => onChange({ first: place, next })}
          />
          <FilteredPlacePick
            name={t('timeBetween.next')}
            place={next}
            onChange={(place) => onChange({ first, next: place })}
          />
        </>
      }
      after={
        <>
          <ChoicePick
            name={t('timeBetween.count')}
            value={question.count}
            choices={(['first', 'each'] as const).map((value) => ({
              value,
              label: t(`timeBetween.count_${value}`),
              note: t(`timeBetween.countNote_${value}`),
            }))}
            onChange={(count) => onChange({ count })}
          />
          <BreakdownPick breakdown={search.breakdown} onChange={(breakdown) => onChange({ breakdown })} />
        </>
      }
    />
  )
}

function useMarks(set: Change) {
  const { t } = useText()
  const open = (mark: TimeBetweenMark) => set({ open: mark })
  const { menu, copyLink } = useMarkMenu(open)
  const openNever = (mark: TimeBetweenMark): Action => ({
    label: t('timeBetween.openNever'),
    icon: 'exclude',
    onSelect: () => open({ ...mark, part: 'never' }),
  })
  const actions = (mark: TimeBetweenMark) => menu(mark, mark.bin === undefined ? [openNever(mark)] : [])
  return { open, actions, copyLink }
}

function Empty() {
  const { t } = useText()
  return (
    <EmptyState title={t('timeBetween.emptyTitle')} action={<ConnectSource />}>
      {t('timeBetween.emptyText')}
    </EmptyState>
  )
}

/** How long people take from one thing to another, and who never gets there. */
export function TimeBetweenPage() {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const { query, queryKey, question, isKnown } = useTimeBetween(search)
  const data = question ? query.data : undefined
  const set: Change = (change) =>
    void navigate({ to: '/funnels/time-between', search: { ...search, ...change }, resetScroll: false })
  const marks = useMarks(set)
  const parts = { selected: search.open, onOpen: marks.open, actions: marks.actions }
  return (
    <>
      <PageHeader
        title={t('timeBetween.title')}
        deck={<Deck answer={data} question={question} />}
        actions={<ChartActions meta={data?.meta} exports={useExports(data, svg)} />}
      />
      <FunnelTabs here="/funnels/time-between" search={search} />
      {question && (
        <Filters
          search={search}
          question={question}
          onChange={(change) => set({ ...change, open: undefined })}
        />
      )}
      <div className={search.open && data ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          {question === null ? (
            <Unasked isKnown={isKnown}>
              <Empty />
            </Unasked>
          ) : (
            <AnswerArea query={query} queryKey={queryKey} rows={10}>
              {(answer) =>
                answer.people === 0 ? (
                  <Empty />
                ) : (
                  <>
                    {answer.seconds && (
                      <Section title={t('timeBetween.drawing')} note={t('timeBetween.drawingNote')}>
                        <TimeBars {...parts} answer={answer} svgRef={svg} />
                      </Section>
                    )}
                    <Section className="below" title={t('timeBetween.tableLabel')}>
                      <TimeTable {...parts} answer={answer} breakdown={search.breakdown} />
                    </Section>
                  </>
                )
              }
            </AnswerArea>
          )}
        </div>
        {search.open && data && question && (
          <TimeBetweenPanel
            {...{ question }}
            answer={data}
            mark={search.open}
            onOpen={marks.open}
            onClose={() => set({ open: undefined })}
            onCopy={marks.copyLink}
          />
        )}
      </div>
    </>
  )
}
