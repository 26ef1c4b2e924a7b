import type { StepScore } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'

const scales = {
  nps: { from: -100, to: 100, digits: 0 },
  csat: { from: 0, to: 1, digits: 0 },
  ces: { from: 1, to: 7, digits: 1 },
} as const

/** How values of a metric are written: NPS with its sign, CSAT as a whole share, CES to one decimal. */
export function useScoreText() {
  const { format } = useText()
  return (metric: StepScore['metric'], value: number) =>
    metric === 'nps'
      ? format.signed(value)
      : metric === 'csat'
        ? `${format.whole(value * 100)} %`
        : format.decimal(value)
}

/** The score of a step with its interval; hollow circle: the period before. */
export function ScoreWhisker(props: {
  score: StepScore
  before: StepScore | null | undefined
  width: number
}) {
  const { t } = useText()
  const scoreText = useScoreText()
  const { score, before, width } = props
  const { metric, value, low, high, n } = score
  const { from, to } = scales[metric]
  return (
    <Whisker
      value={value}
      low={low}
      high={high}
      from={from}
      to={to}
      width={width}
      few={n < FEW}
      before={before?.metric === metric ? before.value : undefined}
      label={t('maps.scoreSpoken', {
        metric: t(`maps.metric_${metric}`),
        value: scoreText(metric, value),
        low: scoreText(metric, low),
        high: scoreText(metric, high),
        n,
      })}
    />
  )
}

/** Below the numbers of a step: what people told, or that nobody was asked. */
export function StepScoreLine({
  score,
  before,
}: {
  score: StepScore | null
  before?: StepScore | null | undefined
}) {
  const { t, rich } = useText()
  const scoreText = useScoreText()
  return (
    <div className="step-score">
      {score ? (
        <>
          <ScoreWhisker score={score} before={before} width={98} />
          <span className="note">
            {rich('maps.scoreN', {
              metric: t(`maps.metric_${score.metric}`),
              value: scoreText(score.metric, score.value),
              n: score.n,
            })}
          </span>
        </>
      ) : (
        <>
          <svg className="whisker" width="98" height="14" viewBox="0 0 98 14" aria-hidden="true">
            <path className="base" d="M0 7H98" strokeDasharray="2 3" />
          </svg>
          <span className="note">{t('maps.notAsked')}</span>
        </>
      )}
    </div>
  )
}
