import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { LifecycleAnswer, LifecycleQuestion } from '@teia/contracts'
import { lifecycleTable } from '@teia/contracts/answer-tables'
import { type RefObject, useRef } from 'react'
import { useMarkMenu } from '../../app/use-mark-menu.ts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { tableExports } from '../../ui/chart-exports.ts'
import type { Exports } from '../../ui/chart-frame.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import { ActivityFrame, NobodyActive, useActivityView } from './activity-frame.tsx'
import { LifecycleBars, LifecycleTable } from './lifecycle-chart.tsx'
import { LifecyclePanel } from './lifecycle-panel.tsx'
import type { LifecycleMark, LifecycleSearch } from './lifecycle-search.ts'
import { useLifecycle } from './use-lifecycle.ts'

const route = getRouteApi('/shell/retention/lifecycle')

/** The sentence of the page: the last period that has passed, what it was made of, and how it was a range before. */
function Deck({ answer, question }: { answer: LifecycleAnswer | undefined; question: LifecycleQuestion }) {
  const { t, rich } = useText()
  const nameOf = useCohortName(question.period)
  const last = answer?.periods.findLast((one) => one.isWhole) ?? answer?.periods.at(-1)
  if (!answer || !last) return t('lifecycle.deckWaiting')
  if (answer.periods.every((one) => one.people === 0)) return t('lifecycle.deckEmpty')
  const before = answer.previous?.findLast((one) => one.isWhole)
  return (
    <>
      {rich(`lifecycle.deck_${question.period}`, {
        period: nameOf(last.start),
        people: last.people,
        new: last.new,
        returning: last.returning,
        resurrected: last.resurrected,
        dormant: last.dormant,
      })}{' '}
      {before && t('lifecycle.deckBefore', { n: before.people, period: nameOf(before.start) })}
    </>
  )
}

function useExports(
  answer: LifecycleAnswer | undefined,
  svg: RefObject<SVGSVGElement | null> | null,
): Exports {
  return tableExports('lifecycle', answer && lifecycleTable(answer), svg && (() => svg.current))
}

function useMarks(set: (change: Partial<LifecycleSearch>) => void) {
  const open = (mark: LifecycleMark) => set({ open: mark })
  const { menu, copyLink } = useMarkMenu(open)
  return { open, actions: (mark: LifecycleMark) => menu(mark), copyLink }
}

/** Who is active, period by period: new, staying, back after a pause; and who stayed away. */
export function LifecyclePage() {
  const { t } = useText()
  const asked = route.useSearch()
  const search: LifecycleSearch = { ...asked, period: asked.period ?? '90d' }
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const { query, queryKey, question } = useLifecycle(search)
  const set = (change: Partial<LifecycleSearch>) =>
    void navigate({ to: '/retention/lifecycle', search: { ...search, ...change }, resetScroll: false })
  const marks = useMarks(set)
  const view = useActivityView(search.view)
  const { data } = query
  const parts = { question, selected: search.open, onOpen: marks.open, actions: marks.actions }
  return (
    <ActivityFrame
      title={t('lifecycle.title')}
      deck={<Deck answer={data} question={question} />}
      here="/retention/lifecycle"
      {...{ search, view }}
      meta={data?.meta}
      exports={useExports(data, view === 'bars' ? svg : null)}
      by={{ name: t('lifecycle.by'), choices: ['day', 'week', 'month'], value: question.period }}
      onView={(value) => set({ view: value })}
      onAsk={(change) => set({ ...change, open: undefined })}
      beside={
        search.open &&
        data && (
          <LifecyclePanel
            answer={data}
            question={question}
            mark={search.open}
            onClose={() => set({ open: undefined })}
            onCopy={marks.copyLink}
          />
        )
      }
    >
      <AnswerArea query={query} queryKey={queryKey} rows={10}>
        {(answer) =>
          answer.periods.every((one) => one.people + one.dormant === 0) ? (
            <NobodyActive />
          ) : view === 'table' ? (
            <LifecycleTable {...parts} answer={answer} />
          ) : (
            <>
              <LifecycleBars {...parts} answer={answer} svgRef={svg} />
              <p className="note">{t('lifecycle.legend')}</p>
            </>
          )
        }
      </AnswerArea>
    </ActivityFrame>
  )
}
