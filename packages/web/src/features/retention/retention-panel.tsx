import { type RetentionAnswer, RetentionPeopleAnswer, type RetentionQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { ShareOf } from '../../ui/share.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { AnswerPeople } from '../segments/answer-people.tsx'
import { curveChanges } from './curve-changes.ts'
import type { Cell } from './retention-search.ts'
import { ShareChange } from './retention-table.tsx'
import { peopleQuestion, useCohortName } from './use-retention.ts'

/** A cell: how many came back, of how many, and who they are. */
export function RetentionPanel(props: {
  answer: RetentionAnswer
  question: RetentionQuestion
  cell: Cell
  onOpen: (cell: Cell) => void
  onClose: () => void
  onCopy: () => void
}) {
  const { t } = useText()
  const { answer, question, cell } = props
  const cohortName = useCohortName(question.period)
  const cohort = answer.cohorts.find((one) => one.start === cell.cohort)
  const at = cell.at ?? 0
  const returned = cohort ? (cohort.returned[at] ?? 0) : (answer.curve[at]?.returned ?? 0)
  const of = cohort ? (cohort.of[at] ?? 0) : (answer.curve[at]?.of ?? 0)
  const before = cohort ? null : answer.previous?.curve[at]
  return (
    <SidePanel
      kind={t(`retention.period_${question.period}`, { n: at })}
      title={cohort ? cohortName(cohort.start) : t('retention.all')}
      label={t('retention.panel')}
      onClose={props.onClose}
    >
      <div style={{ marginTop: 8 }}>
        <Pairs
          pairs={[
            [t('retention.cameBack'), t('paths.kOfN', { k: returned, n: of })],
            [t('paths.share'), <ShareOf key="share" k={returned} n={of} />],
            ...(before
              ? [
                  [t('paths.before'), <ShareOf key="before" k={before.returned} n={before.of} />] as const,
                  [
                    t('paths.change'),
                    <ShareChange key="c" change={curveChanges(answer)[at] ?? null} />,
                  ] as const,
                ]
              : []),
          ]}
        />
      </div>
      <section>
        <Switch
          label={t('retention.who')}
          value={cell.part}
          options={[
            { value: 'returned', label: t('retention.returned') },
            { value: 'away', label: t('retention.away') },
          ]}
          onChange={(part) => props.onOpen({ ...cell, part })}
        />
      </section>
      <AnswerPeople
        answer={RetentionPeopleAnswer}
        name="retention-people"
        question={peopleQuestion(question, cell)}
      />
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
