import type { ProcessAnswer, ProcessEdge, ProcessNode, ProcessPart, ProcessVariant } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'

export type TableProps = {
  selected: string | undefined
  onOpen: (part: ProcessPart) => void
  actions: (part: ProcessPart) => readonly Action[]
  nameOf: (id: string) => string
}
type Cellular<Row> = { id: string; header: string; of: (row: Row) => number }

/** Columns of plain numbers, and of times. */
function useNumbers() {
  const { format } = useText()
  const quiet = (text: string) => <span className="quiet">{text}</span>
  return {
    whole: <Row,>({ id, header, of }: Cellular<Row>): Column<Row> => ({
      ...{ id, header, num: true, value: of },
      cell: (row) => (of(row) === 0 ? quiet('–') : format.whole(of(row))),
    }),
    time: <Row,>({ id, header, of }: Cellular<Row>): Column<Row> => ({
      ...{ id, header, num: true, value: of },
      cell: (row) => format.duration(of(row)),
    }),
    share: <Row,>({ id, header, of }: Cellular<Row>): Column<Row> => ({
      ...{ id, header, num: true, value: of },
      cell: (row) => format.percent(of(row)),
    }),
  }
}

const nameColumn = <Row,>(header: string, of: (row: Row) => string): Column<Row> => ({
  ...{ id: 'name', header, value: of },
  cell: (row) => <span className="row-name">{of(row)}</span>,
})

/** All connections as rows. */
export function EdgeTable({ answer, ...props }: TableProps & { answer: ProcessAnswer }) {
  const { t } = useText()
  const { whole, time } = useNumbers()
  const partOf = ({ source, target }: ProcessEdge): ProcessPart => ({ source, target })
  return (
    <DataTable
      label={t('process.connections')}
      columns={[
        nameColumn<ProcessEdge>(
          t('process.connection'),
          ({ source, target }) => `${props.nameOf(source)} → ${props.nameOf(target)}`,
        ),
        whole({ id: 'times', header: t('process.times'), of: (one: ProcessEdge) => one.times }),
        whole({ id: 'cases', header: t('process.cases'), of: (one: ProcessEdge) => one.cases }),
        whole({ id: 'people', header: t('shell.people'), of: (one: ProcessEdge) => one.people }),
        time({ id: 'mean', header: t('process.mean'), of: (one: ProcessEdge) => one.meanSeconds }),
        time({ id: 'median', header: t('process.median'), of: (one: ProcessEdge) => one.medianSeconds }),
        time({ id: 'p90', header: t('process.p90'), of: (one: ProcessEdge) => one.p90Seconds }),
        whole({ id: 'switches', header: t('process.switches'), of: (one: ProcessEdge) => one.switches }),
      ]}
      rows={answer.edges}
      keyOf={(one) => JSON.stringify(partOf(one))}
      selected={props.selected}
      onOpen={(one) => props.onOpen(partOf(one))}
      actions={(one) => props.actions(partOf(one))}
      csvName="teia-process"
      first={50}
    />
  )
}

/** Variants as rows: the way, whole words until it is cut, and how many take it. */
export function VariantTable(props: TableProps & { variants: readonly ProcessVariant[]; foot: string }) {
  const { t } = useText()
  const { whole, time, share } = useNumbers()
  const wayOf = ({ steps, length }: ProcessVariant) =>
    [
      ...steps.map(props.nameOf),
      ...(length > steps.length ? [t('process.more', { n: length - steps.length })] : []),
    ].join(' → ')
  const partOf = ({ id }: ProcessVariant): ProcessPart => ({ variant: id })
  return (
    <DataTable
      label={t('process.variants')}
      columns={[
        {
          ...{ id: 'way', header: t('process.way'), value: wayOf },
          cell: (one) => <span className="row-name variant-way">{wayOf(one)}</span>,
        },
        whole({ id: 'length', header: t('process.length'), of: (one: ProcessVariant) => one.length }),
        whole({ id: 'cases', header: t('process.cases'), of: (one: ProcessVariant) => one.cases }),
        share({ id: 'share', header: t('paths.share'), of: (one: ProcessVariant) => one.share }),
        share({
          id: 'covered',
          header: t('process.covered'),
          of: (one: ProcessVariant) => one.cumulativeShare,
        }),
        whole({ id: 'people', header: t('shell.people'), of: (one: ProcessVariant) => one.people }),
        time({
          id: 'median',
          header: t('process.lastedMedian'),
          of: (one: ProcessVariant) => one.medianSeconds,
        }),
      ]}
      rows={props.variants}
      keyOf={(one) => JSON.stringify(partOf(one))}
      selected={props.selected}
      onOpen={(one) => props.onOpen(partOf(one))}
      actions={(one) => props.actions(partOf(one))}
      csvName="teia-variants"
      foot={props.foot}
    />
  )
}

