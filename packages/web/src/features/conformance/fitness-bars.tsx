import type { ConformanceAnswer } from '@teia/contracts'
import type { RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { Facts } from '../../ui/hover-card.tsx'
import { MarkBars } from '../../ui/mark-bars.tsx'

/** From where to where a part of the scale goes. */
export function useFitnessSpan(parts: number) {
  const { format } = useText()
  return (part: number) => format.hundredthsSpan(part / parts, (part + 1) / parts)
}

/** People by how well their walk fits, in equal parts of the scale; each opens its people. */
export function FitnessBars(props: {
  answer: ConformanceAnswer
  selected: number | undefined
  svgRef: RefObject<SVGSVGElement | null>
  onOpen: (part: number) => void
  actions: (part: number) => readonly Action[]
}) {
  const { t, format } = useText()
  const { answer, selected } = props
  const spanOf = useFitnessSpan(answer.distribution.length)
  const columns = answer.distribution.map((n, part) => ({
    key: String(part),
    label: format.numbers.format(part / answer.distribution.length),
    parts: [
      {
        key: 'n',
        value: n,
        className: 'part-one',
        spoken: t('conformance.barSpoken', { span: spanOf(part), n }),
        card: () => (
          <Facts
            title={t('conformance.fit', { span: spanOf(part) })}
            pairs={[
              [t('shell.people'), format.whole(n)],
              [t('paths.share'), format.percent(n / Math.max(1, answer.people))],
            ]}
          />
        ),
      },
    ],
  }))
  return (
    <MarkBars
      label={t('conformance.distribution')}
      columns={columns}
      format={format.whole}
      selected={selected === undefined ? undefined : { column: String(selected), part: 'n' }}
      onOpen={({ column }) => props.onOpen(Number(column))}
      actions={({ column }) => props.actions(Number(column))}
      svgRef={props.svgRef}
    />
  )
}
