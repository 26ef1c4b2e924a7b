import { type ConformanceAnswer, ConformancePeopleAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { ShareOf } from '../../ui/share.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { AnswerPeople } from '../segments/answer-people.tsx'
import type { ConformanceMark } from './conformance-search.ts'
import { useFitnessSpan } from './fitness-bars.tsx'
import type { Series } from './use-conformance.ts'

type Props = { series: Series; mark: ConformanceMark }

function countOf({ of }: ConformanceMark, answer: ConformanceAnswer): number {
  if ('fits' in of) return of.fits ? answer.fitting : answer.people - answer.fitting
  if ('fitness' in of) return answer.distribution[of.fitness] ?? 0
  return answer.deviations.find((one) => one.kind === of.kind && one.step === of.step)?.people ?? 0
}

/** Whose walks fit so well, or depart from the drawing so: how many, and who. */
export function DepartedPanel(
  props: Props & {
    answer: ConformanceAnswer
    stepName: (id: string) => string
    onClose: () => void
    onCopy: () => void
  },
) {
  const { t } = useText()
  const { answer, mark, series } = props
  const spanOf = useFitnessSpan(answer.distribution.length)
  const { of } = mark
  const [n, all] = [countOf(mark, answer), answer.people]
  const title =
    'fits' in of
      ? t(of.fits ? 'maps.walkedAsDrawn' : 'conformance.walkedOtherwise')
      : 'fitness' in of
        ? t('conformance.fit', { span: spanOf(of.fitness) })
        : `${props.stepName(of.step)}: ${t(`conformance.kind_${of.kind}`)}`
  return (
    <SidePanel kind={series.name} title={title} label={t('conformance.panel')} onClose={props.onClose}>
      <div style={{ marginTop: 8 }}>
        <Pairs
          pairs={[
            [t('shell.people'), t('paths.kOfN', { k: n, n: all })],
            [t('paths.share'), <ShareOf key="share" k={n} n={all} />],
          ]}
        />
      </div>
      <AnswerPeople
        answer={ConformancePeopleAnswer}
        name="conformance-people"
        question={{ conformance: series.question, of }}
      />
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