/** Steps that cases take again, most executions beyond the first before the others. */
export function ReworkTable({ answer, ...props }: TableProps & { answer: ProcessAnswer }) {
  const { t } = useText()
  const { whole, share } = useNumbers()
  const partOf = ({ id }: ProcessNode): ProcessPart => ({ node: id, part: 'repeats' })
  return (
    <DataTable
      label={t('process.rework')}
      columns={[
        nameColumn<ProcessNode>(t('process.step'), ({ id }) => props.nameOf(id)),
        whole({ id: 'extra', header: t('process.extra'), of: (one: ProcessNode) => one.extra }),
        whole({ id: 'cases', header: t('process.reworkCases'), of: (one: ProcessNode) => one.reworkCases }),
        share({
          id: 'share',
          header: t('process.ofCases'),
          of: (one: ProcessNode) => (one.cases === 0 ? 0 : one.reworkCases / one.cases),
        }),
        whole({ id: 'loops', header: t('process.selfLoops'), of: (one: ProcessNode) => one.selfLoops }),
      ]}
      rows={answer.nodes.filter(({ extra }) => extra > 0).toSorted((a, b) => b.extra - a.extra)}
      keyOf={(one) => JSON.stringify(partOf(one))}
      selected={props.selected}
      onOpen={(one) => props.onOpen(partOf(one))}
      actions={(one) => props.actions(partOf(one))}
      csvName="teia-rework"
      first={15}
    />
  )
}

/** Connections by all the time that passes over them. */
export function BottleneckTable({ answer, ...props }: TableProps & { answer: ProcessAnswer }) {
  const { t } = useText()
  const { whole, time, share } = useNumbers()
  const edges = new Map(answer.edges.map((edge) => [`${edge.source} → ${edge.target}`, edge]))
  const rows = answer.bottlenecks.flatMap((one) => {
    const edge = edges.get(`${one.source} → ${one.target}`)
    return edge ? [{ ...edge, totalSeconds: one.totalSeconds, share: one.share }] : []
  })
  type Row = (typeof rows)[number]
  const partOf = ({ source, target }: Row): ProcessPart => ({ source, target })
  return (
    <DataTable
      label={t('process.bottlenecks')}
      columns={[
        nameColumn<Row>(
          t('process.connection'),
          ({ source, target }) => `${props.nameOf(source)} → ${props.nameOf(target)}`,
        ),
        share({ id: 'share', header: t('process.ofTime'), of: (one: Row) => one.share }),
        time({ id: 'total', header: t('process.totalTime'), of: (one: Row) => one.totalSeconds }),
        whole({ id: 'times', header: t('process.times'), of: (one: Row) => one.times }),
        time({ id: 'mean', header: t('process.mean'), of: (one: Row) => one.meanSeconds }),
        time({ id: 'median', header: t('process.median'), of: (one: Row) => one.medianSeconds }),
      ]}
      rows={rows}
      keyOf={(one) => JSON.stringify(partOf(one))}
      selected={props.selected}
      onOpen={(one) => props.onOpen(partOf(one))}
      actions={(one) => props.actions(partOf(one))}
      csvName="teia-waiting"
      first={15}
    />
  )
}

/** From one channel directly to another; opens as a connection between channels. */
export function SwitchTable(props: {
  answer: ProcessAnswer
  onOpen: (source: string, target: string) => void
}) {
  const { answer, onOpen } = props
  const { t, maybe } = useText()
  const { whole, time } = useNumbers()
  type Row = ProcessAnswer['switches'][number]
  const channelOf = (channel: string | null) =>
    channel === null ? t('process.noChannel') : maybe(`channels.${channel}`, channel)
  const nameOf = ({ source, target }: Row) => `${channelOf(source)} → ${channelOf(target)}`
  return (
    <DataTable
      label={t('process.channelSwitches')}
      columns={[
        nameColumn<Row>(t('process.channelSwitch'), nameOf),
        whole({ id: 'times', header: t('process.times'), of: (one: Row) => one.times }),
        time({ id: 'mean', header: t('process.mean'), of: (one: Row) => one.meanSeconds }),
      ]}
      rows={answer.switches}
      keyOf={nameOf}
      onOpen={({ source, target }) => onOpen(source ?? '', target ?? '')}
      csvName="teia-switches"
      first={15}
    />
  )
}
