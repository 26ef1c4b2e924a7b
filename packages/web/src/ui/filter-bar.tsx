import { useQuery } from '@tanstack/react-query'
import { type Channel, channels, type Filter } from '@teia/contracts'
import { lazy, type ReactNode, Suspense } from 'react'
import { useText } from '../i18n/text.tsx'
import { asksSegment, countLeaves, type LeafKind, rowsOf } from '../lib/filter-edit.ts'
import { daysWords, operatorName } from '../lib/operator-words.ts'
import type { QuestionSearch } from '../lib/periods.ts'
import { segmentsQuery } from '../lib/segments.ts'
import { Button } from './button.tsx'
import { useChannelName } from './channel-name.ts'
import { ChannelIcon } from './icons.tsx'
import { PeriodPick } from './period-pick.tsx'
import { ChoiceList, Pick } from './pick.tsx'
import { useTouchpointName } from './touchpoint-name.ts'

const FilterEditor = lazy(() =>
  import('./filter-editor.tsx').then((module) => ({ default: module.FilterEditor })),
)

/** A rule in a few words for the pick that holds it; `asked` is a rule whose segments are to be called by their names. */
export function useFilterText(asked?: Filter) {
  const { t, maybe } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const { data: segments } = useQuery({ ...segmentsQuery, enabled: asksSegment(asked) })
  const segmentName = (name: string) => segments?.items.find(({ id }) => id === name)?.name ?? name
  return (filter: Filter | undefined): string => {
    const count = countLeaves(filter)
    if (count === 0) return t('filters.everyone')
    const row = rowsOf(filter)?.rows[0]
    if (count > 1 || !row) return t('filters.conditions', { n: count })
    const operator = operatorName({ t, maybe }, row.operator, row.type === 'time')
    const value = row.value.length > 24 ? `${row.value.slice(0, 23)}…` : row.value
    if (row.kind !== 'trait' && row.kind !== 'property') {
      const names = {
        event: (name: string) => name,
        touchpoint: touchpointName,
        channel: channelName,
        segment: segmentName,
      }
      const name = names[row.kind](row.name)
      return row.operator === 'equals' ? name : `${operator} ${name}`
    }
    const days = daysWords({ t }, row)
    return days === null ? `${row.name} ${operator} ${value}`.trim() : `${row.name} ${days}`
  }
}

export function WhoPick({
  filter,
  kinds,
  name,
  anyone,
  onChange,
}: {
  filter: Filter | undefined
  kinds?: readonly LeafKind[]
  /** What the pick is called and what it says when nothing is set; else it asks who. */
  name?: string
  anyone?: string
  onChange: (filter: Filter | undefined) => void
}) {
  const { t } = useText()
  const filterText = useFilterText(filter)
  return (
    <Pick
      name={name ?? t('filters.who')}
      value={filter === undefined && anyone ? anyone : filterText(filter)}
      set={filter !== undefined}
    >
      {(close) => (
        <Suspense fallback={<div style={{ width: 560, maxWidth: '90vw', height: 96 }} />}>
          <FilterEditor
            filter={filter}
            {...(kinds && { kinds })}
            onApply={(next) => {
              onChange(next)
              close()
            }}
          />
        </Suspense>
      )}
    </Pick>
  )
}

export function ChannelPick({
  channel,
  onChange,
}: {
  channel: Channel | undefined
  onChange: (channel: Channel | undefined) => void
}) {
  const { t } = useText()
  const channelName = useChannelName()
  return (
    <Pick
      name={t('filters.channel')}
      value={channel ? channelName(channel) : t('filters.allChannels')}
      set={channel !== undefined}
    >
      {(close) => (
        <ChoiceList<Channel | 'all'>
          label={t('filters.channel')}
          value={channel ?? 'all'}
          choices={[
            { value: 'all', label: t('filters.allChannels') },
            ...channels.map((value) => ({
              value,
              label: channelName(value),
              icon: <ChannelIcon channel={value} />,
            })),
          ]}
          onChoose={(value) => {
            onChange(value === 'all' ? undefined : value)
            close()
          }}
        />
      )}
    </Pick>
  )
}

const ofPeople: readonly LeafKind[] = ['trait', 'segment']

/** One row of controls: when, who, channel, and what a page adds. A set filter is tinted; on a phone it scrolls sideways. */
export function FilterBar(props: {
  search: QuestionSearch
  onChange: (change: Partial<QuestionSearch>) => void
  before?: ReactNode
  after?: ReactNode
  note?: ReactNode
  /** Nothing is set beside the period before. */
  alone?: boolean
  /** Only whose interactions are asked for, not which. */
  peopleOnly?: boolean
}) {
  const { t } = useText()
  const { search, onChange } = props
  const set = search.filter !== undefined || search.channel !== undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: a search element inside main would be a second landmark for one row
    <div className="filters" role="group" aria-label={t('filters.label')}>
      {props.before}
      <PeriodPick period={search} onChange={onChange} alone={props.alone ?? false} />
      <WhoPick
        filter={search.filter}
        {...(props.peopleOnly && { kinds: ofPeople })}
        onChange={(filter) => onChange({ filter })}
      />
      {!props.peopleOnly && (
        <ChannelPick channel={search.channel} onChange={(channel) => onChange({ channel })} />
      )}
      {props.after}
      {set && (
        <Button kind="link" icon="close" onClick={() => onChange({ filter: undefined, channel: undefined })}>
          {t('filters.clear')}
        </Button>
      )}
      <span className="spacer" />
      {props.note && <span className="note">{props.note}</span>}
    </div>
  )
}
