import type { TimeBetweenAnswer, TimeBetweenQuestion } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { readAllIds } from '../../lib/all-ids.ts'
import { wilson } from '../../lib/intervals.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { useSeriesName } from '../../ui/breakdown-choices.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { ALL_PEOPLE, PanelPeople } from '../segments/panel-people.tsx'
import type { TimeBetweenMark } from './time-between-search.ts'
import { edgesOf, readTimeBetweenPeople, useTimeBetweenPeople } from './use-time-between.ts'

const FEW_PEOPLE = 8
type Props = { question: TimeBetweenQuestion; answer: TimeBetweenAnswer; mark: TimeBetweenMark }

function People({ question, answer, mark }: Props) {
  const [all, setAll] = useState(false)
  const { query, queryKey } = useTimeBetweenPeople(question, answer, mark, all ? ALL_PEOPLE : FEW_PEOPLE)
  return (
    <AnswerArea query={query} queryKey={queryKey} rows={6}>
      {(data) => (
        <PanelPeople
          people={data.items}
          total={data.total}
          isAll={all}
          onAll={() => setAll(true)}
          read={(signal, told) =>
            readAllIds((cursor) => readTimeBetweenPeople(question, answer, mark, cursor, signal), told)
          }
        />
      )}
    </AnswerArea>
  )
}

/** A bar, or everybody of a series who got there or never did: how many, and who. */
export function TimeBetweenPanel(
  props: Props & { onOpen: (mark: TimeBetweenMark) => void; onClose: () => void; onCopy: () => void },
) {
  const { t, format } = useText()
  const may = useMay()
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
  const { low, high } = wilson(n, of)
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
            [
              t('paths.share'),
              <>
                <b>{format.percent(of === 0 ? 0 : n / of)}</b>{' '}
                <span className="note">{format.percentSpan(low, high)}</span>
              </>,
            ],
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
      {may('people:read') && <People key={JSON.stringify(mark)} {...{ question, answer, mark }} />}
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
