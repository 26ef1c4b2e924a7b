import { StickinessPeopleAnswer, type StickinessPeriod, type StickinessQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Share } from '../../ui/share.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import { AnswerPeople } from '../segments/answer-people.tsx'

/** A period, or those of it who were active on so many days: how many, and who. */
export function StickinessPanel(props: {
  period: StickinessPeriod
  question: StickinessQuestion
  days: number
  onClose: () => void
  onCopy: () => void
}) {
  const { t, format } = useText()
  const { period, question, days } = props
  const nameOf = useCohortName(question.period)
  const onDays = period.byDays[days - 1]
  const n = days === 0 ? period.people : (onDays?.people ?? 0)
  const share = days === 0 ? period.ratio : onDays && { ...onDays, estimate: onDays.share }
  return (
    <SidePanel
      kind={nameOf(period.start)}
      title={days === 0 ? t('stickiness.everybody') : t('stickiness.onDays', { n: days })}
      label={t('stickiness.panel')}
      onClose={props.onClose}
    >
      <div style={{ marginTop: 8 }}>
        <Pairs
          pairs={[
            [t('shell.people'), days === 0 ? format.whole(n) : t('paths.kOfN', { k: n, n: period.people })],
            ...(share
              ? [
                  [
                    t(days === 0 ? `stickiness.ratio_${question.period}` : 'paths.share'),
                    <Share key="share" share={share.estimate} low={share.low} high={share.high} />,
                  ] as const,
                ]
              : []),
          ]}
        />
      </div>
      <AnswerPeople
        answer={StickinessPeopleAnswer}
        name="stickiness-people"
        question={{ stickiness: question, start: period.start, ...(days > 0 && { days }) }}
      />
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
