import type { Person } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Change, Metric, Metrics } from '../../ui/metric.tsx'
import { lastScores, toneOf } from './person-facts.ts'

/** Four numbers of a person: last score, value, days between purchases, interactions. */
export function Numbers({ person }: { person: Person }) {
  const { t, format } = useText()
  const { last, before } = lastScores(person)
  const { value } = person
  const rise = value.previousTotal > 0 ? value.total / value.previousTotal - 1 : null
  const tone = last && toneOf(last.score, last.metric)
  return (
    <Metrics label={t('people.numbers')}>
      <Metric
        name={t('people.lastScore')}
        value={last ? format.numbers.format(last.score) : '–'}
        unit={
          last && tone
            ? t('people.scoreUnit', { metric: last.metric.toUpperCase(), tone })
            : t('people.noScore')
        }
        versus={
          last && before ? (
            <>
              <Change
                direction={last.score - before.score}
                tone={last.score === before.score ? 'neutral' : last.score > before.score ? 'good' : 'bad'}
              >
                {format.numbers.format(Math.abs(last.score - before.score))}
              </Change>{' '}
              {t('people.scoreBefore', { score: before.score, day: format.dayShort(before.time) })}
            </>
          ) : (
            last && format.dayYear(last.time)
          )
        }
        note={t('pulse.nAnswers', { n: person.scores.length })}
      />
      <Metric
        name={t('people.value')}
        value={format.moneyWhole(value.total)}
        versus={
          rise === null ? (
            t('people.noValueBefore')
          ) : (
            <>
              <Change direction={rise} tone={rise === 0 ? 'neutral' : rise > 0 ? 'good' : 'bad'}>
                {format.decimal(Math.abs(rise * 100))} %
              </Change>{' '}
              {t('people.valueBefore', { before: format.moneyWhole(value.previousTotal) })}
            </>
          )
        }
        note={t('people.nOrders', {
          n: value.orders,
          each: value.orders > 0 ? format.money(value.total / value.orders) : '–',
        })}
      />
      <Metric
        name={t('people.interval')}
        value={
          value.medianDaysBetween === null
            ? '–'
            : format.numbers.format(Math.round(value.medianDaysBetween * 10) / 10)
        }
        unit={value.medianDaysBetween === null ? t('people.tooFew') : t('people.daysMedian')}
        versus={
          value.daysSinceLast === null
            ? t('people.noOrder')
            : t('people.sinceLast', { n: Math.round(value.daysSinceLast) })
        }
        note={t('people.nIntervals', { n: Math.max(0, value.orders - 1) })}
      />
      <Metric
        name={t('people.interactions')}
        value={format.whole(person.interactions)}
        unit={t('people.nSessions', { n: person.sessions })}
        versus={t('people.perSession', {
          n: format.decimal(person.sessions > 0 ? person.interactions / person.sessions : 0),
        })}
        note={t('people.sinceDay', { day: format.dayYear(person.firstSeenAt) })}
      />
    </Metrics>
  )
}
