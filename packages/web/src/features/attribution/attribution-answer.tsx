import type { AttributionAnswer } from '@teia/contracts'
import { type RefObject, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { Section } from '../../ui/page-header.tsx'
import { byOwner, givenOf, rowsOf, useChannelLabel } from './attribution-facts.ts'
import type { AttributionSearch, Measure } from './attribution-search.ts'
import { AttributionTable } from './attribution-table.tsx'
import { GivenChart } from './given-chart.tsx'
import { ModelLegend } from './model-legend.tsx'
import { SpendNote } from './spend-note.tsx'
import type { useChannels } from './use-channels.ts'

/** So many channels are drawn until all are asked for; the table has them all. */
const FIRST_DRAWN = 10

/** What each model gives each channel, drawn and in numbers. */
export function AttributionParts(props: {
  answer: AttributionAnswer
  search: AttributionSearch
  by: string
  measure: Measure
  offered: readonly Measure[]
  channels: ReturnType<typeof useChannels>
  svg: RefObject<SVGSVGElement | null>
  set: (change: Partial<AttributionSearch>) => void
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
