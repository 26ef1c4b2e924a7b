import type { AttributionAnswer } from '@teia/contracts'
import type { RefObject } from 'react'
import { saveFile, svgText, svgToPng, toCsv } from '../../lib/export.ts'
import type { Exports } from '../../ui/chart-frame.tsx'

/** The answer as CSV, a line a model and channel, and the drawing as a picture. */
export function useAttributionExports(
  answer: AttributionAnswer | undefined,
  svg: RefObject<SVGSVGElement | null>,
): Exports {
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
