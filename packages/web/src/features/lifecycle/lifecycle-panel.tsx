import type { LifecycleAnswer, LifecycleQuestion } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { readAllIds } from '../../lib/all-ids.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button } from '../../ui/button.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import { ALL_PEOPLE, PanelPeople } from '../segments/panel-people.tsx'
import type { LifecycleMark } from './lifecycle-search.ts'
import { readLifecyclePeople, useLifecyclePeople } from './use-lifecycle.ts'

const FEW_PEOPLE = 8

function People({ question, mark }: { question: LifecycleQuestion; mark: LifecycleMark }) {
  const [all, setAll] = useState(false)
  const { query, queryKey } = useLifecyclePeople(question, mark, all ? ALL_PEOPLE : FEW_PEOPLE)
  return (
    <AnswerArea query={query} queryKey={queryKey} rows={6}>
      {(data) => (
        <PanelPeople
          people={data.items}
          total={data.total}
          isAll={all}
          onAll={() => setAll(true)}
          read={(signal, told) =>
            readAllIds((cursor) => readLifecyclePeople(question, mark, cursor, signal), told)
          }
        />
      )}
    </AnswerArea>
  )
}

/** A mark: how many are new, stay, are back or stay away in a period, and who they are. */
export function LifecyclePanel(props: {
  answer: LifecycleAnswer
  question: LifecycleQuestion
  mark: LifecycleMark
  onClose: () => void
  onCopy: () => void
}) {
  const { t, format } = useText()
  const may = useMay()
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
      {may('people:read') && (
        <People key={`${mark.start} ${mark.part}`} question={props.question} mark={mark} />
      )}
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
