import type { Segment } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Change, StateLabel } from '../../ui/metric.tsx'

const tones = { live: 'good', counting: 'neutral', failed: 'bad' } as const

/** Whether the numbers of a segment are those of this moment, in words. */
export function SegmentState({ segment }: { segment: Pick<Segment, 'state' | 'fault'> }) {
  const { t, told } = useText()
  const { state, fault } = segment
  return (
    <span title={fault ? told([fault], fault.code) : undefined}>
      <StateLabel tone={tones[state]}>{t(`segments.state_${state}`)}</StateLabel>
    </span>
  )
}

/** The columns of the list of segments. */
export function useSegmentColumns(): Column<Segment>[] {
  const { t, format } = useText()
  const share = ({ members, of }: Segment) => (of === 0 ? null : members / of)
  const change = (n: number, direction: 1 | -1) =>
    n === 0 ? (
      <span className="quiet">0</span>
    ) : (
      <Change tone="neutral" direction={direction}>
        {format.whole(n)}
      </Change>
    )
  return [
    {
      id: 'name',
      header: t('segments.name'),
      value: (one) => one.name,
      cell: (one) => (
        <span className="row-name" title={one.description || undefined}>
          {one.name}
        </span>
      ),
    },
    {
      id: 'kind',
      header: t('segments.kind'),
      value: (one) => t(`segments.kind_${one.kind}`),
      cell: (one) => t(`segments.kind_${one.kind}`),
    },
    {
      id: 'members',
      header: t('segments.members'),
      num: true,
      value: (one) => one.members,
      cell: (one) => format.whole(one.members),
    },
    {
      id: 'share',
      header: t('segments.share'),
      num: true,
      value: share,
      cell: (one) => format.percent(share(one) ?? 0),
    },
    {
      id: 'entered',
      header: t('segments.entered'),
      num: true,
      value: (one) => one.entered,
      cell: (one) => change(one.entered, 1),
    },
    {
      id: 'left',
      header: t('segments.left'),
      num: true,
      value: (one) => one.left,
      cell: (one) => change(one.left, -1),
    },
    {
      id: 'changed',
      header: t('segments.changed'),
      value: (one) => one.changedAt,
      cell: (one) => (
        <span className="quiet">
          {t('segments.changedBy', { time: format.moment(one.changedAt), name: one.changedBy })}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('segments.state'),
      value: (one) => t(`segments.state_${one.state}`),
      cell: (one) => (
        <span className="segment-counted">
          <SegmentState segment={one} />
          {one.progress && (
            <span className="quiet">{format.percent(one.progress.done / one.progress.of)}</span>
          )}
        </span>
      ),
    },
  ]
}
