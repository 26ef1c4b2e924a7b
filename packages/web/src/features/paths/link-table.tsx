import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import type { LinkFact } from './path-facts.ts'
import { useCompared, useNodeName } from './use-paths.ts'

/** “Payment → left, step 2”. */
export function useLinkName() {
  const { t } = useText()
  const nameOf = useNodeName()
  return (fact: LinkFact) =>
    t('paths.linkName', { source: nameOf(fact.source), target: nameOf(fact.target), step: fact.step })
}

function useColumns(facts: readonly LinkFact[]): Column<LinkFact>[] {
  const { t, format } = useText()
  const compared = useCompared()
  const linkName = useLinkName()
  const widest = Math.max(
    0.02,
    ...facts.map(({ difference, of }) =>
      difference && of >= FEW ? Math.max(Math.abs(difference.low), Math.abs(difference.high)) : 0,
    ),
  )
  const scale = Math.min(1, Math.ceil(widest * 50) / 50)
  return [
    {
      id: 'link',
      header: t('paths.link'),
      value: linkName,
      cell: (fact) => <span className="row-name">{linkName(fact)}</span>,
    },
    {
      id: 'walks',
      header: t('paths.walks'),
      num: true,
      value: (fact) => fact.walks,
      cell: (fact) => format.whole(fact.walks),
    },
    {
      id: 'of',
      header: t('paths.of'),
      num: true,
      value: (fact) => fact.of,
      cell: (fact) => <span className="quiet">{format.whole(fact.of)}</span>,
    },
    {
      id: 'share',
      header: t('paths.share'),
      num: true,
      value: (fact) => fact.share,
      cell: (fact) => (
        <>
          {format.percent(fact.share)}{' '}
          <span className="note">{format.percentSpan(fact.interval.low, fact.interval.high)}</span>
        </>
      ),
    },
    {
      id: 'before',
      header: compared('before'),
      num: true,
      value: (fact) => fact.before?.share,
      cell: (fact) => <span className="quiet">{fact.before ? format.percent(fact.before.share) : '–'}</span>,
    },
    {
      id: 'change',
      header: compared('change'),
      num: true,
      value: (fact) => fact.difference?.value,
      cell: ({ difference }) => {
        if (!difference) return <span className="quiet">–</span>
        const certain = difference.pAdjusted < 0.05
        const arrow = certain ? (difference.value > 0 ? '↑ ' : '↓ ') : ''
        return (
          <span className={certain ? 'strong' : 'quiet'}>
            {arrow}
            {t('pulse.points', {
              n: certain ? format.decimal(Math.abs(difference.value * 100)) : format.points(difference.value),
            })}
          </span>
        )
      },
    },
    {
      id: 'whisker',
      name: compared('interval'),
      header: (
        <>
          <span className="visually-hidden">{compared('interval')}</span>
          {`${format.points(-scale)} … ${format.points(scale)}`}
        </>
      ),
      cell: (fact) =>
        fact.difference && (
          <Whisker
            value={fact.difference.value}
            low={fact.difference.low}
            high={fact.difference.high}
            from={-scale}
            to={scale}
            width={136}
            tone={fact.difference.pAdjusted < 0.05 ? undefined : 'calm'}
            few={fact.of < 40}
            label={t('pulse.changeSpoken', {
              name: linkName(fact),
              change: format.points(fact.difference.value),
              low: format.points(fact.difference.low),
              high: format.points(fact.difference.high),
            })}
          />
        ),
    },
  ]
}

/** Links as rows, each with its share and how it differs from the period before. */
export function LinkTable(props: {
  facts: readonly LinkFact[]
  selected: string | undefined
  onOpen: (fact: LinkFact) => void
  actions: (fact: LinkFact) => readonly Action[]
  foot?: string
  first?: number
}) {
  const { t } = useText()
  const columns = useColumns(props.facts)
  return (
    <DataTable
      label={t('paths.tableLabel')}
      columns={columns}
      rows={props.facts}
      keyOf={(fact) => fact.id}
      selected={props.selected}
      onOpen={props.onOpen}
      actions={props.actions}
      csvName="teia-paths"
      foot={props.foot}
      {...(props.first === undefined ? {} : { first: props.first })}
    />
  )
}
