import { type LifecycleAnswer, LifecyclePeopleAnswer, type LifecycleQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import { AnswerPeople } from '../segments/answer-people.tsx'
import type { LifecycleMark } from './lifecycle-search.ts'

/** A mark: how many are new, stay, are back or stay away in a period, and who they are. */
export function LifecyclePanel(props: {
  answer: LifecycleAnswer
  question: LifecycleQuestion
  mark: LifecycleMark
  onClose: () => void
  onCopy: () => void
}) {
  const { t, format } = useText()
  const nameOf = useCohortName(props.question.period)
  const { mark } = props
  const at = props.answer.periods.findIndex((one) => one.start === mark.start)
  const period = props.answer.periods[at]
  if (!period) return null
  return (
    <SidePanel
      kind={nameOf(mark.start)}
      title={t(`lifecycle.${mark.part}`)}
      label={t('lifecycle.panel')}
      onClose={props.onClose}
    >
      <div style={{ marginTop: 8 }}>
        <Pairs
          pairs={[
            [t(`lifecycle.${mark.part}`), <b key="n">{format.whole(period[mark.part])}</b>],
            [t('lifecycle.active'), format.whole(period.people)],
            ...(mark.part === 'dormant' || period.people === 0
              ? []
              : [[t('paths.share'), format.percent(period[mark.part] / period.people)] as const]),
          ]}
        />
      </div>
      <p className="note">{t(`lifecycle.note_${mark.part}`)}</p>
      <AnswerPeople
        answer={LifecyclePeopleAnswer}
        name="lifecycle-people"
        question={{ lifecycle: props.question, ...mark }}
      />
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
