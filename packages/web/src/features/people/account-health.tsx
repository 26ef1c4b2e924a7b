import type { Account } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { Section } from '../../ui/page-header.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'

export const healthTones = { good: 'good', caution: 'warn', bad: 'bad', unknown: 'neutral' } as const

type Part = Account['health']['parts'][number]
type Score = Account['scores'][number]

/** The numbers that a part of the health rests on, in words. */
function usePartText(account: Account) {
  const { t, format } = useText()
  const { activity, balance } = account
  return ({ kind }: Part) => {
    if (kind === 'presence')
      return activity.daysSinceLast === null
        ? t('people.neverCame')
        : t('people.lastCame', { n: Math.floor(activity.daysSinceLast) })
    if (kind === 'course')
      return t('people.courseText', {
        now: activity.interactions28d,
        before: activity.previousInteractions28d,
      })
    if (!balance) return t('people.noScore')
    return t('people.balanceText', {
      score: format.signed(Math.round(balance.score)),
      low: format.signed(Math.round(balance.low)),
      high: format.signed(Math.round(balance.high)),
      n: balance.n,
    })
  }
}

function Parts({ account }: { account: Account }) {
  const { t } = useText()
  const textOf = usePartText(account)
  return (
    <div className="scroll">
      <table className="health-parts">
        <thead>
          <tr>
            <th>{t('people.healthPart')}</th>
            <th>{t('people.healthSays')}</th>
            <th>{t('people.healthFrom')}</th>
            <th>{t('people.healthRule')}</th>
          </tr>
        </thead>
        <tbody>
          {account.health.parts.map((part) => (
            <tr key={part.kind}>
              <td>{t(`people.part_${part.kind}`)}</td>
              <td>
                <StateLabel tone={healthTones[part.state]}>{t(`people.health_${part.state}`)}</StateLabel>
              </td>
              <td>{textOf(part)}</td>
              <td className="note">{t(`people.rule_${part.kind}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ScoreRow({ one }: { one: Score }) {
  const { t, format } = useText()
  const isPoints = one.metric === 'nps'
  const value = isPoints ? format.signed(Math.round(one.score)) : format.percent(one.score)
  const span = isPoints
    ? t('people.span', { low: format.signed(Math.round(one.low)), high: format.signed(Math.round(one.high)) })
    : format.percentSpan(one.low, one.high)
  return (
    <tr>
      <td>
        <b className="strong">{one.metric.toUpperCase()}</b>{' '}
        <span className="note">{t(`people.metric_${one.metric}`)}</span>
      </td>
      <td className="num">{value}</td>
      <td>
        <span className="with-icon">
          <Whisker
            value={one.score}
            low={one.low}
            high={one.high}
            from={isPoints ? -100 : 0}
            to={isPoints ? 100 : 1}
            few={one.n < FEW}
            label={t('people.scoreSpoken', { metric: one.metric.toUpperCase(), value, span })}
          />
          <span className="note">{span}</span>
        </span>
      </td>
      <td className="num">{format.whole(one.n)}</td>
      <td className="num">{format.percent(one.weight)}</td>
    </tr>
  )
}

function Scores({ scores }: { scores: readonly Score[] }) {
  const { t } = useText()
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>{t('people.scoreName')}</th>
            <th className="num">{t('people.scoreValue')}</th>
            <th>{t('people.interval95')}</th>
            <th className="num">{t('people.answers')}</th>
            <th className="num">{t('people.weight')}</th>
          </tr>
        </thead>
        <tbody>
          {scores.map((one) => (
            <ScoreRow key={one.metric} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How the health of an account comes about: its parts with their rules, and what each score weighs in the answers. */
export function AccountHealth({ account }: { account: Account }) {
  const { t } = useText()
  return (
    <Section title={t('people.healthTitle')} note={t('people.healthNote')}>
      <Parts account={account} />
      {account.scores.length > 0 && (
        <>
          <Scores scores={account.scores} />
          <p className="note below-table">{t('people.weightNote')}</p>
        </>
      )}
    </Section>
  )
}
