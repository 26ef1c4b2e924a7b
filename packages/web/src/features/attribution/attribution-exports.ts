import type { AttributionAnswer } from '@teia/contracts'
import type { RefObject } from 'react'
import { chartExports } from '../../ui/chart-exports.ts'
import type { Exports } from '../../ui/chart-frame.tsx'

/** The answer as CSV, a line a model and channel, and the drawing as a picture. */
export function attributionExports(
  answer: AttributionAnswer | undefined,
  svg: RefObject<SVGSVGElement | null>,
): Exports {
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
  const rows = (answer?.models ?? []).flatMap(({ model, channels }) =>
    channels.map((one) => [
      ...[model, one.channel, one.conversions, one.conversionsLow, one.conversionsHigh],
      ...[one.value, one.valueLow, one.valueHigh],
      about.get(one.channel)?.spend,
      about.get(one.channel)?.spendDays,
      one.cost?.estimate,
      one.return?.estimate,
    ]),
  )
  return chartExports('attribution', head, rows, () => svg.current)
}
