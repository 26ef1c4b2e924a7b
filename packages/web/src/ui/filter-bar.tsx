import { type Channel, channels, type Filter } from '@teia/contracts'
import { lazy, type ReactNode, Suspense, useCallback } from 'react'
import { useText } from '../i18n/text.tsx'
import { countLeaves, rowsOf } from '../lib/filter-edit.ts'
import type { QuestionSearch } from '../lib/periods.ts'
import { Button } from './button.tsx'
import { ChannelIcon } from './icons.tsx'
import { PeriodPick } from './period-pick.tsx'
import { ChoiceList, Pick } from './pick.tsx'

const FilterEditor = lazy(() =>
  import('./filter-editor.tsx').then((module) => ({ default: module.FilterEditor })),
)

/** A rule in a few words for the pick that holds it. */
export function useFilterText() {
  const { t } = useText()
  return (filter: Filter | undefined): string => {
    const count = countLeaves(filter)
    if (count === 0) return t('filters.everyone')
    const row = rowsOf(filter)?.rows[0]
    if (count > 1 || !row) return t('filters.conditions', { n: count })
    const operator = t(`operators.${row.operator}`)
    const value = row.value.length > 24 ? `${row.value.slice(0, 23)}…` : row.value
    if (row.kind === 'event' || row.kind === 'touchpoint' || row.kind === 'channel')
      return row.operator === 'equals' ? row.name : `${operator} ${row.name}`
    return `${row.name} ${operator} ${value}`.trim()
  }
}

export function WhoPick({
  filter,
  onChange,
}: {
  filter: Filter | undefined
  onChange: (filter: Filter | undefined) => void
}) {
  const { t } = useText()
  const filterText = useFilterText()
  return (
    <Pick name={t('filters.who')} value={filterText(filter)} set={filter !== undefined}>
      {(close) => (
        <Suspense fallback={<div style={{ width: 560, maxWidth: '90vw', height: 96 }} />}>
          <FilterEditor
            filter={filter}
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

/** The name of a channel in the language of the interface. */
export function useChannelName() {
  const { maybe } = useText()
  return useCallback((channel: string) => maybe(`channels.${channel}`, channel), [maybe])
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

/** One row of controls: when, who, channel, and what a page adds. A set filter is tinted; on a phone it scrolls sideways. */
export function FilterBar(props: {
  search: QuestionSearch
  onChange: (change: Partial<QuestionSearch>) => void
  before?: ReactNode
  after?: ReactNode
  note?: ReactNode
}) {
  const { t } = useText()
  const { search, onChange } = props
  const set = search.filter !== undefined || search.channel !== undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: a search element inside main would be a second landmark for one row
    <div className="filters" role="group" aria-label={t('filters.label')}>
      {props.before}
      <PeriodPick period={search} onChange={onChange} />
      <WhoPick filter={search.filter} onChange={(filter) => onChange({ filter })} />
      <ChannelPick channel={search.channel} onChange={(channel) => onChange({ channel })} />
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
