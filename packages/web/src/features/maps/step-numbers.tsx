import type { MapStep, PlaceNumbers } from '@teia/contracts'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Change } from '../../ui/metric.tsx'
import { Share } from '../../ui/share.tsx'
import { Pairs } from '../../ui/side-panel.tsx'
import { type PlaceFacts, turnOf } from './map-facts.ts'
import type { MapSearch } from './maps-search.ts'
import { useScoreText } from './step-score.tsx'

type Part = NonNullable<MapSearch['part']>
type Pair = readonly [ReactNode, ReactNode]

/** A count that opens the people behind it. */
function Count({ n, onOpen, note }: { n: number; onOpen: (() => void) | null; note?: ReactNode }) {
  const { format } = useText()
  return (
    <>
      {onOpen && n > 0 ? (
        <button type="button" className="as-link strong" onClick={onOpen}>
          {format.whole(n)}
        </button>
      ) : (
        <b>{format.whole(n)}</b>
      )}{' '}
      {note && <span className="note">{note}</span>}
    </>
  )
}

function useMeasures() {
  const { t, format } = useText()
  const scoreText = useScoreText()
  return (step: MapStep, { now }: PlaceFacts): Pair[] => {
    const { score, feeling, revenue, medianSeconds, p90Seconds } = now
    const signed = (value: number) => format.signed(value, 1)
    return [
      ...(medianSeconds === null
        ? []
        : [
            [
              t('maps.timeToNext'),
              <>
                {format.duration(medianSeconds)}{' '}
                {p90Seconds !== null && (
                  <span className="note">{t('maps.p90', { value: format.duration(p90Seconds) })}</span>
                )}
              </>,
            ] as const,
          ]),
      [
        t('maps.score'),
        score ? (
          <>
            {t(`maps.metric_${score.metric}`)} {scoreText(score.metric, score.value)}{' '}
            <span className="note">
              {t('maps.scoreSpan', {
                low: scoreText(score.metric, score.low),
                high: scoreText(score.metric, score.high),
                n: score.n,
              })}
            </span>
          </>
        ) : (
          <span key="none" className="note">
            {t('maps.notAsked')}
          </span>
        ),
      ],
      ...(feeling
        ? [
            [
              t('maps.feltName'),
              <>
                {signed(feeling.value)}{' '}
                <span className="note">
                  {t('maps.scoreSpan', {
                    low: signed(feeling.low),
                    high: signed(feeling.high),
                    n: feeling.n,
                  })}
                </span>
              </>,
            ] as const,
          ]
        : []),
      ...(step.feeling === null ? [] : [[t('maps.drawnName'), signed(step.feeling)] as const]),
      ...(revenue.people === 0
        ? []
        : [
            [
              t('maps.revenue'),
              <>
                {format.moneyWhole(revenue.value)}{' '}
                <span className="note">
                  {t('maps.revenueEach', { value: format.moneyWhole(revenue.value / revenue.people) })}
                </span>
              </>,
            ] as const,
          ]),
    ]
  }
}

function GoOn({ now }: { now: PlaceNumbers }) {
  return now.entered === 0 ? <>–</> : <Share {...now.wentOn} />
}

/** The numbers of a step with their intervals, and what they were before. Each count opens its people. */
export function StepNumbers(props: {
  step: MapStep
  facts: PlaceFacts
  onOpen: ((part: Part) => void) | null
}) {
  const { t, format } = useText()
  const measures = useMeasures()
  const { step, facts, onOpen } = props
  const { now, before, against } = facts
  const open = (part: Part) => onOpen && (() => onOpen(part))
  const was = (value: number | undefined) =>
    value === undefined ? undefined : t('maps.before', { value: format.whole(value) })
  const turn = turnOf(facts)
  const change = before && before.entered > 0 ? now.wentOn.share - before.wentOn.share : null
  const pairs: Pair[] = [
    [t('maps.inItNow'), <Count key="now" n={now.now} onOpen={open('now')} note={was(before?.now)} />],
    [
      t('maps.enteredName'),
      <Count key="in" n={now.entered} onOpen={open('entered')} note={was(before?.entered)} />,
    ],
    [t('maps.goOnName'), <GoOn key="on" now={now} />],
    ...(change === null || !before
      ? []
      : [
          [
            t('maps.beforeName'),
            <Change key="c" direction={change} tone={turn < 0 ? 'bad' : turn > 0 ? 'good' : 'neutral'}>
              {t('maps.pointsFrom', {
                points: format.points(Math.abs(change)).replace('+', ''),
                share: format.percent(before.wentOn.share),
              })}
            </Change>,
          ] as const,
        ]),
    ...(against ? [[t('maps.againstName'), <GoOn key="a" now={against} />] as const] : []),
    [t('maps.leftName'), <Count key="left" n={now.left} onOpen={open('left')} note={was(before?.left)} />],
    [
      t('maps.returnedName'),
      <Count key="back" n={now.returned} onOpen={open('returned')} note={was(before?.returned)} />,
    ],
    ...measures(step, facts),
  ]
  return <Pairs pairs={pairs} />
}
