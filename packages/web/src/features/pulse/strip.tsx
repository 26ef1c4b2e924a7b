import type { PulseAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Change, Metric, Metrics } from '../../ui/metric.tsx'
import { Spark } from '../../ui/spark.tsx'
import { Whisker } from '../../ui/whisker.tsx'
import { countsApart, relative } from './facts.ts'
import { useSparkTip } from './spark-parts.ts'

function Versus({ value, bunch }: { value: { value: number; previous: number }; bunch?: number }) {
  const { t, format } = useText()
  const change = relative(value)
  if (change === null) return <span>{t('pulse.noBefore')}</span>
  return (
    <>
      <Change direction={change} tone={!countsApart(value, bunch) ? 'neutral' : change > 0 ? 'good' : 'bad'}>
        {format.decimal(Math.abs(change * 100))} %
      </Change>{' '}
      {t('pulse.versus', { before: value.previous })}
    </>
  )
}

function Nps({ nps }: { nps: NonNullable<PulseAnswer['nps']> }) {
  const { t, format } = useText()
  const { previous } = nps
  const change = previous ? nps.score - previous.score : null
  // The intervals of two independent scores: their difference is beyond chance when zero lies outside.
  const apart =
    previous &&
    change !== null &&
    Math.abs(change) > Math.hypot((nps.high - nps.low) / 2, (previous.high - previous.low) / 2)
  const tone = !apart || change === null ? 'neutral' : change > 0 ? 'good' : 'bad'
  return (
    <Metric
      name="NPS"
      value={format.signed(nps.score)}
      unit={`[${format.signed(nps.low)}; ${format.signed(nps.high)}]`}
      drawing={
        <Whisker
          value={nps.score}
          low={nps.low}
          high={nps.high}
          from={-100}
          to={100}
          width={104}
          before={previous?.score}
          few={nps.n < 40}
          label={t('pulse.npsSpoken', {
            score: format.signed(nps.score),
            low: format.signed(nps.low),
            high: format.signed(nps.high),
          })}
        />
      }
      versus={
        change === null || !previous ? (
          t('pulse.noBefore')
        ) : (
          <>
            <Change direction={change} tone={tone}>
              {t('pulse.points', { n: format.decimal(Math.abs(change)) })}
            </Change>{' '}
            {t('pulse.versus', { before: format.signed(previous.score) })} ·{' '}
            {t(apart ? 'pulse.beyond' : 'pulse.within')}
          </>
        )
      }
      note={t('pulse.npsNote', { n: nps.n })}
    />
  )
}

/** People, interactions, new people and the score, each beside the period before. */
export function PulseStrip({ answer }: { answer: PulseAnswer }) {
  const { t, format } = useText()
  const { people, interactions, newPeople, returningPeople, nps } = answer
  const known = people.value === 0 ? 0 : people.known / people.value
  const tipOf = useSparkTip(answer.range)
  const spark = (values: number[]) => (
    <Spark
      values={values}
      width={96}
      height={28}
      label={t('pulse.sparkSpoken', { n: values.length })}
      tipOf={tipOf(values)}
      focusable
    />
  )
  return (
    <Metrics label={t('pulse.metrics')}>
      <Metric
        name={t('pulse.activePeople')}
        value={format.whole(people.value)}
        unit={t('pulse.peopleUnit', { n: people.value })}
        drawing={spark(people.spark)}
        versus={<Versus value={people} />}
        note={t('pulse.knownShare', { share: format.percent(known) })}
      />
      <Metric
        name={t('pulse.interactions')}
        value={format.whole(interactions.value)}
        unit={t('pulse.eventsUnit', { n: interactions.value })}
        drawing={spark(interactions.spark)}
        versus={<Versus value={interactions} bunch={interactions.value / Math.max(1, people.value)} />}
        note={t('pulse.nPeople', { n: people.value })}
      />
      <Metric
        name={t('pulse.newPeople')}
        value={format.whole(newPeople.value)}
        unit={t('pulse.ofPeople', { n: people.value })}
        drawing={spark(newPeople.spark)}
        versus={<Versus value={newPeople} />}
        note={t('pulse.returning', { n: returningPeople.value })}
      />
      {nps ? (
        <Nps nps={nps} />
      ) : (
        <Metric
          name="NPS"
          value="–"
          unit={t('pulse.noScores')}
          versus={t('pulse.noScoresHelp')}
          note={t('pulse.nAnswers', { n: 0 })}
        />
      )}
    </Metrics>
  )
}
