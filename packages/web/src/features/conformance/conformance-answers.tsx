import type { ConformanceAnswer } from '@teia/contracts'
import { type RefObject, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { chartExports } from '../../ui/chart-exports.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import { readSort, writeSort } from '../../ui/data-table.tsx'
import { Section } from '../../ui/page-header.tsx'
import { LeftOut } from '../maps/left-out.tsx'
import type { ConformanceMark, ConformanceSearch } from './conformance-search.ts'
import { DeviationsTable } from './deviations-table.tsx'
import { FitnessBars } from './fitness-bars.tsx'
import { FitnessTable } from './fitness-table.tsx'
import type { Series } from './use-conformance.ts'
import type { useConformanceMarks } from './use-conformance-marks.ts'

/** The scale as a file: its parts as a table, and as it is drawn. */
function scaleExports(answer: ConformanceAnswer | undefined, svg: RefObject<SVGSVGElement | null>): Exports {
  const parts = answer?.distribution ?? []
  const edge = (at: number) => at / parts.length
  const rows = parts.map((n, at) => [edge(at), edge(at + 1), n])
  return chartExports('fitness', ['from', 'to', 'people'], rows, () => svg.current)
}

/** Everything that is told of the answers: side by side, the scale, and what departs. */
export function ConformanceAnswers(props: {
  series: readonly Series[]
  shown: Series
  search: ConformanceSearch
  set: (change: Partial<ConformanceSearch>) => void
  stepName: (id: string) => string
  marks: ReturnType<typeof useConformanceMarks>
}) {
  const { t } = useText()
  const svg = useRef<SVGSVGElement>(null)
  const { series, shown, search, set, marks } = props
  const { data } = shown.query
  const mark = (fitness: number): ConformanceMark => ({
    of: { fitness },
    ...(shown.id !== undefined && { whose: shown.id }),
  })
  const { open } = search
  const exports = scaleExports(data, svg)
  return (
    <>
      <Section title={t('conformance.fits')} note={t('maps.fitnessNote')}>
        <FitnessTable series={series} whose={shown.id} onWhose={(whose) => set({ whose })} />
        {series.some(({ query }) => query.data?.isPartial) && <p className="note">{t('maps.partial')}</p>}
        {data && <LeftOut answer={data} />}
      </Section>
      {data && data.people > 0 && (
        <Section
          className="below"
          title={t('conformance.distribution')}
          note={shown.name}
          actions={<ChartActions exports={exports} />}
        >
          <FitnessBars
            answer={data}
            svgRef={svg}
            selected={open && 'fitness' in open.of && open.whose === shown.id ? open.of.fitness : undefined}
            onOpen={(part) => marks.open(mark(part))}
            actions={(part) => marks.actions(mark(part))}
          />
        </Section>
      )}
      <Section className="below" title={t('conformance.deviations')}>
        <DeviationsTable
          series={series}
          stepName={props.stepName}
          sort={readSort(search.sort, { id: 'people', down: true })}
          onSort={(sort) => set({ sort: writeSort(sort) })}
          open={open}
          onOpen={marks.open}
          actions={marks.actions}
        />
      </Section>
    </>
  )
}
