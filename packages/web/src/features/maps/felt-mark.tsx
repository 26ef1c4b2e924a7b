import type { MapStep, PlaceNumbers } from '@teia/contracts'
import { memo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { FEW } from '../../ui/whisker.tsx'
import { CURVE_HEIGHT, yOfFeeling } from './feeling-curve.ts'

const LABEL = 16
type Felt = NonNullable<PlaceNumbers['feeling']>

/** How one step was felt: the dot with its interval, its value, and what was drawn where that is excluded. */
export const FeltMark = memo(function FeltMark({ step, felt }: { step: MapStep; felt: Felt | null }) {
  const { t, format } = useText()
  const signed = (value: number) => format.signed(value, 1)
  if (!felt)
    return (
      <>
        {step.feeling !== null && (
          <span className="visually-hidden">
            {t('maps.drawnSpoken', { name: step.name, drawn: signed(step.feeling) })}
          </span>
        )}
        {!step.matcher && (
          <span className="mood none" style={{ top: yOfFeeling(step.feeling ?? 0) + LABEL / 2 }}>
            {t('maps.notMeasured')}
          </span>
        )}
      </>
    )
  const { value, low, high, n } = felt
  const isContradicted = step.feeling !== null && (high < step.feeling || low > step.feeling)
  const [top, bottom] = [yOfFeeling(high), yOfFeeling(low)]
  const isBelow = step.feeling !== null && value < step.feeling
  const place = isBelow ? { top: bottom + 4 } : { bottom: CURVE_HEIGHT - top + 4 }
  const tone = isContradicted ? ' bad' : ''
  const words = { name: step.name, felt: signed(value), low: signed(low), high: signed(high), n }
  return (
    <>
      <span className="visually-hidden">
        {step.feeling === null
          ? t('maps.feltSpoken', words)
          : t('maps.feltDrawnSpoken', { ...words, drawn: signed(step.feeling) })}
      </span>
      <svg
        className={`moodmark${tone}${n < FEW ? ' few' : ''}`}
        height={CURVE_HEIGHT}
        width="14"
        aria-hidden="true"
      >
        <path d={`M7 ${top}V${bottom}M3.5 ${top}h7M3.5 ${bottom}h7`} />
        <circle cx="7" cy={yOfFeeling(value)} r="4" />
      </svg>
      <span className={`mood${tone}`} style={place} aria-hidden="true">
        {isContradicted && step.feeling !== null
          ? t('maps.feltDrawn', { felt: signed(value), drawn: signed(step.feeling) })
          : signed(value)}
      </span>
    </>
  )
})
