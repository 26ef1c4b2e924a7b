import type { PathNode, PathsQuestion } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { LARGEST_PAGE, readAllIds } from '../../lib/all-ids.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Between } from '../../ui/between.tsx'
import { Button } from '../../ui/button.tsx'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { ALL_PEOPLE, PanelPeople } from '../segments/panel-people.tsx'
import { LinkNumbers, NodeNumbers } from './mark-numbers.tsx'
import type { LinkFact } from './path-facts.ts'
import { readPathPeople, useNodeName, usePathPeople } from './use-paths.ts'

const FEW_PEOPLE = 5

type PanelProps = {
  question: PathsQuestion
  source: PathNode
  target: PathNode | undefined
  fact: LinkFact | undefined
  walks: number
  first: 0 | 1
  onClose: () => void
  onFilter: (() => void) | null
  onExclude: (() => void) | null
  onCopy: () => void
}

/** Who walked here and how long it took. */
function People({ question, source, target }: Pick<PanelProps, 'question' | 'source' | 'target'>) {
  const { t, format } = useText()
  const [all, setAll] = useState(false)
  const limit = all ? ALL_PEOPLE : FEW_PEOPLE
  const { query, queryKey } = usePathPeople(question, source, target, limit)
  return (
    <AnswerArea query={query} queryKey={queryKey} rows={6}>
      {(data) => (
        <>
          {data.between && data.between.n > 0 && (
            <PanelSection
              title={t('paths.between')}
              note={t('paths.betweenNote', {
                median: format.duration(data.between.median),
                p90: format.duration(data.between.p90),
              })}
            >
              <Between between={data.between} />
            </PanelSection>
          )}
          <PanelPeople
            people={data.people}
            total={data.total}
            isAll={all}
            onAll={() => setAll(true)}
            read={(signal, told) =>
              readAllIds(async (cursor) => {
                const { people, nextCursor } = await readPathPeople(
                  question,
                  source,
                  target,
                  LARGEST_PAGE,
                  signal,
                  cursor,
                )
                return { items: people, nextCursor }
              }, told)
            }
          />
        </>
      )}
    </AnswerArea>
  )
}

/** The selected link or node: its numbers, the time between, the people, and what to do with them. */
export function MarkPanel(props: PanelProps) {
  const { t } = useText()
  const nameOf = useNodeName()
  const may = useMay()
  const { question, source, target, fact } = props
  const title = target ? `${nameOf(source)} → ${nameOf(target)}` : nameOf(source)
  const kind = target
    ? t('paths.linkKind', { from: source.depth + props.first, to: target.depth + props.first })
    : t('paths.nodeKind', { step: source.depth + props.first })
  return (
    <SidePanel kind={kind} title={title} label={t('paths.panel')} onClose={props.onClose}>
      <div style={{ marginTop: 8 }}>
        {fact ? (
          <LinkNumbers fact={fact} scope={question.scope} />
        ) : (
          <NodeNumbers node={source} walks={props.walks} scope={question.scope} />
        )}
      </div>
      {may('people:read') && <People question={question} source={source} target={target} />}
      <section>
        <div className="buttons">
          {props.onFilter && <Button onClick={props.onFilter}>{t('common.filterBy')}</Button>}
          {props.onExclude && <Button onClick={props.onExclude}>{t('common.exclude')}</Button>}
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
