import { lazy, Suspense, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import {
  type Days,
  daysOf,
  type Preset,
  presets,
  previousDays,
  type QuestionSearch,
  todayIn,
} from '../lib/periods.ts'
import { Button } from './button.tsx'
import { Pick } from './pick.tsx'

const Months = lazy(() => import('./months.tsx').then((module) => ({ default: module.Months })))
type Period = { [K in 'period' | 'from' | 'to' | 'compare']?: QuestionSearch[K] | undefined }

/** “23 out – 19 nov 2026”: the year once, or on both ends when they differ. */
export function useDaysText() {
  const { format } = useText()
  return ({ from, to }: Days, withYear = true) => {
    if (from === to) return withYear ? format.dayYear(from) : format.dayShort(from)
    const sameYear = from.slice(0, 4) === to.slice(0, 4)
    const first = sameYear ? format.dayShort(from) : format.dayYear(from)
    return `${first} – ${withYear || !sameYear ? format.dayYear(to) : format.dayShort(to)}`
  }
}

function PeriodPane(props: { period: Period; alone: boolean; onChange: (period: Period) => void }) {
  const { t, format } = useText()
  const daysText = useDaysText()
  const today = todayIn(format.timeZone)
  const [draft, setDraft] = useState<Period>(props.period)
  const days = daysOf(draft, today)
  const choose = (preset: Preset) =>
    setDraft({ compare: draft.compare, period: preset, ...(preset === 'custom' ? days : {}) })
  const complete = draft.period !== 'custom' || Boolean(draft.from && draft.to)
  return (
    <div className="range">
      <div className="presets">
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={(draft.period ?? '28d') === preset}
            onClick={() => choose(preset)}
          >
            {t(`filters.preset_${preset}`)}
          </button>
        ))}
      </div>
      <div>
        <div className="months">
          <Suspense fallback={<div style={{ height: 236 }} />}>
            <Months
              from={draft.period === 'custom' ? draft.from : days.from}
              to={draft.period === 'custom' ? draft.to : days.to}
              today={today}
              onChange={(from, to) => setDraft({ compare: draft.compare, period: 'custom', from, to })}
            />
          </Suspense>
        </div>
        {!props.alone && (
          <label className="check">
            <input
              type="checkbox"
              checked={draft.compare !== 'none'}
              onChange={(event) =>
                setDraft({ ...draft, compare: event.target.checked ? 'previous' : 'none' })
              }
            />
            {t('filters.compareWith', { days: daysText(previousDays(days)) })}
          </label>
        )}
        <div className="range-foot">
          <span className="note">
            {daysText(days)} · {t('filters.timeZone', { zone: format.timeZone })}
          </span>
          <Button kind="primary" disabled={!complete} onClick={() => props.onChange(draft)}>
            {t('common.apply')}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** The time a page is about: presets or two months to pick from, and whether the period before is set beside it. */
export function PeriodPick(props: {
  period: Period
  onChange: (period: Period) => void
  name?: string
  /** Without the offer to set the period before beside it. */
  alone?: boolean
}) {
  const { t, format } = useText()
  const daysText = useDaysText()
  const days = daysOf(props.period, todayIn(format.timeZone))
  return (
    <Pick name={props.name ?? t('filters.period')} value={daysText(days)} width={580}>
      {(close) => (
        <PeriodPane
          period={props.period}
          alone={props.alone ?? false}
          onChange={(period) => {
            props.onChange(period)
            close()
          }}
        />
      )}
    </Pick>
  )
}
