import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { AttributionAnswer } from '@teia/contracts'
import { type RefObject, useRef, useState } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { saveFile, svgText, svgToPng, toCsv } from '../../lib/export.ts'
import { daysOf, todayIn } from '../../lib/periods.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { EmptyState, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { AttributionDeck } from './attribution-deck.tsx'
import { byOwner, givenOf, rowsOf, useChannelLabel } from './attribution-facts.ts'
import { AttributionFilters } from './attribution-filters.tsx'
import { AttributionPanel } from './attribution-panel.tsx'
import { type AttributionSearch, type Measure, measures } from './attribution-search.ts'
import { AttributionTable } from './attribution-table.tsx'
import { GivenChart, ModelLegend } from './given-chart.tsx'
import { SpendNote } from './spend-note.tsx'
import { SpendPanel } from './spend-panel.tsx'
import { useAttribution } from './use-attribution.ts'

const route = getRouteApi('/shell/attribution')
type Change = (change: Partial<AttributionSearch>) => void
/** So many channels are drawn until all are asked for; the table has them all. */
const FIRST_DRAWN = 10

function useExports(answer: AttributionAnswer | undefined, svg: RefObject<SVGSVGElement | null>): Exports {
  const withSvg = (use: (drawing: SVGSVGElement) => void) => () => svg.current && use(svg.current)
  const head = [
    'model',
    'channel',
    'conversions',
    'conversions_low',
    'conversions_high',
    'value',
    'value_low',
    'value_high',
    'spend',
    'spend_days',
    'cost_per_conversion',
    'return',
  ]
  const about = new Map(answer?.channels.map((one) => [one.channel, one]))
  return {
    csv: () =>
      saveFile(
        'teia-attribution.csv',
        toCsv(
          head,
          (answer?.models ?? []).flatMap(({ model, channels }) =>
            channels.map((one) => [
              model,
              one.channel,
              one.conversions,
              one.conversionsLow,
              one.conversionsHigh,
              one.value,
              one.valueLow,
              one.valueHigh,
              about.get(one.channel)?.spend,
              about.get(one.channel)?.spendDays,
              one.cost?.estimate,
              one.return?.estimate,
            ]),
          ),
        ),
      ),
    svg: withSvg((drawing) => saveFile('teia-attribution.svg', svgText(drawing), 'image/svg+xml')),
    png: withSvg((drawing) => void svgToPng(drawing).then((blob) => saveFile('teia-attribution.png', blob))),
  }
}

/** What a channel can do, wherever it is shown. */
function useChannels(set: Change) {
  const { t } = useText()
  const may = useMay()
  const copy = useCopy()
  const open = (channel: string) => set({ open: { channel, part: 'converted' }, spend: undefined })
  const copyLink = () => void copy(window.location.href)
  const actions = (channel: string): Action[] => [
    {
      label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
      icon: 'people',
      onSelect: () => open(channel),
    },
    ...(channel === ''
      ? []
      : [
          {
            label: t('attribution.openNot'),
            icon: 'exclude' as const,
            onSelect: () => set({ open: { channel, part: 'not' }, spend: undefined }),
          },
        ]),
    {
      label: t('common.copyLink'),
      icon: 'link',
      onSelect: () => {
        open(channel)
        setTimeout(copyLink, 50)
      },
    },
  ]
  return { open, actions, copyLink }
}

function Empty() {
  const { t } = useText()
  return (
    <EmptyState title={t('attribution.emptyTitle')} action={<ConnectSource />}>
      {t('attribution.emptyText')}
    </EmptyState>
  )
}

/** The measures that an answer has. */
const measuresOf = (answer: AttributionAnswer, hasValue: boolean): Measure[] =>
  measures.filter(
    (measure) =>
      (measure !== 'value' || hasValue) &&
      (measure !== 'cost' || answer.spend !== null) &&
      (measure !== 'return' || (answer.spend !== null && hasValue)),
  )

function Answer(props: {
  answer: AttributionAnswer
  search: AttributionSearch
  by: string
  measure: Measure
  offered: readonly Measure[]
  channels: ReturnType<typeof useChannels>
  svg: RefObject<SVGSVGElement | null>
  set: Change
}) {
  const { t } = useText()
  const [all, setAll] = useState(false)
  const labelOf = useChannelLabel(props.by)
  const { answer, search, measure, channels, set } = props
  const isApart = props.by === 'touchpoint' && search.apart === true
  const rows = isApart ? byOwner(rowsOf(answer)) : rowsOf(answer)
  // A channel that nothing was spent on has no cost to draw.
  const drawable = rows.filter(({ given }) => given.some((one) => givenOf(one, measure)))
  const drawn = all ? drawable : drawable.slice(0, FIRST_DRAWN)
  const shown = {
    ...{ answer, measure, labelOf, selected: search.open?.channel },
    ...{ onOpen: channels.open, actions: channels.actions },
  }
  return (
    <>
      <Section
        title={t('attribution.drawing')}
        note={t('attribution.drawingNote')}
        actions={
          <Switch
            label={t('attribution.show')}
            value={measure}
            options={props.offered.map((value) => ({ value, label: t(`attribution.show_${value}`) }))}
            onChange={(show) => set({ show })}
          />
        }
      >
        <ModelLegend answer={answer} />
        <GivenChart
          {...shown}
          rows={drawn}
          noteOf={isApart ? ({ ownership }) => (ownership ? t(`touchpoints.${ownership}`) : '') : undefined}
          svgRef={props.svg}
        />
        {drawn.length < drawable.length && (
          <Button kind="link" onClick={() => setAll(true)}>
            {t('attribution.drawAll', { n: drawable.length })}
          </Button>
        )}
      </Section>
      <Section
        className="below"
        title={t('attribution.tableLabel')}
        note={t(`attribution.show_${measure}`)}
        actions={
          props.by === 'touchpoint' && (
            <Switch
              label={t('attribution.apart')}
              value={search.apart ? 'apart' : 'together'}
              options={[
                { value: 'together', label: t('attribution.together') },
                { value: 'apart', label: t('attribution.apart') },
              ]}
              onChange={(value) => set({ apart: value === 'apart' ? true : undefined })}
            />
          )
        }
      >
        <AttributionTable {...shown} rows={rows} isApart={isApart} />
        <SpendNote answer={answer} by={props.by} />
      </Section>
    </>
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
            <ChartActions meta={data?.meta} exports={useExports(data, svg)} />
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
            isKnown ? (
              <Empty />
            ) : (
              <Skeleton rows={10} />
            )
          ) : (
            <AnswerArea query={query} queryKey={queryKey} rows={10}>
              {(answer) =>
                answer.conversions === 0 ? (
                  <Empty />
                ) : (
                  <Answer
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
