import {
  type Filter,
  type FunnelAnswer,
  FunnelPeopleAnswer,
  type FunnelPlace,
  type FunnelQuestion,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Between } from '../../ui/between.tsx'
import { useSeriesName } from '../../ui/breakdown-choices.ts'
import { Button } from '../../ui/button.tsx'
import { Share } from '../../ui/share.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { AnswerPeople } from '../segments/answer-people.tsx'
import type { Spot } from './funnels-search.ts'

/** The condition that somebody has done, or not done, what a place says; null for one that asks more than a name. */
function leafOf({ event, touchpoint, filter }: FunnelPlace, operator: 'did' | 'did_not'): Filter | null {
  if (filter) return null
  if (event !== undefined) return { event, operator }
  return touchpoint === undefined ? null : { touchpoint, operator }
}

/** People to go on with elsewhere: who met the step and, of those who left, not the next one. Null where a filter cannot say it. */
export function filterOfSpot(question: FunnelQuestion, { step, part }: Spot): Filter[] | null {
  const next = question.steps.findIndex((one, at) => at >= step && !one.optional)
  const asked = [
    { step: question.steps[step - 1], operator: 'did' as const },
    ...(part === 'left' ? [{ step: question.steps[next], operator: 'did_not' as const }] : []),
  ]
  const leaves = asked.map((one) => (one.step && !one.step.anyOf ? leafOf(one.step, one.operator) : null))
  const known = leaves.filter((leaf) => leaf !== null)
  return known.length === leaves.length ? known : null
}

/** What is open: how many reached a step or left after it, when, who they are, and what to do with them. */
export function FunnelPanel(props: {
  question: FunnelQuestion
  answer: FunnelAnswer
  names: readonly string[]
  spot: Spot
  onClose: () => void
  onFilter: (() => void) | null
  /** Null where nobody can go on from the step, or nothing comes before it. */
  onSeparate: (() => void) | null
  onCopy: () => void
}) {
  const { t, format } = useText()
  const { question, answer, names, spot } = props
  const seriesName = useSeriesName(question.breakdown)
  const steps =
    spot.series === undefined
      ? answer.steps
      : (answer.series.find((one) => one.key === spot.series)?.steps ?? answer.steps)
  const step = steps[spot.step - 1]
  const next = steps.find((one, at) => at >= spot.step && !one.optional)
  if (!step) return null
  const gone = step.walks - (next?.walks ?? 0)
  const name = names[spot.step - 1] ?? step.label
  const pairs =
    spot.part === 'left'
      ? [
          [t('funnels.left'), t('paths.kOfN', { k: gone, n: step.walks })] as const,
          [t('paths.share'), format.percent(step.walks === 0 ? 0 : gone / step.walks)] as const,
        ]
      : [
          [t('funnels.reached'), t('paths.kOfN', { k: step.walks, n: steps[0]?.walks ?? 0 })] as const,
          [
            t('funnels.ofFirst'),
            <Share key="share" share={step.conversion} low={step.low} high={step.high} />,
          ] as const,
          ...(spot.step > 1
            ? [
                [
                  t('funnels.ofPrevious'),
                  <>
                    {format.percent(step.fromPrevious.conversion)}{' '}
                    <span className="note">
                      {format.percentSpan(step.fromPrevious.low, step.fromPrevious.high)}
                    </span>
                  </>,
                ] as const,
              ]
            : []),
        ]
  return (
    <SidePanel
      kind={[
        t(spot.part === 'left' ? 'funnels.leftAfter' : 'funnels.stepN', { n: spot.step }),
        ...(spot.series === undefined ? [] : [seriesName(spot.series)]),
      ].join(' · ')}
      title={name}
      label={t('funnels.panel')}
      onClose={props.onClose}
    >
      <div style={{ marginTop: 8 }}>
        <Pairs pairs={pairs} />
      </div>
      <AnswerPeople
        answer={FunnelPeopleAnswer}
        name="funnel-people"
        question={{ funnel: question, ...spot }}
        few={6}
        before={({ between }) =>
          between &&
          spot.part === 'reached' && (
            <PanelSection
              title={t('funnels.timeBefore')}
              note={t('paths.betweenNote', {
                median: format.duration(between.median),
                p90: format.duration(between.p90),
              })}
            >
              <Between between={between} />
            </PanelSection>
          )
        }
      />
      <section>
        <div className="buttons">
          {props.onSeparate && <Button onClick={props.onSeparate}>{t('separates.open')}</Button>}
          {props.onFilter && <Button onClick={props.onFilter}>{t('common.filterBy')}</Button>}
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
