import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { EitherPlace, TimeBetweenAnswer, TimeBetweenQuestion } from '@teia/contracts'
import { type RefObject, useRef } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { saveFile, svgText, svgToPng, toCsv } from '../../lib/export.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { useBreakdownChoices } from '../../ui/breakdown-choices.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { FilterBar, WhoPick } from '../../ui/filter-bar.tsx'
import { EmptyState, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { PlacePick } from '../../ui/place-pick.tsx'
import { useCopy } from '../../ui/use-copy.ts'
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
  const withSvg = (use: (drawing: SVGSVGElement) => void) => () => svg.current && use(svg.current)
  const bins = answer?.seconds?.bins ?? []
  const width = (answer?.seconds?.upTo ?? 0) / Math.max(1, bins.length)
  return {
    csv: () =>
      saveFile(
        'teia-time-between.csv',
        toCsv(
          ['from_s', 'to_s', 'people'],
          bins.map((n, at) => [at * width, (at + 1) * width, n]),
        ),
      ),
    svg: withSvg((drawing) => saveFile('teia-time-between.svg', svgText(drawing), 'image/svg+xml')),
    png: withSvg((drawing) => void svgToPng(drawing).then((blob) => saveFile('teia-time-between.png', blob))),
  }
}

function PlacePart(props: { name: string; place: EitherPlace; onChange: (place: EitherPlace) => void }) {
  const { t } = useText()
  const { place, onChange } = props
  return (
    <>
      <PlacePick
        name={props.name}
        place={place}
        onChange={(next) => onChange({ ...next, ...(place.filter && { filter: place.filter }) })}
      />
      <WhoPick
        name={t('funnels.where')}
        anyone={t('funnels.always')}
        filter={place.filter}
        onChange={(filter) => {
          const { filter: _, ...rest } = place
          onChange(filter ? { ...rest, filter } : rest)
        }}
      />
    </>
  )
}

function Filters(props: { search: TimeBetweenSearch; question: TimeBetweenQuestion; onChange: Change }) {
  const { t } = useText()
  const breakdowns = useBreakdownChoices()
  const { search, question, onChange } = props
  const { first, next } = question
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      alone
      before={
        <>
          <PlacePart
            name={t('timeBetween.first')}
            place={first}
            onChange={(place) => onChange({ first: place, next })}
          />
          <PlacePart
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
          <ChoicePick
            name={t('trends.splitBy')}
            value={search.breakdown ?? ''}
            set={search.breakdown !== undefined}
            choices={breakdowns}
            onChange={(value) => onChange({ breakdown: value || undefined })}
          />
        </>
      }
    />
  )
}

function useMarks(set: Change) {
  const { t } = useText()
  const may = useMay()
  const copy = useCopy()
  const open = (mark: TimeBetweenMark) => set({ open: mark })
  const copyLink = () => void copy(window.location.href)
  const actions = (mark: TimeBetweenMark): Action[] => [
    {
      label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
      icon: 'people',
      onSelect: () => open(mark),
    },
    ...(mark.bin === undefined
      ? [
          {
            label: t('timeBetween.openNever'),
            icon: 'exclude' as const,
            onSelect: () => open({ ...mark, part: 'never' }),
          },
        ]
      : []),
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
            isKnown ? (
              <Empty />
            ) : (
              <Skeleton rows={10} />
            )
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
