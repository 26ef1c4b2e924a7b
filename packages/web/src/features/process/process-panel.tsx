import {
  type ProcessAnswer,
  type ProcessPart,
  ProcessPeopleAnswer,
  type ProcessQuestion,
} from '@teia/contracts'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Between } from '../../ui/between.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { AnswerPeople } from '../segments/answer-people.tsx'

type Pair = readonly [ReactNode, ReactNode]

/** The numbers of a part, each against the period before where that is known. */
function usePairs(answer: ProcessAnswer, part: ProcessPart): Pair[] {
  const { t, format } = useText()
  const against = (now: number, before: number | undefined) =>
    before === undefined ? (
      format.whole(now)
    ) : (
      <>
        {format.whole(now)} <span className="note">{t('process.wasBefore', { n: before })}</span>
      </>
    )
  if ('node' in part) {
    const node = answer.nodes.find(({ id }) => id === part.node)
    if (!node) return []
    return [
      [t('process.cases'), against(node.cases, node.before?.cases)],
      [t('process.interactions'), against(node.interactions, node.before?.interactions)],
      [t('shell.people'), format.whole(node.people)],
      [t('process.starts'), format.whole(node.starts)],
      [t('process.ends'), format.whole(node.ends)],
      [t('process.selfLoops'), format.whole(node.selfLoops)],
      [t('process.reworkCases'), t('paths.kOfN', { k: node.reworkCases, n: node.cases })],
      [t('process.extra'), format.whole(node.extra)],
    ]
  }
  if (!('source' in part)) return []
  const edge = answer.edges.find((one) => one.source === part.source && one.target === part.target)
  if (!edge) return []
  return [
    [t('process.times'), against(edge.times, edge.before?.times)],
    [t('process.cases'), against(edge.cases, edge.before?.cases)],
    [t('shell.people'), format.whole(edge.people)],
    [t('process.mean'), format.duration(edge.meanSeconds)],
    [t('process.median'), format.duration(edge.medianSeconds)],
    [t('process.p90'), format.duration(edge.p90Seconds)],
    [t('process.switches'), t('paths.kOfN', { k: edge.switches, n: edge.times })],
  ]
}

/** What is open: its numbers, the time between, who they are, and what to do with them. */
export function ProcessPanel(props: {
  question: ProcessQuestion
  answer: ProcessAnswer
  part: ProcessPart
  nameOf: (id: string) => string
  onPart: (part: ProcessPart) => void
  onClose: () => void
  onFilter: (() => void) | null
  onCopy: () => void
}) {
  const { t, format } = useText()
  const { part, nameOf } = props
  const pairs = usePairs(props.answer, part)
  const [kind, title] =
    'node' in part
      ? [t('process.step'), nameOf(part.node)]
      : 'variant' in part
        ? [t('process.variant'), t('process.variantTitle')]
        : [t('process.connection'), `${nameOf(part.source)} → ${nameOf(part.target)}`]
  return (
    <SidePanel kind={kind} title={title} label={t('process.panel')} onClose={props.onClose}>
      {pairs.length > 0 && (
        <div style={{ marginTop: 8 }}>
          <Pairs pairs={pairs} />
        </div>
      )}
      {'node' in part && (
        <div className="panel-switch">
          <Switch
            label={t('process.whose')}
            value={part.part}
            options={(['met', 'starts', 'ends', 'repeats'] as const).map((value) => ({
              value,
              label: t(`process.part_${value}`),
            }))}
            onChange={(value) => props.onPart({ ...part, part: value })}
          />
        </div>
      )}
      <AnswerPeople
        answer={ProcessPeopleAnswer}
        name="process-people"
        question={{ process: props.question, of: part }}
        few={6}
        before={({ between }) =>
          between && (
            <PanelSection
              title={t('variant' in part ? 'process.lasted' : 'paths.between')}
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
          {props.onFilter && <Button onClick={props.onFilter}>{t('common.filterBy')}</Button>}
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
