import type { Account } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Change, Metric, Metrics, StateLabel } from '../../ui/metric.tsx'
import { healthTones } from './account-health.tsx'

function Against({ now, before, words }: { now: number; before: number; words: string }) {
  const { format } = useText()
  const rise = now / before - 1
  return (
    <>
      <Change direction={rise} tone={rise === 0 ? 'neutral' : rise > 0 ? 'good' : 'bad'}>
        {format.decimal(Math.abs(rise * 100))} %
      </Change>{' '}
      {words}
    </>
  )
}

/** Four numbers of an account: health with its reasons, what it is worth, what it does, what its people answer. */
export function AccountNumbers({ account }: { account: Account }) {
  const { t, format } = useText()
  const { health, value, activity, balance } = account
  return (
    <Metrics label={t('people.accountNumbers')}>
      <Metric
        name={t('people.health')}
        value={<StateLabel tone={healthTones[health.state]}>{t(`people.health_${health.state}`)}</StateLabel>}
        versus={
          health.reasons.map((one) => t(`people.reason_${one.kind}`)).join(' · ') || t('people.noReason')
        }
        note={
          activity.daysSinceLast === null
            ? t('people.neverCame')
            : t('people.lastCame', { n: Math.floor(activity.daysSinceLast) })
        }
      />
      <Metric
        name={t('people.value')}
        value={format.moneyWhole(value.total)}
        versus={
          value.previousTotal > 0 ? (
            <Against
              now={value.total}
              before={value.previousTotal}
              words={t('people.valueBefore', { before: format.moneyWhole(value.previousTotal) })}
            />
          ) : (
            t('people.noValueBefore')
          )
        }
        note={t('people.nOrders', {
          n: value.orders,
          each: value.orders > 0 ? format.money(value.total / value.orders) : '–',
        })}
      />
      <Metric
        name={t('people.activity')}
        value={format.whole(activity.interactions28d)}
        unit={t('people.in28')}
        versus={
          activity.previousInteractions28d > 0 ? (
            <Against
              now={activity.interactions28d}
              before={activity.previousInteractions28d}
              words={t('people.before28', { before: activity.previousInteractions28d })}
            />
          ) : (
            t('people.nothing28')
          )
        }
        note={t('people.activePeople', { n: activity.people28d, of: account.peopleTotal })}
      />
      <Metric
        name={t('people.balance')}
        value={balance ? format.signed(Math.round(balance.score)) : '–'}
        unit={balance && t('people.points')}
        versus={
          balance
            ? t('people.scoreSpan', {
                low: format.signed(Math.round(balance.low)),
                high: format.signed(Math.round(balance.high)),
              })
            : t('people.noScore')
        }
        note={t('pulse.nAnswers', { n: balance?.n ?? 0 })}
      />
    </Metrics>
  )
}
