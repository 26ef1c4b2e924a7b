import type { RetentionAnswer, RetentionQuestion } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { readAllIds } from '../../lib/all-ids.ts'
import { wilson } from '../../lib/intervals.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { ALL_PEOPLE, PanelPeople } from '../segments/panel-people.tsx'
import type { Cell } from './retention-search.ts'
import { readRetentionPeople, useCohortName, useRetentionPeople } from './use-retention.ts'

const FEW_PEOPLE = 8

function People({ question, cell }: { question: RetentionQuestion; cell: Cell }) {
  const [all, setAll] = useState(false)
  const { query, queryKey } = useRetentionPeople(question, cell, all ? ALL_PEOPLE : FEW_PEOPLE)
  return (
    <AnswerArea query={query} queryKey={queryKey} rows={6}>
      {(data) => (
        <PanelPeople
          people={data.items}
          total={data.total}
          isAll={all}
          onAll={() => setAll(true)}
          read={(signal, told) =>
            readAllIds((cursor) => readRetentionPeople(question, cell, cursor, signal), told)
          }
        />
      )}
    </AnswerArea>
  )
}

/** A cell: how many came back, of how many, and who they are. */
export function RetentionPanel(props: {
  answer: RetentionAnswer
  question: RetentionQuestion
  cell: Cell
  onOpen: (cell: Cell) => void
  onClose: () => void
  onCopy: () => void
}) {
  const { t, format } = useText()
  const may = useMay()
  const { answer, question, cell } = props
  const cohortName = useCohortName(question.period)
  const cohort = answer.cohorts.find((one) => one.start === cell.cohort)
  const at = cell.at ?? 0
  const returned = cohort ? (cohort.returned[at] ?? 0) : (answer.curve[at]?.returned ?? 0)
  const of = cohort ? (cohort.of[at] ?? 0) : (answer.curve[at]?.of ?? 0)
  const { low, high } = wilson(returned, of)
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
            [
              t('paths.share'),
              <>
                <b>{format.percent(of === 0 ? 0 : returned / of)}</b>{' '}
                <span className="note">{format.percentSpan(low, high)}</span>
              </>,
            ],
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
      {may('people:read') && <People key={cell.part} question={question} cell={cell} />}
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
