import { getRouteApi, Link } from '@tanstack/react-router'
import { type ConformanceAnswer, type JourneyMap, type MapState, toCsv } from '@teia/contracts'
import { conformanceTable } from '@teia/contracts/answer-tables'
import type { ReactNode } from 'react'
import { useEventLogs } from '../../app/use-event-logs.ts'
import { useText } from '../../i18n/text.tsx'
import { saveFile } from '../../lib/export.ts'
import { AnswerArea, Running } from '../../ui/answer-area.tsx'
import { Switch } from '../../ui/button.tsx'
import { ChartActions } from '../../ui/chart-frame.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ConformanceAnswers } from './conformance-answers.tsx'
import { ConformanceDeck } from './conformance-deck.tsx'
import type { ConformanceSearch } from './conformance-search.ts'
import { DepartedPanel } from './departed-panel.tsx'
import { SegmentsPick } from './segments-pick.tsx'
import { type Series, useConformance } from './use-conformance.ts'
import { useConformanceMarks } from './use-conformance-marks.ts'

const route = getRouteApi('/shell/maps/$mapId/conformance')
type Change = (change: Partial<ConformanceSearch>) => void

function csvOf(answer: ConformanceAnswer, stepName: (id: string) => string): string {
  const { head, rows } = conformanceTable(answer, stepName)
  return toCsv(head, rows)
}

/** The way back to the map, the sentence, which drawing is meant, and the answer as a file. */
function Header(props: {
  map: JourneyMap
  search: ConformanceSearch
  state: MapState
  /** Whose answer can be taken away: everybody's, or of the segment that is looked at. */
  shown: Series | undefined
  stepName: (id: string) => string
  set: Change
  deck: ReactNode
}) {
  const { t } = useText()
  const { map, search, state, shown, stepName, set } = props
  const answer = shown?.query.data
  const more = useEventLogs('conformance', shown?.question)
  const { period, from, to, filter } = search
  return (
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
      deck={props.deck}
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
              exports: { csv: () => saveFile('teia-deviations.csv', csvOf(answer, stepName)), more },
            })}
          />
        </>
      }
    />
  )
}

/** The whole page of one map. */
export function ConformanceView({ map, search }: { map: JourneyMap; search: ConformanceSearch }) {
  const { t } = useText()
  const navigate = route.useNavigate()
  const { series, state, isMeasured, stepName } = useConformance(map, search)
  const set: Change = (change) =>
    void navigate({ search: (was) => ({ ...was, ...change }), replace: true, resetScroll: false })
  const marks = useConformanceMarks((mark) => set({ open: mark }))
  const [all, ...segments] = series
  const shown = series.find(({ id }) => id === search.whose) ?? all
  const opened = search.open && series.find(({ id }) => id === search.open?.whose)
  const answer = all?.query.data
  return (
    <>
      <Header
        {...{ map, search, state, shown, stepName, set }}
        deck={isMeasured ? <ConformanceDeck {...{ answer, stepName }} /> : t('maps.deckUnbound')}
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
                    <ConformanceAnswers {...{ series, shown, search, set, stepName, marks }} />
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
