import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { StickinessAnswer, StickinessPeriod, StickinessQuestion } from '@teia/contracts'
import { stickinessTable } from '@teia/contracts/answer-tables'
import { type RefObject, useRef } from 'react'
import { useMarkMenu } from '../../app/use-mark-menu.ts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { tableExports } from '../../ui/chart-exports.ts'
import type { Exports } from '../../ui/chart-frame.tsx'
import { Section } from '../../ui/page-header.tsx'
import { ActivityFrame, NobodyActive, useActivityView } from '../lifecycle/activity-frame.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import { DaysBars, RatioBars, StickinessTable } from './stickiness-charts.tsx'
import { StickinessPanel } from './stickiness-panel.tsx'
import type { StickinessSearch } from './stickiness-search.ts'
import { type StickinessMark, useStickiness } from './use-stickiness.ts'

const route = getRouteApi('/shell/retention/stickiness')

/** The period whose days are shown: the one that was chosen, else the last that has passed. */
const shownPeriod = (answer: StickinessAnswer, at: string | undefined): StickinessPeriod | undefined =>
  answer.periods.find((one) => one.start === at) ??
  answer.periods.findLast((one) => one.isWhole && one.people > 0) ??
  answer.periods.at(-1)

function Deck({ answer, question }: { answer: StickinessAnswer | undefined; question: StickinessQuestion }) {
  const { t, rich, format } = useText()
  const nameOf = useCohortName(question.period)
  const last = answer && shownPeriod(answer, undefined)
  if (!last) return t('stickiness.deckWaiting')
  if (!last.ratio) return t('lifecycle.deckEmpty')
  return rich(`stickiness.deck_${question.period}`, {
    n: last.people,
    period: nameOf(last.start),
    share: format.percent(last.ratio.estimate),
    span: format.percentSpan(last.ratio.low, last.ratio.high),
    days: format.decimal(last.ratio.estimate * last.days),
  })
}

function useExports(
  answer: StickinessAnswer | undefined,
  svg: RefObject<SVGSVGElement | null> | null,
): Exports {
  return tableExports('stickiness', answer && stickinessTable(answer), svg && (() => svg.current))
}

function useMarks(set: (change: Partial<StickinessSearch>) => void) {
  const open = ({ start, days }: StickinessMark) => set({ at: start, days })
  const { menu, copyLink } = useMarkMenu(open)
  return { open, actions: (mark: StickinessMark) => menu(mark), copyLink }
}

function Answer(props: {
  answer: StickinessAnswer
  question: StickinessQuestion
  search: StickinessSearch
  marks: ReturnType<typeof useMarks>
  svg: RefObject<SVGSVGElement | null>
  view: 'bars' | 'table'
}) {
  const { t } = useText()
  const { answer, question, search, marks, view } = props
  const nameOf = useCohortName(question.period)
  const shown = shownPeriod(answer, search.at)
  if (answer.periods.every((one) => one.people === 0)) return <NobodyActive />
  const selected =
    search.at === undefined || search.days === undefined ? undefined : { start: search.at, days: search.days }
  const parts = { answer, question, selected, onOpen: marks.open, actions: marks.actions }
  return (
    <>
      <Section title={t(`stickiness.ratio_${question.period}`)} note={t('stickiness.ratioNote')}>
        {view === 'table' ? <StickinessTable {...parts} /> : <RatioBars {...parts} svgRef={props.svg} />}
      </Section>
      {shown && shown.people > 0 && (
        <Section
          className="below"
          title={t('stickiness.daysTitle', { period: nameOf(shown.start) })}
          note={t('stickiness.daysNote', { n: shown.people })}
        >
          <DaysBars {...parts} period={shown} />
        </Section>
      )}
    </>
  )
}

/** On how many days of a week or month people are active, and whether that grows. */
export function StickinessPage() {
  const { t } = useText()
  const asked = route.useSearch()
  const search: StickinessSearch = { ...asked, period: asked.period ?? '90d' }
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const { query, queryKey, question } = useStickiness(search)
  const set = (change: Partial<StickinessSearch>) =>
    void navigate({ to: '/retention/stickiness', search: { ...search, ...change }, resetScroll: false })
  const marks = useMarks(set)
  const view = useActivityView(search.view)
  const { data } = query
  const period = data?.periods.find((one) => one.start === search.at)
  return (
    <ActivityFrame
      title={t('stickiness.title')}
      deck={<Deck answer={data} question={question} />}
      here="/retention/stickiness"
      {...{ search, view }}
      meta={data?.meta}
      exports={useExports(data, view === 'bars' ? svg : null)}
      by={{ name: t('stickiness.by'), choices: ['week', 'month'], value: question.period }}
      onView={(value) => set({ view: value })}
      onAsk={(change) => set({ ...change, at: undefined, days: undefined })}
      beside={
        period &&
        search.days !== undefined && (
          <StickinessPanel
            {...{ period, question }}
            days={search.days}
            onClose={() => set({ days: undefined })}
            onCopy={marks.copyLink}
          />
        )
      }
    >
      <AnswerArea query={query} queryKey={queryKey} rows={10}>
        {(answer) => <Answer {...{ answer, question, search, marks, svg, view }} />}
      </AnswerArea>
    </ActivityFrame>
  )
}
