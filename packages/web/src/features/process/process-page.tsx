import { useMediaQuery } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Leaf, ProcessAnswer, ProcessPart, ProcessQuestion } from '@teia/contracts'
import { processTable } from '@teia/contracts/answer-tables'
import { type RefObject, useRef } from 'react'
import { useEventLogs } from '../../app/use-event-logs.ts'
import { useMarkMenu } from '../../app/use-mark-menu.ts'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Switch } from '../../ui/button.tsx'
import { tableExports } from '../../ui/chart-exports.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProcessAnswerView } from './process-answer.tsx'
import { filterOfPart } from './process-facts.ts'
import { ProcessFilters } from './process-filters.tsx'
import { ProcessPanel } from './process-panel.tsx'
import type { ProcessSearch } from './process-search.ts'
import { useProcess, useStepName } from './use-process.ts'

const route = getRouteApi('/shell/process')

/** The sentence of the page: how many cases, in how many ways, and where most of their time goes. */
function Deck({ answer, nameOf }: { answer: ProcessAnswer | undefined; nameOf: (id: string) => string }) {
  const { t, rich, format } = useText()
  if (!answer) return t('process.deckWaiting')
  const { cases, variants, reworkCases } = answer.totals
  if (cases === 0) return t('process.deckEmpty')
  const [most] = answer.bottlenecks
  return (
    <>
      {rich('process.deckCases', { cases, variants, rework: format.percent(reworkCases / cases) })}{' '}
      {most &&
        most.share > 0 &&
        rich('process.deckWaiting_most', {
          link: `${nameOf(most.source)} → ${nameOf(most.target)}`,
          share: format.percent(most.share),
        })}
    </>
  )
}

function exportsOf(
  answer: ProcessAnswer | undefined,
  nameOf: (id: string) => string,
  svg: RefObject<SVGSVGElement | null> | null,
  more: readonly Action[],
): Exports {
  const table = answer && processTable(answer, nameOf)
  return { ...tableExports('process', table, svg && (() => svg.current)), more }
}

/** What a mark or a row can do; the same everywhere. */
function useParts(
  search: ProcessSearch,
  question: ProcessQuestion,
  answer: ProcessAnswer | undefined,
  set: (change: Partial<ProcessSearch>) => void,
) {
  const { t } = useText()
  const open = (part: ProcessPart) => set({ open: part })
  const { menu, copyLink } = useMarkMenu(open)
  const isTouchpoint = (id: string) => answer?.nodes.some((one) => one.id === id && one.touchpoint) ?? false
  const filterBy = (part: ProcessPart) => {
    const leaves = filterOfPart(part, question.by, isTouchpoint)
    if (!leaves) return null
    return () =>
      set({
        filter: leaves.reduce<ProcessSearch['filter']>(
          (all, leaf) => narrow(all, leaf as Leaf),
          search.filter,
        ),
        open: undefined,
      })
  }
  const actions = (part: ProcessPart) => {
    const filter = filterBy(part)
    return menu(part, filter ? [{ label: t('common.filterBy'), icon: 'filter', onSelect: filter }] : [])
  }
  return { open, filterBy, actions, copyLink }
}

/** How people really go from step to step, how long it takes, and what they do again. */
export function ProcessPage() {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const { query, queryKey, question } = useProcess(search)
  const nameOf = useStepName(question.by)
  const { data } = query
  const set = (change: Partial<ProcessSearch>) =>
    void navigate({ to: '/process', search: { ...search, ...change }, resetScroll: false })
  const parts = useParts(search, question, data, set)
  const view = search.view ?? (isNarrow ? 'table' : 'graph')
  const logs = useEventLogs('process', question)
  const { open } = search
  return (
    <>
      <PageHeader
        title={t('process.title')}
        deck={<Deck answer={data} nameOf={nameOf} />}
        actions={
          <>
            <Switch
              label={t('paths.view')}
              value={view}
              options={(['graph', 'variants', 'waiting', 'table'] as const).map((value) => ({
                value,
                label: t(`process.view_${value}`),
              }))}
              onChange={(value) => set({ view: value })}
            />
            <ChartActions
              meta={data?.meta}
              exports={exportsOf(data, nameOf, view === 'graph' ? svg : null, logs)}
            />
          </>
        }
      />
      <ProcessFilters search={search} onChange={(change) => set({ ...change, open: undefined })} />
      <div className={open && data ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          <AnswerArea query={query} queryKey={queryKey} rows={16}>
            {(answer) => (
              <ProcessAnswerView
                {...{ answer, question, search, view, set, nameOf }}
                onOpen={parts.open}
                actions={parts.actions}
                svgRef={svg}
              />
            )}
          </AnswerArea>
        </div>
        {open && data && (
          <ProcessPanel
            {...{ question, answer: data, part: open, nameOf }}
            onPart={parts.open}
            onClose={() => set({ open: undefined })}
            onFilter={parts.filterBy(open)}
            onCopy={parts.copyLink}
          />
        )}
      </div>
    </>
  )
}
