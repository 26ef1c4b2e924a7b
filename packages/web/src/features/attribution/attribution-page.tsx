import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import { daysOf, todayIn } from '../../lib/periods.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button } from '../../ui/button.tsx'
import { ChartActions } from '../../ui/chart-frame.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Unasked } from '../../ui/unasked.tsx'
import { AttributionParts } from './attribution-answer.tsx'
import { AttributionDeck } from './attribution-deck.tsx'
import { attributionExports } from './attribution-exports.ts'
import { measuresOf, rowsOf, useChannelLabel } from './attribution-facts.ts'
import { AttributionFilters } from './attribution-filters.tsx'
import { AttributionPanel } from './attribution-panel.tsx'
import type { AttributionSearch } from './attribution-search.ts'
import { SpendPanel } from './spend-panel.tsx'
import { useAttribution } from './use-attribution.ts'
import { useChannels } from './use-channels.ts'

const route = getRouteApi('/shell/attribution')
type Change = (change: Partial<AttributionSearch>) => void

function Empty() {
  const { t } = useText()
  return (
    <EmptyState title={t('attribution.emptyTitle')} action={<ConnectSource />}>
      {t('attribution.emptyText')}
    </EmptyState>
  )
}

/** What led to an outcome: how several models divide it among the channels before it. */
export function AttributionPage() {
  const { t, format } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const { query, queryKey, question, isKnown } = useAttribution(search)
  const data = question ? query.data : undefined
  const set: Change = (change) =>
    void navigate({ to: '/attribution', search: { ...search, ...change }, resetScroll: false })
  const channels = useChannels(set)
  const labelOf = useChannelLabel(question?.channel ?? 'entry')
  const offered = data ? measuresOf(data, question?.outcome.valueProperty !== undefined) : []
  const measure = offered.find((one) => one === search.show) ?? 'conversions'
  const isSpend = search.spend === true && data !== undefined
  const row =
    data && !isSpend && search.open && rowsOf(data).find((one) => one.channel === search.open?.channel)
  return (
    <>
      <PageHeader
        title={t('attribution.title')}
        deck={<AttributionDeck answer={data} question={question} />}
        actions={
          <>
            {question && (
              <Button
                aria-pressed={search.spend === true}
                onClick={() => set({ spend: search.spend ? undefined : true, open: undefined })}
              >
                {t('attribution.spend')}
              </Button>
            )}
            <ChartActions meta={data?.meta} exports={attributionExports(data, svg)} />
          </>
        }
      />
      {question && (
        <AttributionFilters
          search={search}
          question={question}
          onChange={(change) => set({ ...change, open: undefined })}
        />
      )}
      <div className={row || isSpend ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          {question === null ? (
            <Unasked isKnown={isKnown}>
              <Empty />
            </Unasked>
          ) : (
            <AnswerArea query={query} queryKey={queryKey} rows={10}>
              {(answer) =>
                answer.conversions === 0 ? (
                  <Empty />
                ) : (
                  <AttributionParts
                    {...{ answer, search, measure, offered, channels, svg, set }}
                    by={question.channel}
                  />
                )
              }
            </AnswerArea>
          )}
        </div>
        {isSpend && data && question && (
          <SpendPanel
            place={{ by: question.channel, ...daysOf(search, todayIn(format.timeZone)) }}
            answer={data}
            onClose={() => set({ spend: undefined })}
          />
        )}
        {row && data && question && search.open && (
          <AttributionPanel
            {...{ answer: data, row, measure, question, open: search.open }}
            name={labelOf(row.channel)}
            onOpen={(open) => set({ open })}
            onClose={() => set({ open: undefined })}
            onCopy={channels.copyLink}
          />
        )}
      </div>
    </>
  )
}
