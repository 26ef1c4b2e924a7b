import type { ProcessAnswer, ProcessQuestion } from '@teia/contracts'
import { type RefObject, useMemo } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Switch } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { ShownShares } from './process-filters.tsx'
import { ProcessGraph } from './process-graph.tsx'
import type { ProcessSearch } from './process-search.ts'
import {
  BottleneckTable,
  EdgeTable,
  ReworkTable,
  SwitchTable,
  type TableProps,
  VariantTable,
} from './process-tables.tsx'
import { useVariants } from './use-process.ts'
import { visibleGraph } from './visible-graph.ts'

type Props = Omit<TableProps, 'selected'> & {
  answer: ProcessAnswer
  question: ProcessQuestion
  search: ProcessSearch
  view: NonNullable<ProcessSearch['view']>
  set: (change: Partial<ProcessSearch>) => void
  svgRef: RefObject<SVGSVGElement | null>
}

/** The answer in the view that is chosen. */
export function ProcessAnswerView(props: Props) {
  const { t } = useText()
  const { answer, view, search } = props
  const selected = search.open && JSON.stringify(search.open)
  const table = { ...props, selected }
  if (answer.totals.cases === 0)
    return (
      <EmptyState title={t('process.emptyTitle')} action={<ConnectSource />}>
        {t('process.emptyText')}
      </EmptyState>
    )
  if (view === 'variants') return <Variants {...table} />
  if (view === 'table') return <EdgeTable {...table} />
  if (view === 'graph') return <Drawing {...props} />
  return (
    <>
      <Section title={t('process.bottlenecks')} note={t('process.bottlenecksNote')}>
        <BottleneckTable {...table} />
      </Section>
      <Section className="below" title={t('process.rework')} note={t('process.reworkNote')}>
        <ReworkTable {...table} />
      </Section>
      {answer.switches.length > 0 && (
        <Section className="below" title={t('process.channelSwitches')}>
          <SwitchTable
            answer={answer}
            onOpen={(source, target) => props.set({ by: 'channel', view: 'graph', open: { source, target } })}
          />
        </Section>
      )}
    </>
  )
}

function Variants({ question, answer, ...props }: TableProps & Pick<Props, 'question' | 'answer'>) {
  const { t } = useText()
  const { query, queryKey } = useVariants(question)
  return (
    <AnswerArea query={query} queryKey={queryKey} rows={16}>
      {({ variants, total, cases }) => (
        <VariantTable
          {...props}
          variants={variants}
          foot={t('process.variantsFoot', { shown: variants.length, total, cases })}
        />
      )}
    </AnswerArea>
  )
}

const usual = { steps: 0.95, links: 0.7 }

function Drawing({ answer, question, search, set, svgRef, ...props }: Props) {
  const { t } = useText()
  const { steps = usual.steps, links = usual.links, measure = 'frequency' } = search
  const graph = useMemo(() => visibleGraph(answer, { steps, links }), [answer, steps, links])
  return (
    <>
      <div className="process-controls">
        <Switch
          label={t('process.measure')}
          value={measure}
          options={[
            { value: 'frequency', label: t('process.frequency') },
            { value: 'time', label: t('process.time') },
          ]}
          onChange={(value) => set({ measure: value })}
        />
        <ShownShares {...{ steps, links }} hidden={graph.hidden} onChange={set} />
      </div>
      <ProcessGraph {...props} {...{ answer, question, graph, measure, svgRef }} open={search.open} />
      <p className="note legend">
        {t(measure === 'time' ? 'process.legendTime' : 'process.legendFrequency')}
      </p>
    </>
  )
}
