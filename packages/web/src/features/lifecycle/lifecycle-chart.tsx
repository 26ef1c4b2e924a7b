import {
  type LifecycleAnswer,
  type LifecyclePeriod,
  type LifecycleQuestion,
  lifecycleParts,
} from '@teia/contracts'
import type { RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Facts } from '../../ui/hover-card.tsx'
import { BarLegend, MarkBars } from '../../ui/mark-bars.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import type { LifecycleMark } from './lifecycle-search.ts'

type Props = {
  answer: LifecycleAnswer
  question: LifecycleQuestion
  selected: LifecycleMark | undefined
  onOpen: (mark: LifecycleMark) => void
  actions: (mark: LifecycleMark) => readonly Action[]
}

const markOf = ({ column, part }: { column: string; part: string }): LifecycleMark => ({
  start: column,
  part: lifecycleParts.find((one) => one === part) ?? 'new',
})

/** A column for each period: who is active in it above the axis, who stayed away below. */
export function LifecycleBars(props: Props & { svgRef: RefObject<SVGSVGElement | null> }) {
  const { t, format } = useText()
  const { answer, selected } = props
  const nameOf = useCohortName(props.question.period)
  // What is new stands on what stays, so that its height is read from the top of all.
  const order = ['returning', 'resurrected', 'new', 'dormant'] as const
  const shift = answer.periods.length - (answer.previous?.length ?? 0)
  const columns = answer.periods.map((one, at) => ({
    key: one.start,
    label: nameOf(one.start),
    before: answer.previous?.[at - shift]?.people,
    isOpen: !one.isWhole,
    parts: order.map((part) => ({
      key: part,
      value: part === 'dormant' ? -one.dormant : one[part],
      className: `part-${part}`,
      spoken: t('lifecycle.spoken', {
        period: nameOf(one.start),
        n: one[part],
        part: t(`lifecycle.${part}`),
      }),
      card: () => (
        <Facts
          kind={t(`lifecycle.${part}`)}
          title={nameOf(one.start)}
          pairs={[
            [t(`lifecycle.${part}`), format.whole(one[part])],
            [t('lifecycle.active'), format.whole(one.people)],
          ]}
          note={one.isWhole ? undefined : t('lifecycle.unfinished')}
        />
      ),
    })),
  }))
  return (
    <>
      <MarkBars
        label={t('lifecycle.drawing')}
        columns={columns}
        format={format.whole}
        selected={selected && { column: selected.start, part: selected.part }}
        onOpen={(mark) => props.onOpen(markOf(mark))}
        actions={(mark) => props.actions(markOf(mark))}
        svgRef={props.svgRef}
      />
      <BarLegend
        parts={[...order].map((part) => ({ className: `part-${part}`, name: t(`lifecycle.${part}`) }))}
      />
    </>
  )
}

/** Each period in numbers; a row opens those who are new. */
export function LifecycleTable(props: Props) {
  const { t, format } = useText()
  const nameOf = useCohortName(props.question.period)
  const count = (
    id: (typeof lifecycleParts)[number] | 'people',
    header: string,
  ): Column<LifecyclePeriod> => ({
    id,
    header,
    num: true,
    value: (one) => one[id],
    cell: (one) =>
      id === 'people' ? (
        <b>{format.whole(one.people)}</b>
      ) : (
        <button
          type="button"
          className="button link"
          onClick={() => props.onOpen({ start: one.start, part: id })}
          aria-label={t('lifecycle.spoken', { period: nameOf(one.start), n: one[id], part: header })}
        >
          {format.whole(one[id])}
        </button>
      ),
  })
  const columns: Column<LifecyclePeriod>[] = [
    {
      id: 'period',
      header: t('retention.period'),
      value: (one) => one.start,
      cell: (one) => (
        <>
          <span className="row-name">{nameOf(one.start)}</span>{' '}
          {!one.isWhole && <span className="note">{t('lifecycle.unfinished')}</span>}
        </>
      ),
    },
    count('people', t('lifecycle.active')),
    ...lifecycleParts.map((part) => count(part, t(`lifecycle.${part}`))),
  ]
  return (
    <DataTable
      label={t('lifecycle.tableLabel')}
      columns={columns}
      rows={props.answer.periods}
      keyOf={(one) => one.start}
      selected={props.selected?.start}
      csvName="teia-lifecycle"
      foot={t('lifecycle.foot')}
    />
  )
}
