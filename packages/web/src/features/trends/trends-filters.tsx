import { useQuery } from '@tanstack/react-query'
import type { Catalogue } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ChoiceList, ChoicePick, Pick } from '../../ui/pick.tsx'
import type { TrendsSearch } from './trends-search.ts'

type Set = (change: Partial<TrendsSearch>) => void

/** What a breakdown is called: the event, touchpoint or channel, or a property or trait by its own name. */
export function useBreakdownName() {
  const { t } = useText()
  return (breakdown: string) => {
    if (breakdown === 'event' || breakdown === 'touchpoint' || breakdown === 'channel')
      return t(`filters.kind_${breakdown}`)
    return breakdown.replace(/^(property|trait):/, '')
  }
}

function breakdownsOf(catalogue: Catalogue | undefined): string[] {
  return [
    'touchpoint',
    'channel',
    'event',
    ...(catalogue?.traits ?? []).map(({ name }) => `trait:${name}`),
    ...(catalogue?.properties ?? []).map(({ name }) => `property:${name}`),
  ]
}

function BreakdownPick({ search, set }: { search: TrendsSearch; set: Set }) {
  const { t } = useText()
  const { data } = useQuery(catalogueQuery)
  const name = useBreakdownName()
  const chosen = search.breakdown ?? []
  const toggle = (one: string) => {
    const next = chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one].slice(-3)
    set({ breakdown: next.length > 0 ? next : undefined, series: undefined })
  }
  return (
    <Pick
      name={t('trends.splitBy')}
      value={chosen.length > 0 ? chosen.map(name).join(', ') : t('trends.nothing')}
      set={chosen.length > 0}
    >
      {() => (
        <div
          className="choices"
          role="listbox"
          aria-multiselectable="true"
          aria-label={t('trends.splitBy')}
          tabIndex={-1}
        >
          {breakdownsOf(data).map((one) => (
            <button
              key={one}
              type="button"
              role="option"
              aria-selected={chosen.includes(one)}
              onClick={() => toggle(one)}
            >
              <span className="grow">{name(one)}</span>
              <span className="note">
                {one.startsWith('trait:')
                  ? t('filters.kind_trait')
                  : one.startsWith('property:')
                    ? t('filters.kind_property')
                    : ''}
              </span>
            </button>
          ))}
        </div>
      )}
    </Pick>
  )
}

function EventPick({ search, set }: { search: TrendsSearch; set: Set }) {
  const { t } = useText()
  const { data } = useQuery(catalogueQuery)
  return (
    <Pick
      name={t('filters.kind_event')}
      value={search.event ?? t('trends.anyEvent')}
      set={search.event !== undefined}
    >
      {(close) => (
        <ChoiceList
          label={t('filters.kind_event')}
          value={search.event ?? ''}
          choices={[
            { value: '', label: t('trends.anyEvent') },
            ...(data?.events ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
          onChoose={(value) => {
            set({ event: value || undefined, series: undefined })
            close()
          }}
        />
      )}
    </Pick>
  )
}

/** The question of Trends in one row. */
export function TrendsFilters({ search, set }: { search: TrendsSearch; set: Set }) {
  const { t } = useText()
  return (
    <FilterBar
      search={search}
      onChange={set}
      before={
        <>
          <ChoicePick
            name={t('trends.measure')}
            value={search.measure ?? 'events'}
            choices={[
              { value: 'events', label: t('trends.events') },
              { value: 'people', label: t('trends.people') },
            ]}
            onChange={(measure) => set({ measure })}
          />
          <EventPick search={search} set={set} />
          <ChoicePick
            name={t('trends.interval')}
            value={search.interval ?? 'day'}
            choices={(['hour', 'day', 'week', 'month'] as const).map((value) => ({
              value,
              label: t(`trends.${value}`),
            }))}
            onChange={(interval) => set({ interval })}
          />
          <BreakdownPick search={search} set={set} />
        </>
      }
    />
  )
}
