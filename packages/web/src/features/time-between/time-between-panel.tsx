import { type TimeBetweenAnswer, TimeBetweenPeopleAnswer, type TimeBetweenQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useSeriesName } from '../../ui/breakdown-choices.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { ShareOf } from '../../ui/share.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { AnswerPeople } from '../segments/answer-people.tsx'
import type { TimeBetweenMark } from './time-between-search.ts'
import { edgesOf, peopleQuestion } from './use-time-between.ts'

type Props = { question: TimeBetweenQuestion; answer: TimeBetweenAnswer; mark: TimeBetweenMark }

/** A bar, or everybody of a series who got there or never did: how many, and who. */
export function TimeBetweenPanel(
  props: Props & { onOpen: (mark: TimeBetweenMark) => void; onClose: () => void; onCopy: () => void },
) {
  const { t, format } = useText()
  const { answer, mark, question } = props
  const seriesName = useSeriesName(question.breakdown)
  const own = answer.series.find((one) => one.key === mark.series) ?? answer
  const edges = mark.bin === undefined || !answer.seconds ? null : edgesOf(answer.seconds, mark.bin)
  const n = edges
    ? (answer.seconds?.bins[mark.bin ?? 0] ?? 0)
    : mark.part === 'never'
      ? own.people - own.reached
      : own.reached
  const of = edges ? answer.reached : own.people
  return (
    <SidePanel
      kind={mark.series === undefined ? t('timeBetween.title') : seriesName(mark.series)}
      title={
        edges
          ? `${format.duration(edges.atLeast)} – ${format.duration(edges.lessThan)}`
          : t(mark.part === 'never' ? 'timeBetween.never' : 'timeBetween.reached')
      }
      label={t('timeBetween.panel')}
      onClose={props.onClose}
    >
      <div style={{ marginTop: 8 }}>
        <Pairs
          pairs={[
            [t('shell.people'), t('paths.kOfN', { k: n, n: of })],
            [t('paths.share'), <ShareOf key="share" k={n} n={of} />],
          ]}
        />
      </div>
      {!edges && (
        <section>
          <Switch
            label={t('retention.who')}
            value={mark.part}
            options={[
              { value: 'reached', label: t('timeBetween.reached') },
              { value: 'never', label: t('timeBetween.never') },
            ]}
            onChange={(part) => props.onOpen({ ...mark, part })}
          />
        </section>
      )}
      <AnswerPeople
        answer={TimeBetweenPeopleAnswer}
        name="time-between-people"
        question={peopleQuestion(question, answer, mark)}
      />
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
