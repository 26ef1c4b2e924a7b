import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { RetentionAnswer, RetentionQuestion } from '@teia/contracts'
import { retentionTable } from '@teia/contracts/answer-tables'
import { type RefObject, useRef } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Switch } from '../../ui/button.tsx'
import { tableExports } from '../../ui/chart-exports.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { Unasked } from '../../ui/unasked.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { RetentionCurve } from './retention-curve.tsx'
import { RetentionFilters } from './retention-filters.tsx'
import { RetentionGrid } from './retention-grid.tsx'
import { RetentionPanel } from './retention-panel.tsx'
import type { Cell, RetentionSearch } from './retention-search.ts'
import { CurveTable } from './retention-table.tsx'
import { RetentionTabs } from './retention-tabs.tsx'
import { useRetention } from './use-retention.ts'

const route = getRouteApi('/shell/retention')

/** The sentence of the page: how many entered, and how many of them came back in the period after. */
function Deck({
  answer,
  question,
}: {
  answer: RetentionAnswer | undefined
  question: RetentionQuestion | null
}) {
  const { t, rich, format } = useText()
  if (!answer || !question) return t('retention.deckWaiting')
  if (answer.people === 0) return t('retention.deckEmpty')
  const at = answer.curve[1] ? 1 : 0
  const point = answer.curve[at]
  if (!point) return rich('retention.deckYoung', { n: answer.people })
  return rich('retention.deckShare', {
    n: answer.people,
    share: format.percent(point.share),
    span: format.percentSpan(point.low, point.high),
    of: point.of,
    period: t(`retention.period_${question.period}`, { n: at }),
  })
}

function useExports(answer: RetentionAnswer | undefined, svg: RefObject<SVGSVGElement | null>): Exports {
  return tableExports('retention', answer && retentionTable(answer), () => svg.current)
}

function Answer(props: {
  answer: RetentionAnswer
  question: RetentionQuestion
  search: RetentionSearch
  onOpen: (cell: Cell) => void
  onCopy: () => void
  svg: RefObject<SVGSVGElement | null>
}) {
  const { t } = useText()
  const may = useMay()
  const { answer, question, search, onOpen } = props
  if (answer.people === 0)
    return (
      <EmptyState title={t('retention.emptyTitle')} action={<ConnectSource />}>
        {t('retention.emptyText')}
      </EmptyState>
    )
  return (
    <>
      <Section title={t('retention.curve')} note={t('retention.curveNote')}>
        <RetentionCurve answer={answer} breakdown={search.breakdown} svgRef={props.svg} />
      </Section>
      <Section
        className="below"
        title={t(search.view === 'table' ? 'retention.tableLabel' : 'retention.grid')}
        note={search.view === 'table' ? undefined : t('retention.gridNote')}
      >
        {search.view === 'table' ? (
          <CurveTable {...{ answer, question, onOpen }} selected={search.open} />
        ) : (
          <RetentionGrid
            {...{ answer, question, onOpen }}
            selected={search.open}
            actions={(cell) => [
              {
                label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
                icon: 'people',
                onSelect: () => onOpen(cell),
              },
              {
                label: t('common.copyLink'),
                icon: 'link',
                onSelect: () => {
                  onOpen(cell)
                  setTimeout(props.onCopy, 50)
                },
              },
            ]}
          />
        )}
      </Section>
    </>
  )
}

/** Who comes back after they have entered, and when. */
export function RetentionPage() {
  const { t } = useText()
  const asked = route.useSearch()
  // A month of cohorts says little of who comes back.
  const search: RetentionSearch = { ...asked, period: asked.period ?? '90d' }
  const navigate = useNavigate()
  const copy = useCopy()
  const svg = useRef<SVGSVGElement>(null)
  const { query, queryKey, question, isKnown } = useRetention(search)
  const data = question ? query.data : undefined
  const set = (change: Partial<RetentionSearch>) =>
    void navigate({ to: '/retention', search: { ...search, ...change }, resetScroll: false })
  const open = (cell: Cell) => set({ open: cell })
  const copyLink = () => void copy(window.location.href)
  return (
    <>
      <PageHeader
        title={t('shell.retention')}
        deck={<Deck answer={data} question={question} />}
        actions={
          <>
            <Switch
              label={t('paths.view')}
              value={search.view ?? 'grid'}
              options={[
                { value: 'grid', label: t('retention.gridView') },
                { value: 'table', label: t('paths.table') },
              ]}
              onChange={(view) => set({ view })}
            />
            <ChartActions meta={data?.meta} exports={useExports(data, svg)} />
          </>
        }
      />
      <RetentionTabs here="/retention" search={search} />
      <RetentionFilters
        search={search}
        question={question}
        onChange={(change) => set({ ...change, open: undefined })}
      />
      <div className={search.open && data ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          {question === null ? (
            <Unasked isKnown={isKnown}>
              <EmptyState title={t('retention.emptyTitle')} action={<ConnectSource />}>
                {t('retention.emptyText')}
              </EmptyState>
            </Unasked>
          ) : (
            <AnswerArea query={query} queryKey={queryKey} rows={12}>
              {(answer) => <Answer {...{ answer, question, search, svg }} onOpen={open} onCopy={copyLink} />}
            </AnswerArea>
          )}
        </div>
        {search.open && data && question && (
          <RetentionPanel
            key={`${search.open.cohort} ${search.open.at}`}
            answer={data}
            question={question}
            cell={search.open}
            onOpen={open}
            onClose={() => set({ open: undefined })}
            onCopy={copyLink}
          />
        )}
      </div>
    </>
  )
}
