import type { StickinessPeriod, StickinessQuestion } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { readAllIds } from '../../lib/all-ids.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button } from '../../ui/button.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import { ALL_PEOPLE, PanelPeople } from '../segments/panel-people.tsx'
import { readStickinessPeople, type StickinessMark, useStickinessPeople } from './use-stickiness.ts'

const FEW_PEOPLE = 8

function People({ question, mark }: { question: StickinessQuestion; mark: StickinessMark }) {
  const [all, setAll] = useState(false)
  const { query, queryKey } = useStickinessPeople(question, mark, all ? ALL_PEOPLE : FEW_PEOPLE)
  return (
    <AnswerArea query={query} queryKey={queryKey} rows={6}>
      {(data) => (
        <PanelPeople
          people={data.items}
          total={data.total}
          isAll={all}
          onAll={() => setAll(true)}
          read={(signal, told) =>
            readAllIds((cursor) => readStickinessPeople(question, mark, cursor, signal), told)
          }
        />
      )}
    </AnswerArea>
  )
}

/** A period, or those of it who were active on so many days: how many, and who. */
export function StickinessPanel(props: {
  period: StickinessPeriod
  question: StickinessQuestion
  days: number
  onClose: () => void
  onCopy: () => void
}) {
  const { t, format } = useText()
  const may = useMay()
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
                    <>
                      <b>{format.percent(share.estimate)}</b>{' '}
                      <span className="note">{format.percentSpan(share.low, share.high)}</span>
                    </>,
                  ] as const,
                ]
              : []),
          ]}
        />
      </div>
      {may('people:read') && (
        <People key={`${period.start} ${days}`} question={question} mark={{ start: period.start, days }} />
      )}
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
