import { useMediaQuery } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { LifecycleAnswer, LifecycleQuestion } from '@teia/contracts'
import { lifecycleTable } from '@teia/contracts/answer-tables'
import { type RefObject, useRef } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMarkMenu } from '../../app/use-mark-menu.ts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { tableExports } from '../../ui/chart-exports.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { ViewSwitch } from '../../ui/view-switch.tsx'
import { RetentionTabs } from '../retention/retention-tabs.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import { ActivityPick } from './activity-pick.tsx'
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

function Filters(props: { search: LifecycleSearch; onChange: (change: Partial<LifecycleSearch>) => void }) {
  const { t } = useText()
  const { search, onChange } = props
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      before={<ActivityPick activity={search.activity} onChange={(activity) => onChange({ activity })} />}
      after={
        <ChoicePick
          name={t('lifecycle.by')}
          value={search.by ?? 'week'}
          choices={(['day', 'week', 'month'] as const).map((value) => ({
            value,
            label: t(`trends.${value}`),
          }))}
          onChange={(by) => onChange({ by })}
        />
      }
    />
  )
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
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const view = search.view ?? (isNarrow ? 'table' : 'bars')
  const { data } = query
  const parts = { question, selected: search.open, onOpen: marks.open, actions: marks.actions }
  return (
    <>
      <PageHeader
        title={t('lifecycle.title')}
        deck={<Deck answer={data} question={question} />}
        actions={
          <>
            <ViewSwitch view={view} onChange={(value) => set({ view: value })} />
            <ChartActions meta={data?.meta} exports={useExports(data, view === 'bars' ? svg : null)} />
          </>
        }
      />
      <RetentionTabs here="/retention/lifecycle" search={search} />
      <Filters search={search} onChange={(change) => set({ ...change, open: undefined })} />
      <div className={search.open && data ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          <AnswerArea query={query} queryKey={queryKey} rows={10}>
            {(answer) =>
              answer.periods.every((one) => one.people + one.dormant === 0) ? (
                <EmptyState title={t('lifecycle.emptyTitle')} action={<ConnectSource />}>
                  {t('lifecycle.emptyText')}
                </EmptyState>
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
        </div>
        {search.open && data && (
          <LifecyclePanel
            answer={data}
            question={question}
            mark={search.open}
            onClose={() => set({ open: undefined })}
            onCopy={marks.copyLink}
          />
        )}
      </div>
    </>
  )
}
